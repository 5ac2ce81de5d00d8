package dev.rekey.cli.worker;

import dev.rekey.cli.console.Problem;
import dev.rekey.cli.console.Session;
import dev.rekey.client.CredentialsFile;
import dev.rekey.client.Finding;
import dev.rekey.client.Finding.Level;
import dev.rekey.client.InvalidArgumentException;
import dev.rekey.client.PermissionDeniedException;
import dev.rekey.client.RekeyException;
import dev.rekey.client.UnauthenticatedException;
import dev.rekey.client.UnavailableException;
import dev.rekey.client.UnimplementedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What can be seen without the worker. */
final class LocalChecks {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private LocalChecks() {}

  static List<Finding> findings(Session session) {
    var findings = new ArrayList<Finding>();
    session
        .credentialsFile()
        .or(() -> CredentialsFile.of(session.shell().variables()).map(CredentialsFile::path))
        .filter(Files::exists)
        .ifPresent(file -> findings.add(credentialsFile(file)));
    return findings;
  }

  private static Finding credentialsFile(Path file) {
    return isOpen(file)
        ? new Finding(
            "credentials file", Level.WARNING, file + " can be read by others", "chmod 600 " + file)
        : new Finding("credentials file", Level.OK, file + " is its owner's alone", "");
  }

  private static boolean isOpen(Path file) {
    try {
      return file.getFileSystem().supportedFileAttributeViews().contains("posix")
          && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
    } catch (IOException _) {
      return false;
    }
  }

  /** Why the worker could not be asked, and what to do about it. */
  static Finding problem(Session session, RekeyException failure, Problem told) {
    String message = String.valueOf(told.getMessage());
    return switch (failure) {
      case InvalidArgumentException _ ->
          new Finding(
              "credentials",
              Level.PROBLEM,
              message,
              "rekey login, or set -a; . data/client.env; set +a in the worker's folder");
      case UnauthenticatedException _ ->
          new Finding(
              "login", Level.PROBLEM, message, "rekey login with an id and secret that it knows");
      case PermissionDeniedException _ ->
          new Finding(
              "permissions",
              Level.PROBLEM,
              message,
              "give the client worker.admin in the worker's configuration, or use another one");
      case UnavailableException _ -> new Finding("server", Level.PROBLEM, message, away(session));
      case UnimplementedException _ ->
          new Finding(
              "server",
              Level.PROBLEM,
              message,
              "it is no Rekey; its data sources work all the same");
      default -> new Finding("server", Level.PROBLEM, message, "look into the log of the worker");
    };
  }

  private static String away(Session session) {
    String server = session.server();
    boolean here = server.matches("(http://)?(localhost|127\\.0\\.0\\.1)(:\\d+)?/?");
    return here
        ? "start the worker with `rekey serve`; if it serves TLS, name it https://" + server
        : "look whether the worker runs and --api-server is right; it is called by TLS, so it has"
            + " to serve that, by an authority that is trusted here (--root-certificates)";
  }
}
