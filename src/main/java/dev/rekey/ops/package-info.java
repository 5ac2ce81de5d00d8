/** What the people on call see: health, metrics and logs. Decorates the ports of the others. */
@NullMarked
package dev.rekey.ops;

import org.jspecify.annotations.NullMarked;
