/**
 * Rotations: what is bound to what, what would change, the machine that decides and the engine that
 * acts. Plain Java: depends on {@code secret}, {@code event}, {@code connector} and {@code
 * datasource}.
 *
 * <p>The machine is pure; the engine journals each transition and then acts on it. The journal's
 * adapter is in {@code rotation.journal}.
 */
@NullMarked
package dev.rekey.rotation;

import org.jspecify.annotations.NullMarked;
