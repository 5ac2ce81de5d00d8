/**
 * Who may call what: clients, their permissions and environments, their tokens, and the gatekeeper
 * before every service. Depends on gRPC and on Tink.
 */
@NullMarked
package dev.rekey.api.access;

import org.jspecify.annotations.NullMarked;
