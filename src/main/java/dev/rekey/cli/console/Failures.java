package dev.rekey.cli.console;

import dev.rekey.client.AlreadyExistsException;
import dev.rekey.client.FailedPreconditionException;
import dev.rekey.client.InvalidArgumentException;
import dev.rekey.client.NotFoundException;
import dev.rekey.client.PermissionDeniedException;
import dev.rekey.client.RekeyException;
import dev.rekey.client.UnauthenticatedException;
import dev.rekey.client.UnavailableException;
import dev.rekey.client.UnimplementedException;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a person is told when a call does not succeed, and how the command ends then. */
public final class Failures {
  private Failures() {}

  /**
   * @param server the one that was called
   */
  public static Problem problem(Exception failure, Supplier<String> server) {
    return switch (failure) {
      case Problem problem -> problem;
      case RekeyException answer -> answered(answer, server);
      default ->
          // Its text may quote anything.
          new Problem(
              ExitCode.BROKEN,
              "this should not happen, please report it: " + failure.getClass().getName(),
              failure);
    };
  }

  private static Problem answered(RekeyException failure, Supplier<String> server) {
    String said = said(failure);
    return switch (failure) {
      case NotFoundException _ -> new Problem(ExitCode.NOT_FOUND, said, failure);
      case InvalidArgumentException _ -> new Problem(ExitCode.USAGE, said, failure);
      case AlreadyExistsException _ -> new Problem(ExitCode.CONFLICT, said, failure);
      case FailedPreconditionException _ -> new Problem(ExitCode.CONFLICT, said, failure);
      case PermissionDeniedException _ ->
          new Problem(ExitCode.DENIED, said + " (`rekey whoami` shows what you may do)", failure);
      case UnauthenticatedException _ ->
          new Problem(
              ExitCode.DENIED,
              "login: "
                  + server.get()
                  + " refused it: "
                  + said
                  + " (`rekey login` sets another one)",
              failure);
      case UnavailableException _ ->
          new Problem(
              ExitCode.UNREACHABLE,
              server.get()
                  + " cannot be reached: "
                  + reason(failure)
                  + " (`rekey doctor` looks closer)",
              failure);
      case UnimplementedException _ ->
          new Problem(ExitCode.UNSUPPORTED, server.get() + " does not have this call", failure);
      default -> new Problem(ExitCode.BROKEN, server.get() + " says: " + said, failure);
    };
  }

  /** Without the code that stands before the server's own words. */
  public static String said(RekeyException failure) {
    return withoutCode(String.valueOf(failure.getMessage()));
  }

  private static String withoutCode(String message) {
    return message.replaceFirst("^[A-Z_]+: ", "");
  }

  /** The words of what lies deepest say more than those on top. */
  private static String reason(RekeyException failure) {
    return Stream.iterate((Throwable) failure, each -> each != null, Throwable::getCause)
        .map(Throwable::getMessage)
        .filter(Objects::nonNull)
        .reduce("no answer", (_, deeper) -> withoutCode(deeper));
  }
}
