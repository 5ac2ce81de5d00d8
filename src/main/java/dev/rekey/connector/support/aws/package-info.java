/**
 * What the kinds of AWS share: the part of a config that is about credentials and places, the calls
 * of one test, what their failures mean, and tokens that are made from credentials. May depend on
 * {@code dev.rekey.aws}.
 */
@NullMarked
package dev.rekey.connector.support.aws;

import org.jspecify.annotations.NullMarked;
