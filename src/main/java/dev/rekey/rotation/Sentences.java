package dev.rekey.rotation;

import java.util.Set;
import java.util.TreeSet;

/** What a person is told in the detail of a rotation. None of it holds a value. */
final class Sentences {
  static final String GONE =
      "The data source does not exist any more: create it again under its name, or take the binding out.";
  static final String OUTDATED = "News came in before anything was written; it is acted on next.";
  static final String OVERTAKEN = "News came in while it was parked; another rotation acts on it.";
  static final String PREVIOUS_BACK = "The previous values are back and pass the test.";

  private Sentences() {}

  /** Ends a message as a sentence, so that another can follow. */
  static String sentence(String message) {
    return message.endsWith(".") ? message : message + ".";
  }

  static String edited(Set<String> keys) {
    return "Someone else changed "
        + names(keys)
        + " meanwhile, so that nothing was written: publish the secret again if it shall win.";
  }

  static String editWon(Set<String> keys, String passed) {
    return "Someone else changed "
        + names(keys)
        + " after it was written; that value stays. "
        + sentence(passed);
  }

  static String notRestored(Set<String> keys) {
    return "The previous values are back, except for "
        + names(keys)
        + ", which someone else changed meanwhile: test the data source and set these keys by hand.";
  }

  static String bothRefused(String refusal, String previous) {
    return sentence(refusal)
        + " The previous values do not pass either: "
        + sentence(previous)
        + " The new ones were left in place: give the data source a credential that it accepts, then"
        + " publish the secret again.";
  }

  static String keptThoughPreviousWorks(String refusal) {
    return sentence(refusal)
        + " The previous values pass, and the new ones were left in place, as the binding asks: put"
        + " the previous ones back by hand, or mend the credential.";
  }

  static String keptUnverified(String outage) {
    return sentence(outage)
        + " The new values were left in place without a verdict: test the data"
        + " source.";
  }

  static String previousFail(String message) {
    return "The previous values are back, but do not pass the test either: " + sentence(message);
  }

  static String parked(String message) {
    return "The previous values are back. "
        + sentence(message)
        + " It is tried again when the data"
        + " source answers.";
  }

  private static String names(Set<String> keys) {
    return String.join(", ", new TreeSet<>(keys));
  }
}
