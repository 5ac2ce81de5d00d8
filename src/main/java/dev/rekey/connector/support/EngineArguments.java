package dev.rekey.connector.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The further arguments of a kind's engine, as a config key holds them: a JSON object such as
 * {@code {"pool_size": 5, "connect_args": {"ssl_mode": "VERIFY_CA"}}}.
 *
 * <p>Arguments of a driver can name classes to load and files to read or write. So what may be
 * there is listed, and anything else is refused: the tuning of a pool, which a test has no use for,
 * and those connection arguments that a kind takes into account.
 */
public final class EngineArguments {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONNECT = "connect_args";

  private static final Set<String> TUNING =
      Set.of(
          "arraysize",
          "echo",
          "echo_pool",
          "execution_options",
          "future",
          "hide_parameters",
          "isolation_level",
          "max_overflow",
          "pool_pre_ping",
          "pool_recycle",
          "pool_size",
          "pool_timeout",
          "pool_use_lifo",
          "query_cache_size");

  private final String key;
  private final JsonNode connect;

  private EngineArguments(String key, JsonNode connect) {
    this.key = key;
    this.connect = connect;
  }

  /**
   * @param key that holds the arguments
   * @param allowed the connection arguments that the kind knows
   * @throws InvalidConfigException for anything else; it lists what is allowed
   */
  public static EngineArguments of(ConfigReader config, String key, Set<String> allowed) {
    JsonNode arguments =
        config.text(key).map(text -> parse(key, text)).orElseGet(JSON::createObjectNode);
    check(key, arguments, TUNING, CONNECT);
    JsonNode connect = arguments.path(CONNECT);
    if (!connect.isMissingNode() && !connect.isObject()) {
      throw new InvalidConfigException(key, "has connect_args that are no JSON object");
    }
    check(key, connect, allowed, "");
    return new EngineArguments(key, connect);
  }

  private static JsonNode parse(String key, String text) {
    try {
      JsonNode json = JSON.readTree(text);
      if (json != null && json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException _) {
      // Its text quotes the value; what is wrong is said below.
    }
    throw new InvalidConfigException(key, "is not a JSON object");
  }

  /** What is refused is not repeated: whoever mixes up name and value would see the value. */
  private static void check(String key, JsonNode object, Set<String> allowed, String also) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!allowed.contains(name) && !name.equals(also)) {
                throw new InvalidConfigException(
                    key,
                    "holds an argument that is not allowed here; allowed are "
                        + list(allowed, also));
              }
            });
  }

  private static String list(Set<String> allowed, String also) {
    return allowed.isEmpty()
        ? "none"
        : String.join(", ", new TreeSet<>(allowed)) + (also.isEmpty() ? "" : ", " + also);
  }

  /** A connection argument as text; a number or a boolean is read as it is written. */
  public Optional<String> connect(String name) {
    JsonNode value = connect.path(name);
    return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
  }

  /**
   * A connection argument that is one of a few.
   *
   * @throws InvalidConfigException when it is not
   */
  public Optional<String> connectOneOf(String name, List<String> allowed) {
    Optional<String> value = connect(name);
    if (value.isPresent() && !allowed.contains(value.get())) {
      throw new InvalidConfigException(
          key, "has a " + name + " in connect_args that is none of " + String.join(", ", allowed));
    }
    return value;
  }
}
