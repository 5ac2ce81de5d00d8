/** What a deployment larger than any that was measured would do: a model, fitted to what was. */
@NullMarked
package dev.rekey.bench.scaling;

import org.jspecify.annotations.NullMarked;
