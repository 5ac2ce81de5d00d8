/**
 * How the adapters of Google's services find these and log in. May depend on the libraries that
 * Google's clients share (gax, auth) and on gRPC, and on nothing else of the house.
 */
@NullMarked
package dev.rekey.google;

import org.jspecify.annotations.NullMarked;
