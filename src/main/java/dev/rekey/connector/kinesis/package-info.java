/** Amazon Kinesis data streams, by the AWS SDK. */
@NullMarked
package dev.rekey.connector.kinesis;

import org.jspecify.annotations.NullMarked;
