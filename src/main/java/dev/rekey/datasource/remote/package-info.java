/**
 * Data sources that another server has, over its API. Depends on {@code datasource}, {@code
 * connector}, {@code secret} and {@code client}.
 */
@NullMarked
package dev.rekey.datasource.remote;

import org.jspecify.annotations.NullMarked;
