package dev.rekey.cli;

import dev.rekey.cli.access.DeleteSecret;
import dev.rekey.cli.access.HashSecret;
import dev.rekey.cli.access.ListCalls;
import dev.rekey.cli.access.ListSecrets;
import dev.rekey.cli.access.Login;
import dev.rekey.cli.access.SetSecret;
import dev.rekey.cli.access.WhoAmI;
import dev.rekey.cli.console.Session;
import dev.rekey.cli.datasource.CreateDatasource;
import dev.rekey.cli.datasource.DeleteDatasources;
import dev.rekey.cli.datasource.GetDatasource;
import dev.rekey.cli.datasource.ImportDatasources;
import dev.rekey.cli.datasource.ListDatasources;
import dev.rekey.cli.datasource.TestDatasources;
import dev.rekey.cli.datasource.UpdateDatasource;
import dev.rekey.cli.declare.ApplyFile;
import dev.rekey.cli.declare.ExportFile;
import dev.rekey.cli.help.Completion;
import dev.rekey.cli.help.Help;
import dev.rekey.cli.help.ListKinds;
import dev.rekey.cli.notification.ListEndpoints;
import dev.rekey.cli.notification.ListNotifications;
import dev.rekey.cli.notification.ReplayNotification;
import dev.rekey.cli.rotation.CheckBindings;
import dev.rekey.cli.rotation.DeleteBinding;
import dev.rekey.cli.rotation.DropQuarantined;
import dev.rekey.cli.rotation.ListBindings;
import dev.rekey.cli.rotation.ListQuarantine;
import dev.rekey.cli.rotation.ListRotations;
import dev.rekey.cli.rotation.PlanRotation;
import dev.rekey.cli.rotation.ReplayQuarantined;
import dev.rekey.cli.rotation.ReplayRotation;
import dev.rekey.cli.rotation.ShowQuarantined;
import dev.rekey.cli.rotation.ShowRotation;
import dev.rekey.cli.rotation.TriggerRotation;
import dev.rekey.cli.rotation.WatchRotations;
import dev.rekey.cli.sweep.LiftFreeze;
import dev.rekey.cli.sweep.ListHealth;
import dev.rekey.cli.sweep.RunSweep;
import dev.rekey.cli.sweep.SetFreeze;
import dev.rekey.cli.sweep.ShowFreeze;
import dev.rekey.cli.sweep.ShowStatus;
import dev.rekey.cli.worker.Diagnose;
import dev.rekey.cli.worker.KeyStatus;
import dev.rekey.cli.worker.Probe;
import dev.rekey.cli.worker.RotateKeys;
import dev.rekey.cli.worker.Serve;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** All commands. A command more is a line more here. */
final class CommandTree {
  private CommandTree() {}

  static CommandLine of(Session session) {
    CommandLine root =
        group(
            "rekey",
            "Carries rotated secrets to the data sources that use them, and manages these.",
            new Serve(),
            new Probe(),
            datasources(session),
            new ListKinds(session),
            rotations(session),
            quarantine(session),
            notifications(session),
            bindings(session),
            secrets(session),
            new Login(session),
            new WhoAmI(session),
            new HashSecret(session),
            new Diagnose(session),
            sweep(session),
            freeze(session),
            keys(session),
            calls(session),
            new Completion(session),
            new Help(session));
    session.addOptions(root.getCommandSpec());
    return root;
  }

  private static CommandLine datasources(Session session) {
    return group(
        "datasources",
        "Named connections to external systems.",
        new ListDatasources(session),
        new GetDatasource(session),
        new CreateDatasource(session),
        new UpdateDatasource(session),
        new TestDatasources(session),
        new ListHealth(session),
        new DeleteDatasources(session),
        new ExportFile(session),
        new ImportDatasources(session),
        new ApplyFile(session));
  }

  private static CommandLine rotations(Session session) {
    return group(
        "rotations",
        "What the worker did with new versions of secrets, and what it shall do.",
        new ListRotations(session),
        new ShowRotation(session),
        new WatchRotations(session),
        new PlanRotation(session),
        new TriggerRotation(session),
        new ReplayRotation(session));
  }

  private static CommandLine quarantine(Session session) {
    return group(
        "quarantine",
        "Messages that could not be decoded. They belong to no environment.",
        new ListQuarantine(session),
        new ShowQuarantined(session),
        new ReplayQuarantined(session),
        new DropQuarantined(session));
  }

  private static CommandLine notifications(Session session) {
    return group(
        "notifications",
        "What others are told of outcomes.",
        new ListNotifications(session),
        new ListEndpoints(session),
        new ReplayNotification(session));
  }

  private static CommandLine bindings(Session session) {
    return group(
        "bindings",
        "Which secret feeds which keys of which data source.",
        new ListBindings(session),
        new CheckBindings(session),
        new DeleteBinding(session));
  }

  private static CommandLine secrets(Session session) {
    return group(
        "secrets",
        "Secrets of the environment that keys of data sources may refer to.",
        new ListSecrets(session),
        new SetSecret(session),
        new DeleteSecret(session));
  }

  private static CommandLine sweep(Session session) {
    return group(
        "sweep",
        "The periodic checks of data sources and secrets.",
        new RunSweep(session),
        new ShowStatus(session));
  }

  private static CommandLine freeze(Session session) {
    return group(
        "freeze",
        "Keeps rotations from beginning.",
        new SetFreeze(session),
        new LiftFreeze(session),
        new ShowFreeze(session));
  }

  private static CommandLine keys(Session session) {
    return group(
        "keys",
        "The keys that the values of the store are sealed under.",
        new RotateKeys(session),
        new KeyStatus(session));
  }

  private static CommandLine calls(Session session) {
    return group("calls", "Who called the API, and for what.", new ListCalls(session));
  }

  private static CommandLine group(String name, String description, Object... commands) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.usageMessage().description(description);
    var line = new CommandLine(spec);
    for (Object command : commands) {
      CommandLine each = command instanceof CommandLine group ? group : new CommandLine(command);
      line.addSubcommand(each.getCommandName(), each);
    }
    return line;
  }
}
