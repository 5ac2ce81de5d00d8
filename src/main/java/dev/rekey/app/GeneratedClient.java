package dev.rekey.app;

import dev.rekey.api.access.ApiClient;
import dev.rekey.api.access.Permission;
import dev.rekey.api.access.SecretDigest;
import dev.rekey.store.PrivateFiles;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * The client that is made when none is configured: with all permissions in all environments. Its
 * file holds environment variables, by the names that every client of this API reads.
 */
final class GeneratedClient {
  private static final Logger LOGGER = Logger.getLogger(GeneratedClient.class);
  private static final String FILE = "client.env";
  private static final String ID = "CHALK_CLIENT_ID";
  private static final String SECRET = "CHALK_CLIENT_SECRET";
  private static final int SECRET_BYTES = 32;

  private GeneratedClient() {}

  /** Reads the client of a data directory, or makes it. The log names the file, not the secret. */
  static ApiClient load(Path dataDirectory, List<String> environments, RandomGenerator random)
      throws IOException {
    Path file = dataDirectory.resolve(FILE);
    if (!Files.exists(file)) {
      PrivateFiles.write(
          file, generate(environments.getFirst(), random).getBytes(StandardCharsets.UTF_8));
      LOGGER.infof("no client is configured, one was generated file=%s", file);
    }
    Properties variables = new Properties();
    variables.load(new StringReader(Files.readString(file)));
    if (!variables.containsKey(ID) || !variables.containsKey(SECRET)) {
      throw new IOException(file + " lacks " + ID + " or " + SECRET + ": remove it for a new one");
    }
    return new ApiClient(
        variables.getProperty(ID),
        SecretDigest.of(variables.getProperty(SECRET)),
        EnumSet.allOf(Permission.class),
        environments);
  }

  private static String generate(String environment, RandomGenerator random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return "# Made at the first start, because no client was configured. Has every permission.\n"
        + ID
        + "=generated\n"
        + SECRET
        + "="
        + HexFormat.of().formatHex(secret)
        + "\nCHALK_ENVIRONMENT="
        + environment
        + "\n";
  }
}
