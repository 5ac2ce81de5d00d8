package dev.rekey.connector.kafka;

import dev.rekey.connector.kafka.KafkaSpec.Password;
import dev.rekey.secret.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/**
 * The settings of Kafka's clients. Values go in as objects, never as a part of a text: what logs in
 * is of this package, and takes them from here.
 */
final class ClientConfigs {
  static final String LOGIN = "sasl.rekey.password";

  /** Logins are shared by the settings that begin with {@code sasl.}: this one tells them apart. */
  static final String TOKEN = "sasl.rekey.token";

  static final String TRUST = "rekey.ssl.context";

  private static final String PLAIN_MODULE =
      "org.apache.kafka.common.security.plain.PlainLoginModule required;";
  private static final String SCRAM_MODULE =
      "org.apache.kafka.common.security.scram.ScramLoginModule required;";
  private static final String TOKEN_MODULE =
      "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;";

  private ClientConfigs() {}

  /**
   * @param token where one logs in with a token
   */
  static Map<String, Object> of(KafkaSpec spec, SSLContext trust, Optional<Secret> token) {
    Map<String, Object> configs = new HashMap<>();
    configs.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, spec.protocol().name);
    configs.put(CommonClientConfigs.CLIENT_ID_CONFIG, "rekey");
    configs.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, TrustedEngines.class);
    configs.put(TRUST, trust);
    if (token.isPresent()) {
      configs.put(SaslConfigs.SASL_MECHANISM, "OAUTHBEARER");
      configs.put(SaslConfigs.SASL_JAAS_CONFIG, TOKEN_MODULE);
      configs.put(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, TokenLogin.class);
      configs.put(TOKEN, token.get());
    } else if (spec.login().isPresent() && spec.login().get() instanceof Password password) {
      configs.put(SaslConfigs.SASL_MECHANISM, password.mechanism());
      configs.put(
          SaslConfigs.SASL_JAAS_CONFIG,
          "PLAIN".equals(password.mechanism()) ? PLAIN_MODULE : SCRAM_MODULE);
      configs.put(SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS, SaslAnswers.class);
      configs.put(LOGIN, password);
    }
    return configs;
  }
}
