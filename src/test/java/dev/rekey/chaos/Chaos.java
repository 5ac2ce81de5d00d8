package dev.rekey.chaos;

import dev.rekey.testing.Progress;
import dev.rekey.testing.Shutdown;
import java.security.SecureRandom;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Kills the packaged worker again and again and breaks what is around it, under a stream of events,
 * and looks whether all that must hold still holds. Exit code 0 only if it does.
 */
public final class Chaos {
  private static final int KILLS = 500;

  private Chaos() {}

  /**
   * @param args how many kills at least, and the seed; both may be left out
   */
  public static void main(String[] args) {
    // Kafka's and PostgreSQL's chatter is not part of the story.
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    Logger.getLogger("").setLevel(Level.WARNING);
    int kills = args.length > 0 ? Integer.parseInt(args[0]) : KILLS;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : new SecureRandom().nextInt();
    var progress = new Progress(System.out);
    progress.say("At least %d kills, seed %d.".formatted(kills, seed));
    try {
      Tally tally = Campaign.run(seed, kills, progress);
      System.out.print(Summary.of(tally, seed, progress));
      System.exit(tally.violations().isEmpty() ? 0 : 1);
    } catch (RuntimeException e) {
      if (Shutdown.isUnderWay()) {
        return;
      }
      progress.say("FAILED: " + e.getMessage());
      System.exit(1);
    }
  }
}
