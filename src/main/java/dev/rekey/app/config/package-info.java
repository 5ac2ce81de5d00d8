/**
 * The configuration: the file, its typed form, and the checks that stop the start. What leaves this
 * package is valid.
 */
@NullMarked
package dev.rekey.app.config;

import org.jspecify.annotations.NullMarked;
