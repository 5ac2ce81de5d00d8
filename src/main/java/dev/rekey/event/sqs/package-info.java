/**
 * Events of AWS Secrets Manager from an SQS queue. May depend on {@code event}, {@code secret},
 * {@code aws}, Jackson and the SQS client of the AWS SDK.
 */
@NullMarked
package dev.rekey.event.sqs;

import org.jspecify.annotations.NullMarked;
