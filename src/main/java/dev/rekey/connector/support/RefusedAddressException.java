package dev.rekey.connector.support;

import java.io.IOException;

/** A connection to an address that data sources may not be at. The message holds no value. */
public final class RefusedAddressException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what the address is, such as {@code "an address of a private network"}
   */
  RefusedAddressException(String what) {
    super(what);
  }
}
