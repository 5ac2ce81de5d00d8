package dev.rekey.connector.support;

import dev.rekey.secret.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a config for a spec. An empty value counts as none. Every method throws {@link
 * InvalidConfigException} for a value that is not text.
 */
public final class ConfigReader {
  private static final Set<String> TRUTHY = Set.of("true", "1", "yes", "t", "y");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final int LAST_PORT = 65_535;
  private static final Pattern HOST =
      Pattern.compile(
          "[A-Za-z0-9_]([A-Za-z0-9._-]{0,253}[A-Za-z0-9_.])?" // name or IPv4
              + "|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f.:]{0,35}"); // IPv6

  private final Map<String, Secret> config;

  public ConfigReader(Map<String, Secret> config) {
    this.config = config;
  }

  /** The text of a key. */
  public Optional<String> text(String key) {
    Secret value = config.get(key);
    return value == null || value.size() == 0 ? Optional.empty() : Optional.of(decode(key, value));
  }

  /** The text of a key that must have one. */
  public String requiredText(String key) {
    return text(key).orElseThrow(() -> new InvalidConfigException(key, "is missing"));
  }

  /** One host name or IP address that must be there; not a list, a path, or a URL. */
  public String requiredHost(String key) {
    String host = requiredText(key);
    if (!HOST.matcher(host).matches()) {
      throw new InvalidConfigException(key, "is not one host name or IP address");
    }
    return host;
  }

  /** The port of a key, 1 to 65535. */
  public int port(String key, int fallback) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return fallback;
    }
    int port = PORT.matcher(text.get()).matches() ? Integer.parseInt(text.get()) : 0;
    if (port < 1 || port > LAST_PORT) {
      throw new InvalidConfigException(key, "is not a port number (1 to 65535)");
    }
    return port;
  }

  /** Whether a key says yes; any other text is a no. */
  public boolean flag(String key, boolean fallback) {
    return text(key).map(text -> TRUTHY.contains(text.toLowerCase(Locale.ROOT))).orElse(fallback);
  }

  private static String decode(String key, Secret value) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value.reveal())).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidConfigException(key, "is not UTF-8 text", e);
    }
    // Wire protocols end a field at a NUL: what follows it would be read as a field of its own.
    if (text.indexOf('\0') >= 0) {
      throw new InvalidConfigException(key, "holds a NUL character");
    }
    return text;
  }
}
