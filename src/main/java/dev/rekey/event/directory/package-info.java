/**
 * Changes in a mounted directory of secrets, as events. May depend on {@code event}, {@code
 * secret}, Guava and the logger; it learns versions from the secret store and never looks at
 * values.
 */
@NullMarked
package dev.rekey.event.directory;

import org.jspecify.annotations.NullMarked;
