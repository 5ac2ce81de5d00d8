/** What is measured, each as a ratio to a bare loop of the same run. */
@NullMarked
package dev.rekey.bench;

import org.jspecify.annotations.NullMarked;
