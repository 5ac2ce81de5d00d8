package dev.rekey.rotation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.rekey.rotation.SecretShape.Fields;
import dev.rekey.rotation.SecretShape.Pem;
import dev.rekey.rotation.SecretShape.Plain;
import dev.rekey.rotation.SecretShape.ServiceAccount;
import dev.rekey.rotation.SecretShape.Unreadable;
import dev.rekey.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells the shape of a secret. Pure and thread-safe; has an answer for any bytes. */
final class SecretReader {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern OPENED_OBJECT =
      Pattern.compile("\\{\\s*+(?:[\"}].*+)?", Pattern.DOTALL);
  private static final Pattern URL =
      Pattern.compile(
          "(?<jdbc>jdbc:)?(?<scheme>[a-z][a-z0-9.-]*+)[a-z0-9+.:-]*?://(?<rest>.*+)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN (?<type>[A-Z ]*PRIVATE KEY)-----[^-]++-----END \\k<type>-----");
  private static final Unreadable BROKEN_JSON = new Unreadable("is broken JSON");

  private SecretReader() {}

  static SecretShape read(Secret secret) {
    Optional<String> decoded = text(secret);
    if (decoded.isEmpty()) {
      return new Unreadable("is not text");
    }
    // Some editors begin a file with a byte order mark, which is no part of the text.
    String text = decoded.get().startsWith("\uFEFF") ? decoded.get().substring(1) : decoded.get();
    String bare = text.strip();
    if (bare.isEmpty()) {
      return new Unreadable("is empty");
    }
    if (bare.startsWith("{") || bare.startsWith("[")) {
      return json(secret, text);
    }
    return bare.startsWith("-----BEGIN ") ? pem(secret, bare) : line(text);
  }

  /** A private key in base64; one that is no PEM is taken to be in base64 already. */
  static Secret base64Pem(Secret key) {
    return text(key).map(String::strip).filter(text -> text.startsWith("-----BEGIN ")).isPresent()
        ? key.base64()
        : key;
  }

  private static Optional<String> text(Secret secret) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(secret.reveal())).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static SecretShape json(Secret whole, String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      SecretShape shape =
          parser.nextToken() == JsonToken.START_OBJECT
              ? object(whole, parser)
              : skipped(parser, new Unreadable("is JSON, but no object"));
      return parser.nextToken() == null ? shape : BROKEN_JSON;
    } catch (StreamConstraintsException e) {
      return new Unreadable("is JSON beyond the limits of depth and length");
    } catch (IOException e) {
      // Its text may quote the value. A password may start with a brace, too.
      return OPENED_OBJECT.matcher(text.strip()).matches() ? BROKEN_JSON : line(text);
    }
  }

  private static SecretShape skipped(JsonParser parser, SecretShape shape) throws IOException {
    parser.skipChildren();
    return shape;
  }

  private static SecretShape object(Secret whole, JsonParser parser) throws IOException {
    Map<String, List<Secret>> values = new HashMap<>();
    Optional<EngineName> engine = Optional.empty();
    boolean account = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = SecretShape.plainName(parser.currentName());
      JsonToken token = parser.nextToken();
      // A number is taken as it is written: as a double it might come out as another one.
      if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
        String value = parser.getText();
        add(values, name, value);
        engine = name.equals("engine") ? EngineName.of(value) : engine;
        account |= name.equals("type") && value.equals("service_account");
      } else {
        parser.skipChildren();
      }
    }
    return account && values.containsKey("privatekey")
        ? new ServiceAccount(whole)
        : new Fields(values, engine);
  }

  private static void add(Map<String, List<Secret>> values, String name, String value) {
    if (!value.isEmpty()) {
      values.computeIfAbsent(name, _ -> new ArrayList<>()).add(Secret.of(value));
    }
  }

  private static SecretShape pem(Secret whole, String text) {
    if (text.contains("ENCRYPTED")) {
      return new Unreadable("is an encrypted private key, which cannot be opened");
    }
    return PRIVATE_KEY.matcher(text).matches()
        ? new Pem(whole)
        : new Unreadable("is PEM, but not one private key and nothing else");
  }

  /** The line end is that of the editor that wrote the file. */
  private static SecretShape line(String text) {
    String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    line = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    if (line.chars().anyMatch(Character::isISOControl)) {
      return new Unreadable("is no JSON, and more than one line of text");
    }
    Matcher url = URL.matcher(line);
    return url.matches() ? url(url) : new Plain(Secret.of(line));
  }

  private static SecretShape url(Matcher url) {
    Optional<EngineName> engine = EngineName.of(url.group("scheme"));
    if (engine.isEmpty()) {
      return new Unreadable("is a URL of a scheme that is not known");
    }
    // Parameters of JDBC begin at a semicolon, where an @ has no meaning.
    Pattern end = Pattern.compile(url.group("jdbc") == null ? "[/?#]" : "[/?#;]");
    Matcher path = end.matcher(url.group("rest"));
    String authority =
        path.find() ? url.group("rest").substring(0, path.start()) : url.group("rest");
    String login = authority.substring(0, Math.max(authority.lastIndexOf('@'), 0));
    int colon = login.indexOf(':');
    if (colon < 0 || colon == login.length() - 1) {
      return new Unreadable("is a URL without user:password@ before its host");
    }
    Map<String, List<Secret>> values = new HashMap<>();
    try {
      add(values, "username", percentDecoded(login.substring(0, colon)));
      add(values, "password", percentDecoded(login.substring(colon + 1)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException | CharacterCodingException e) {
      return new Unreadable("is a URL with a % that is no percent-encoding");
    }
    return new Fields(values, engine);
  }

  /** Unlike URLDecoder it leaves a plus alone, which is one in a password. */
  private static String percentDecoded(String text) throws CharacterCodingException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%') {
        decoded.write(
            HexFormat.fromHexDigit(bytes[i + 1]) << 4 | HexFormat.fromHexDigit(bytes[i + 2]));
        i += 2;
      } else {
        decoded.write(bytes[i]);
      }
    }
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(decoded.toByteArray()))
        .toString();
  }
}
