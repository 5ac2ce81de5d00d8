/**
 * What the tests and the demo run against: real servers on loopback, the packaged worker, and a
 * proxy that makes a network bad. Depends on nothing of the house but the client, and on no test
 * framework, so that a plain {@code main} can use it.
 */
@NullMarked
package dev.rekey.testing;

import org.jspecify.annotations.NullMarked;
