package dev.rekey.cli.access;

import dev.rekey.cli.console.Connection;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Problem;
import dev.rekey.cli.console.SecretInput;
import dev.rekey.cli.console.Session;
import dev.rekey.client.CredentialsFile;
import dev.rekey.client.Profile;
import dev.rekey.client.RekeyClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Keeps credentials for the commands to come. */
@Command(
    name = "login",
    description = {
      "Tries a client id and its secret, and keeps them in ~/.chalk.yml, or the file that"
          + " --credentials-file names. Nobody else may read it.",
      "The id, the server and the environment are those of --client-id, --api-server and"
          + " --environment, or those that were kept before; the secret is asked for, unless it is"
          + " said where it is."
    })
public final class Login implements Callable<Integer> {
  private final Session session;

  @Option(names = "--check", description = "Write nothing; say whether what is there works.")
  private boolean checkOnly;

  @Mixin private SecretInput secret = new SecretInput();

  public Login(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    secret.check();
    if (checkOnly) {
      try (RekeyClient client = session.client()) {
        session.output().item(WhoAmI.item(session.server(), client.admin().whoAmI()));
      }
    } else {
      keep();
    }
    return ExitCode.OK.code();
  }

  private void keep() {
    CredentialsFile file = file();
    Profile profile = wanted(session.given(), file.profile(Path.of("").toAbsolutePath()));
    Item tried = tried(profile);
    try {
      file.write(profile);
    } catch (IOException _) {
      throw Problem.usage("--credentials-file: " + file.path() + " cannot be written");
    }
    session
        .output()
        .done(
            "%s works at %s; kept in %s."
                .formatted(
                    profile.clientId().orElse(""), profile.apiServer().orElse(""), file.path()),
            tried.with("file", file.path().toString()));
  }

  /** What is not given stays as it was kept. */
  private Profile wanted(Profile given, Profile kept) {
    String id =
        given.clientId().or(kept::clientId).or(() -> asked("Client id")).orElseThrow(Login::noId);
    return new Profile(
        given.apiServer().or(kept::apiServer).or(() -> Optional.of(Connection.DEFAULT_SERVER)),
        Optional.of(id),
        Optional.of(secret.read(session.shell(), "Client secret")),
        given.environment().or(kept::environment));
  }

  private Item tried(Profile profile) {
    try (RekeyClient client = session.client(profile)) {
      return WhoAmI.item(profile.apiServer().orElse(""), client.admin().whoAmI());
    }
  }

  private CredentialsFile file() {
    Optional<Path> named = session.credentialsFile();
    if (named.filter(path -> path.toString().endsWith(".env")).isPresent()) {
      throw Problem.usage("--credentials-file: login writes .chalk.yml files alone, not .env");
    }
    return named
        .map(CredentialsFile::new)
        .or(() -> CredentialsFile.of(session.shell().variables()))
        .orElseThrow(
            () -> Problem.usage("--credentials-file: is needed where there is no home folder"));
  }

  private Optional<String> asked(String what) {
    return session.shell().person().line(what + ": ").filter(text -> !text.isBlank());
  }

  private static Problem noId() {
    return Problem.usage("--client-id: is needed where nobody can be asked");
  }
}
