/**
 * The database under the registry and the journal: one schema on SQLite or PostgreSQL, the keys,
 * and the encryption of what is kept in it. Depends on {@code secret}.
 */
@NullMarked
package dev.rekey.store;

import org.jspecify.annotations.NullMarked;
