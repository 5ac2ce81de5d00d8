/** Commands for data sources. */
@NullMarked
package dev.rekey.cli.datasource;

import org.jspecify.annotations.NullMarked;
