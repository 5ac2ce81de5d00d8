/**
 * How a call is carried out, whichever protocol it came by: on a virtual thread, within its
 * deadline, in bounded numbers, with every failure translated in one place. Depends on gRPC.
 */
@NullMarked
package dev.rekey.api.call;

import org.jspecify.annotations.NullMarked;
