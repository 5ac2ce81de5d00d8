/**
 * The services of the API: generated messages come in and go out here, and nowhere behind it. A
 * service checks what only the wire can get wrong, calls a port, and translates the outcome.
 */
@NullMarked
package dev.rekey.api.service;

import org.jspecify.annotations.NullMarked;
