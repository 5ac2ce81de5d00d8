package dev.rekey.cli.access;

import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.SecretInput;
import dev.rekey.cli.console.Session;
import dev.rekey.secret.SecretHash;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes what the configuration may hold in place of a client's secret. */
@Command(
    name = "hash",
    description = {
      "Prints the hash of a client's secret, for clients[].secret-hash of the configuration.",
      "The secret is asked for, unless it is said where it is; nobody is told of it."
    })
public final class HashSecret implements Callable<Integer> {
  private final Session session;
  private final SecureRandom random = new SecureRandom();

  @Mixin private SecretInput secret = new SecretInput();

  public HashSecret(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    secret.check();
    byte[] salt = new byte[SecretHash.SALT_BYTES];
    random.nextBytes(salt);
    String hash = SecretHash.of(secret.read(session.shell(), "Secret"), salt).toString();
    session.output().text(hash);
    return ExitCode.OK.code();
  }
}
