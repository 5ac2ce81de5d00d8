package dev.rekey.secret;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a secret of AWS Secrets Manager, whole or partial: AWS ends it with a hyphen and six
 * characters of its own, and finds a secret without these too.
 *
 * @param name as it stands there, with the six characters where they are
 * @see <a
 *     href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html">Secrets
 *     Manager: ARN_secretnamehyphen</a>
 */
public record SecretArn(String partition, String region, String account, String name) {
  private static final Pattern ARN =
      Pattern.compile("arn:(aws[a-z-]*):secretsmanager:([a-z0-9-]+):([0-9]{12}):secret:(.+)");
  private static final Pattern SUFFIXED = Pattern.compile("(.+)-[A-Za-z0-9]{6}");

  /** Empty when the text is no ARN of a secret. */
  public static Optional<SecretArn> parse(String text) {
    Matcher arn = ARN.matcher(text);
    return arn.matches()
        ? Optional.of(new SecretArn(arn.group(1), arn.group(2), arn.group(3), arn.group(4)))
        : Optional.empty();
  }

  /** The name of the secret if this ARN is a whole one; empty if it can only be partial. */
  public Optional<String> nameIfWhole() {
    Matcher suffixed = SUFFIXED.matcher(name);
    return suffixed.matches() ? Optional.of(suffixed.group(1)) : Optional.empty();
  }

  @Override
  public String toString() {
    return "arn:" + partition + ":secretsmanager:" + region + ":" + account + ":secret:" + name;
  }
}
