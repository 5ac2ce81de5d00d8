package dev.rekey.cli.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Files that commands are given. */
public final class Inputs {
  private static final String STDIN = "-";

  private Inputs() {}

  /**
   * What these bytes say in UTF-8, without the line break at their end.
   *
   * @param what what they are, for when they say nothing
   * @throws Problem when they are no text
   */
  public static String text(byte[] bytes, String what) {
    try {
      return decoded(bytes).replaceFirst("\\r?\\n\\z", "");
    } catch (CharacterCodingException _) {
      throw Problem.usage(what + ": is no text");
    }
  }

  /**
   * What a file holds, or stdin where it is called {@code -}.
   *
   * @throws Problem when it cannot be read
   */
  public static String text(Shell shell, String file) {
    try {
      byte[] bytes =
          file.equals(STDIN) ? shell.in().readAllBytes() : Files.readAllBytes(Path.of(file));
      return decoded(bytes);
    } catch (CharacterCodingException _) {
      throw Problem.usage("--file: " + file + " is no text");
    } catch (IOException | InvalidPathException _) {
      throw Problem.usage("--file: " + file + " cannot be read");
    }
  }

  private static String decoded(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
