/** Amazon Athena, by the AWS SDK. */
@NullMarked
package dev.rekey.connector.athena;

import org.jspecify.annotations.NullMarked;
