package dev.rekey.event.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekey.secret.SecretArn;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An event that Secrets Manager sent to EventBridge.
 *
 * @param faults gathers what is wrong with it
 */
record SecretsManagerEvent(JsonNode event, List<String> faults) {
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  String id() {
    return field("id").text(faults);
  }

  Field field(String name) {
    return Field.of(event, name);
  }

  Field detail() {
    return field("detail").objectIfThere(faults);
  }

  /** The secret that a field names, by its ARN or by its name in the account of the event. */
  Optional<SecretRef> secret(Field field) {
    String text = field.text(faults);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<SecretArn> arn = SecretArn.parse(text);
    try {
      if (arn.isPresent() || text.startsWith("arn:")) {
        return Optional.of(aws(arn.map(SecretArn::region).orElse(""), text));
      }
      String region = field("region").text(faults);
      return region.isEmpty()
          ? Optional.empty()
          : Optional.of(aws(region, inAccount(region, text)));
    } catch (IllegalArgumentException _) {
      faults.add(
          field.name()
              + (text.startsWith("arn:")
                  ? " is not the ARN of a secret"
                  : " and region do not name a secret"));
      return Optional.empty();
    }
  }

  private static SecretRef aws(String region, String name) {
    return new SecretRef(SecretRef.Scheme.AWS_SM, region, name);
  }

  /** The ARN without its end; the name alone when the event does not say whose secret it is. */
  private String inAccount(String region, String name) {
    String account = field("account").node().asText();
    return ACCOUNT.matcher(account).matches()
        ? new SecretArn(partition(region), region, account, name).toString()
        : name;
  }

  private static String partition(String region) {
    if (region.startsWith("cn-")) {
      return "aws-cn";
    }
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }

  Optional<SecretVersion> version(Field field) {
    return field.optionalText(faults).map(SecretVersion::new);
  }
}
