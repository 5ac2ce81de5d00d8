/**
 * What every adapter of AWS shares: clients with credentials, an endpoint and deadlines, and what
 * their failures mean. Plain Java and the AWS SDK; depends on nothing else of the house.
 */
@NullMarked
package dev.rekey.aws;

import org.jspecify.annotations.NullMarked;
