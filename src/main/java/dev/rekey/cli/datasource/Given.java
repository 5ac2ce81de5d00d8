package dev.rekey.cli.datasource;

import dev.rekey.cli.console.Inputs;
import dev.rekey.cli.console.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** What a config key is to hold, as somebody wrote it down. */
public sealed interface Given {
  /** The value itself. */
  record Value(String text) implements Given {
    /** Without the value. */
    @Override
    public String toString() {
      return "Value";
    }
  }

  /** Whatever the secret of the environment with this id holds. */
  record SecretId(String id) implements Given {}

  /** What an environment variable of this process holds. */
  record FromVariable(String name) implements Given {
    /**
     * @throws Problem when there is no such variable
     */
    public Value read(String key, Map<String, String> variables) {
      return Optional.ofNullable(variables.get(name))
          .map(Value::new)
          .orElseThrow(
              () -> Problem.usage(key + ": there is no environment variable called " + name));
    }
  }

  /** What a file holds, without the line break at its end. */
  record FromFile(Path path) implements Given {
    /**
     * @throws Problem when it cannot be read, or is no text
     */
    public Value read(String key) {
      return new Value(Inputs.text(bytes(key, path), key + ": " + path));
    }
  }

  /** The bytes of a file, all of them, in base64. */
  record Base64OfFile(Path path) implements Given {
    /**
     * @throws Problem when it cannot be read
     */
    public Value read(String key) {
      return new Value(Base64.getEncoder().encodeToString(bytes(key, path)));
    }
  }

  private static byte[] bytes(String key, Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException _) {
      throw Problem.usage(key + ": " + path + " cannot be read");
    }
  }
}
