/** Google Pub/Sub, by the stubs of its gRPC API. */
@NullMarked
package dev.rekey.connector.pubsub;

import org.jspecify.annotations.NullMarked;
