package dev.rekey.testing;

import dev.rekey.testing.KafkaBroker.Listener;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** A real broker that wants a login, and lets nobody do what he was not given. */
public final class SecuredKafka implements AutoCloseable {
  public static final String USER = "reader";
  public static final String PASSWORD = "right-3f9d";

  /** Somebody who gets in and may do nothing. */
  public static final String STRANGER = "stranger";

  private static final String ADMIN = "admin";
  private static final String ADMIN_PASSWORD = "admin-6e11";
  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required";

  private final KafkaBroker broker =
      KafkaBroker.start(
          new Listener(
              "SASL_PLAINTEXT",
              Map.of(
                  "sasl.enabled.mechanisms",
                  "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER",
                  "sasl.mechanism.inter.broker.protocol",
                  "PLAIN",
                  "listener.name.client.plain.sasl.jaas.config",
                  PLAIN
                      + " username=\"admin\" password=\"admin-6e11\" user_admin=\"admin-6e11\""
                      + " user_reader=\"right-3f9d\" user_stranger=\"right-3f9d\";",
                  "listener.name.client.scram-sha-256.sasl.jaas.config",
                  "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                  "listener.name.client.scram-sha-512.sasl.jaas.config",
                  "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                  "listener.name.client.oauthbearer.sasl.jaas.config",
                  "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                      + " unsecuredLoginStringClaim_sub=\"broker\";",
                  "authorizer.class.name",
                  "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                  "super.users",
                  "User:admin;User:ANONYMOUS"),
              Map.of(
                  "sasl.mechanism",
                  "PLAIN",
                  "sasl.jaas.config",
                  PLAIN + " username=\"" + ADMIN + "\" password=\"" + ADMIN_PASSWORD + "\";")));

  /** The broker itself, as an administrator has it. */
  public KafkaBroker broker() {
    return broker;
  }

  /** The port on loopback. */
  public int port() {
    String address = broker.bootstrapServers();
    return Integer.parseInt(address.substring(address.indexOf(':') + 1));
  }

  /** Makes a topic that the user may describe, and read where he is to. */
  public void createTopic(String name, int partitions, boolean readable) {
    broker.createTopic(name, partitions);
    try (var admin = broker.admin()) {
      admin
          .createAcls(
              List.of(
                  new AclBinding(
                      new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL),
                      new AccessControlEntry(
                          "User:" + USER,
                          "*",
                          readable ? AclOperation.READ : AclOperation.DESCRIBE,
                          AclPermissionType.ALLOW))))
          .all()
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    }
  }

  /** Lets the user log in by SCRAM too. */
  public void allowScram() {
    try (var admin = broker.admin()) {
      // The two of one user do not go into one request.
      for (var mechanism : List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
        admin
            .alterUserScramCredentials(List.of(scram(mechanism)))
            .all()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
      }
    }
  }

  private static UserScramCredentialUpsertion scram(ScramMechanism mechanism) {
    return new UserScramCredentialUpsertion(
        USER, new ScramCredentialInfo(mechanism, 4096), PASSWORD);
  }

  /** A token that the broker takes: of a kind that nobody signs. */
  public static String tokenOf(String user) {
    long now = System.currentTimeMillis() / 1000;
    String claims = "{\"sub\":\"%s\",\"iat\":%d,\"exp\":%d}".formatted(user, now - 60, now + 900);
    return part("{\"alg\":\"none\"}") + "." + part(claims) + ".";
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    broker.close();
  }
}
