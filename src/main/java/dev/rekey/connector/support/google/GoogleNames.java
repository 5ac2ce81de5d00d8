package dev.rekey.connector.support.google;

import java.util.regex.Pattern;

/** Shapes of names that more than one kind of Google has. */
public final class GoogleNames {
  /**
   * The id of a project, an old one with its domain too; see <a
   * href="https://cloud.google.com/resource-manager/docs/creating-managing-projects">its rules</a>.
   */
  public static final Pattern PROJECT =
      Pattern.compile("([a-z0-9.-]{1,100}:)?[a-z][a-z0-9-]{0,99}");

  private GoogleNames() {}
}
