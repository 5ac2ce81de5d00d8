/** Amazon DynamoDB, by the AWS SDK. */
@NullMarked
package dev.rekey.connector.dynamodb;

import org.jspecify.annotations.NullMarked;
