package dev.rekey.connector.support;

import dev.rekey.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a config for a spec. An empty value counts as none. Every method throws {@link
 * InvalidConfigException} for a value that is not text.
 */
public final class ConfigReader {
  private static final Set<String> TRUTHY = Set.of("true", "1", "yes", "t", "y");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final Pattern SPACE = Pattern.compile("\\s+");
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

  /** The text of a key that may go by another name too; its own name wins. */
  public Optional<String> textOr(String key, String alias) {
    return text(key).or(() -> text(alias));
  }

  /** The text of a key, kept where it cannot be seen. */
  public Optional<Secret> secret(String key) {
    return text(key).map(Secret::of);
  }

  /** The text of a key that is one of a few. */
  public Optional<String> oneOf(String key, List<String> allowed) {
    Optional<String> text = text(key);
    if (text.isPresent() && !allowed.contains(text.get())) {
      throw new InvalidConfigException(key, "is none of " + String.join(", ", allowed));
    }
    return text;
  }

  /**
   * The text of a key that has a shape.
   *
   * @param shape what it is to be, such as {@code "an AWS region, like eu-west-1"}
   */
  public Optional<String> shaped(String key, Pattern pattern, String shape) {
    Optional<String> text = text(key);
    if (text.isPresent() && !pattern.matcher(text.get()).matches()) {
      throw new InvalidConfigException(key, "is not " + shape);
    }
    return text;
  }

  /** What a key holds in base64; white space is passed over. */
  public Optional<Secret> base64(String key) {
    return text(key).map(text -> Secret.of(decodeBase64(key, text)));
  }

  private static byte[] decodeBase64(String key, String text) {
    try {
      return Base64.getDecoder().decode(SPACE.matcher(text).replaceAll(""));
    } catch (IllegalArgumentException _) {
      // The decoder's text quotes the value.
      throw new InvalidConfigException(key, "is not base64");
    }
  }

  /** The URL of a key: http or https, a host, and neither a user, a query nor a fragment. */
  public Optional<URI> httpUrl(String key) {
    return text(key).map(text -> httpUrl(key, text));
  }

  private static URI httpUrl(String key, String text) {
    try {
      var url = new URI(text);
      if (Set.of("http", "https").contains(String.valueOf(url.getScheme()))
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return url;
      }
    } catch (URISyntaxException _) {
      // Its text quotes the value; what is wrong is said below.
    }
    throw new InvalidConfigException(
        key, "is not an http or https URL of a host, without user, query and fragment");
  }

  /** Refuses a config that has some of these keys, and not all. */
  public void allOrNone(String... keys) {
    List<String> given = Stream.of(keys).filter(key -> text(key).isPresent()).toList();
    if (!given.isEmpty()) {
      for (String key : keys) {
        if (!given.contains(key)) {
          throw new InvalidConfigException(
              key, "is missing, and " + given.getFirst() + " needs it");
        }
      }
    }
  }

  /** One host name or IP address that must be there; not a list, a path, or a URL. */
  public String requiredHost(String key) {
    requiredText(key);
    return shaped(key, HOST, "one host name or IP address").orElseThrow();
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
