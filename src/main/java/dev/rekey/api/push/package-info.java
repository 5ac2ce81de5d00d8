/**
 * The endpoint that push subscriptions of Pub/Sub call, on the port of the API. Depends on {@code
 * event.pubsub} and on Vert.x.
 */
@NullMarked
package dev.rekey.api.push;

import org.jspecify.annotations.NullMarked;
