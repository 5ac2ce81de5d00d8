/**
 * What the kinds of Google share: service-account keys of a config, access tokens, a channel to an
 * address that data sources may be at, and what a failed call means. May depend on {@code
 * dev.rekey.google}.
 */
@NullMarked
package dev.rekey.connector.support.google;

import org.jspecify.annotations.NullMarked;
