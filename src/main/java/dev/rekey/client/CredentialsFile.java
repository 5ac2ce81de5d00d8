package dev.rekey.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The file in which the clients of the API keep their credentials: {@code .chalk.yml} in the home
 * folder, or in {@code $XDG_CONFIG_HOME}.
 *
 * <pre>{@code
 * tokens:
 *   default:
 *     apiServer: localhost:8080
 *     clientId: ci
 *     clientSecret: ...
 *     activeEnvironment: production
 *   /home/ada/shop:   # for whoever works in this folder, or below it
 *     ...
 * }</pre>
 *
 * @param path where it is; need not be there
 */
public record CredentialsFile(Path path) {
  private static final String NAME = ".chalk.yml";
  private static final String TOKENS = "tokens";
  private static final String DEFAULT = "default";

  /**
   * The file that these environment variables point at; empty when they name neither {@code
   * XDG_CONFIG_HOME} nor a home.
   */
  public static Optional<CredentialsFile> of(Map<String, String> variables) {
    return Optional.ofNullable(variables.get("XDG_CONFIG_HOME"))
        .or(() -> Optional.ofNullable(variables.get("HOME")))
        .or(() -> Optional.ofNullable(variables.get("USERPROFILE")))
        .filter(folder -> !folder.isBlank())
        .map(folder -> new CredentialsFile(Path.of(folder, NAME)));
  }

  /**
   * What it says for whoever works in this folder: what is under the nearest folder above it that
   * the file names, or else under {@code default}. Says nothing when the file is not there.
   *
   * @throws InvalidArgumentException when it cannot be read or is no such file
   */
  public Profile profile(Path folder) {
    Map<String, Object> tokens = section(content(), TOKENS);
    for (Path each = folder.toAbsolutePath(); each != null; each = each.getParent()) {
      if (tokens.containsKey(each.toString())) {
        return profile(section(tokens, each.toString()));
      }
    }
    return profile(section(tokens, DEFAULT));
  }

  /**
   * Sets what it says by {@code default}. Nobody but its owner may read it afterwards. The rest of
   * the file stays, but for comments.
   *
   * @throws InvalidArgumentException when the file is there and cannot be read
   * @throws IOException when it cannot be written
   */
  public void write(Profile profile) throws IOException {
    Map<String, Object> content = content();
    Map<String, Object> tokens = section(content, TOKENS);
    Map<String, Object> token = section(tokens, DEFAULT);
    put(token, "apiServer", profile.apiServer());
    put(token, "clientId", profile.clientId());
    put(token, "clientSecret", profile.clientSecret());
    put(token, "activeEnvironment", profile.environment());
    tokens.put(DEFAULT, token);
    content.put(TOKENS, tokens);
    replace(content);
  }

  private void replace(Map<String, Object> content) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    var options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    Path fresh = Files.createTempFile(folder, NAME, "", forTheOwnerAlone(folder));
    try {
      Files.writeString(fresh, new Yaml(options).dump(content));
      Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static FileAttribute<?>[] forTheOwnerAlone(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private Map<String, Object> content() {
    if (!Files.exists(path)) {
      return new LinkedHashMap<>();
    }
    try (var reader = Files.newBufferedReader(path)) {
      return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(reader));
    } catch (IOException _) {
      throw new InvalidArgumentException("credentials file: " + path + " cannot be read");
    } catch (YAMLException _) {
      // Its text quotes the file, which holds secrets.
      throw new InvalidArgumentException("credentials file: " + path + " is no YAML");
    }
  }

  private Map<String, Object> section(Map<String, Object> parent, String name) {
    return map(parent.get(name));
  }

  private Map<String, Object> map(@Nullable Object found) {
    var map = new LinkedHashMap<String, Object>();
    if (found instanceof Map<?, ?> entries) {
      entries.forEach((key, value) -> map.put(String.valueOf(key), value));
    } else if (found != null) {
      throw new InvalidArgumentException(
          "credentials file: " + path + " has no profiles under `" + TOKENS + "`");
    }
    return map;
  }

  private static Profile profile(Map<String, Object> token) {
    return new Profile(
        text(token, "apiServer"),
        text(token, "clientId"),
        text(token, "clientSecret"),
        text(token, "activeEnvironment"));
  }

  private static Optional<String> text(Map<String, Object> token, String name) {
    return Optional.ofNullable(token.get(name))
        .map(Object::toString)
        .filter(some -> !some.isBlank());
  }

  private static void put(Map<String, Object> token, String name, Optional<String> value) {
    value.ifPresentOrElse(some -> token.put(name, some), () -> token.remove(name));
  }
}
