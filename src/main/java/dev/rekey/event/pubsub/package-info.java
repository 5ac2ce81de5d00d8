/**
 * News of Google Secret Manager from Pub/Sub, pulled or pushed. May depend on {@code event}, {@code
 * secret}, {@code google}, Jackson, Google's client, which speaks gRPC, and its library for tokens.
 */
@NullMarked
package dev.rekey.event.pubsub;

import org.jspecify.annotations.NullMarked;
