package dev.rekey.cli.rotation;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.Column;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Failures;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Session;
import dev.rekey.client.Binding;
import dev.rekey.client.BindingPlan;
import dev.rekey.client.Datasource;
import dev.rekey.client.FailedPreconditionException;
import dev.rekey.client.InvalidArgumentException;
import dev.rekey.client.NotFoundException;
import dev.rekey.client.RekeyClient;
import dev.rekey.client.RekeyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Tries bindings without writing anything. */
@Command(
    name = "check",
    description = {
      "Looks whether each binding could be rotated now: its data source is there, its secret can be"
          + " fetched, its fields are found, and its values pass the test. Writes nothing.",
      "Ends with 1 when one could not."
    })
public final class CheckBindings extends ClientCommand {
  public CheckBindings(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    Set<String> sources =
        client.datasources().list().stream().map(Datasource::name).collect(Collectors.toSet());
    List<Binding> bindings = client.rotations().bindings();
    var results = new ArrayList<Item>();
    for (Binding each : bindings) {
      results.add(sources.contains(each.dataSource()) ? checked(client, each) : orphan(each));
      session().progress("checked", results.size(), bindings.size());
    }
    output()
        .list(
            results,
            List.of(
                Column.of("dataSource"),
                Column.of("secret"),
                Column.of("result"),
                Column.of("changedKeys"),
                Column.of("message")),
            "There are no bindings.");
    return results.stream().allMatch(item -> item.text("result").equals("ok"))
        ? ExitCode.OK
        : ExitCode.FAILED;
  }

  private static Item subject(Binding binding) {
    return Item.of("bindingId", binding.id())
        .with("dataSource", binding.dataSource())
        .with("secret", binding.secret());
  }

  private static Item orphan(Binding binding) {
    return subject(binding)
        .with("result", "problem")
        .with("message", "there is no data source by this name: make it, or mend the binding");
  }

  private static Item checked(RekeyClient client, Binding binding) {
    try {
      return client.rotations().plan(binding.secret(), binding.dataSource()).stream()
          .filter(plan -> plan.bindingId().equals(binding.id()))
          .findFirst()
          .map(plan -> judged(binding, plan))
          .orElseGet(() -> problem(binding, "the server knows no plan for it"));
    } catch (NotFoundException | InvalidArgumentException | FailedPreconditionException refused) {
      return problem(binding, Failures.said((RekeyException) refused));
    }
  }

  private static Item problem(Binding binding, String message) {
    return subject(binding).with("result", "problem").with("message", message);
  }

  private static Item judged(Binding binding, BindingPlan plan) {
    String message = plan.message().isEmpty() ? plan.detail() : plan.message();
    return subject(binding)
        .with("result", PlanRotation.isGood(plan) ? "ok" : "problem")
        .with("changedKeys", plan.changedKeys())
        .with("message", message);
  }
}
