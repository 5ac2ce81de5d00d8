package dev.rekey.cli.worker;

import dev.rekey.cli.console.Column;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Failures;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Problem;
import dev.rekey.cli.console.Session;
import dev.rekey.client.Caller;
import dev.rekey.client.Finding;
import dev.rekey.client.RekeyClient;
import dev.rekey.client.RekeyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Looks for what is wrong, from here to the worker's own parts. */
@Command(
    name = "doctor",
    description = {
      "Looks for what is wrong and says what to do: first at the credentials here, the way to the"
          + " server and the login, then at the worker's store, event sources, secrets and"
          + " bindings.",
      "Ends with 1 when the worker has a problem, with 2, 4, 5 or 7 when it cannot be asked."
    })
public final class Diagnose implements Callable<Integer> {
  private final Session session;

  public Diagnose(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var findings = new ArrayList<>(LocalChecks.findings(session));
    ExitCode code;
    try {
      ask(findings);
      code = findings.stream().anyMatch(Diagnose::isProblem) ? ExitCode.FAILED : ExitCode.OK;
    } catch (RekeyException failure) {
      Problem problem = Failures.problem(failure, session::server);
      findings.add(LocalChecks.problem(session, failure, problem));
      code = problem.exitCode();
    }
    session
        .output()
        .list(
            findings.stream().map(Diagnose::item).toList(),
            List.of(
                Column.of("level"),
                Column.of("component"),
                Column.of("message"),
                Column.of("advice")),
            "");
    return code.code();
  }

  private void ask(List<Finding> findings) {
    try (RekeyClient client = session.client()) {
      Caller caller = client.admin().whoAmI();
      findings.add(
          new Finding(
              "login",
              Finding.Level.OK,
              "%s in environment %s at %s"
                  .formatted(caller.clientId(), caller.environmentId(), session.server()),
              ""));
      findings.addAll(client.admin().diagnose());
    }
  }

  private static boolean isProblem(Finding finding) {
    return finding.level() == Finding.Level.PROBLEM;
  }

  private static Item item(Finding finding) {
    return Item.of("component", finding.component())
        .with("level", finding.level().name().toLowerCase(Locale.ROOT))
        .with("message", finding.message())
        .with("advice", finding.advice());
  }
}
