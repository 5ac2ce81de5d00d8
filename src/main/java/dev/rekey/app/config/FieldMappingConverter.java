package dev.rekey.app.config;

import dev.rekey.rotation.FieldMapping;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads {@code /password}, {@code base64:/key} or the empty text, which means the whole value. */
public final class FieldMappingConverter implements Converter<FieldMapping> {
  private static final long serialVersionUID = 1L;

  @Override
  public FieldMapping convert(String value) {
    return FieldMapping.parse(value);
  }
}
