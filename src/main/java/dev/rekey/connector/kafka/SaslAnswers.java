package dev.rekey.connector.kafka;

import dev.rekey.connector.support.Values;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.jspecify.annotations.Nullable;

/** Gives user and password to a SASL login. Kafka makes one for each connection, by name. */
public final class SaslAnswers implements AuthenticateCallbackHandler {
  private KafkaSpec.@Nullable Password login;

  @Override
  public void configure(
      Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
    login = (KafkaSpec.Password) configs.get(ClientConfigs.LOGIN);
  }

  @Override
  public void handle(Callback[] callbacks) {
    for (Callback callback : callbacks) {
      // Extensions of SCRAM are asked for too, and there are none.
      if (callback instanceof NameCallback name) {
        name.setName(login.user());
      } else if (callback instanceof PasswordCallback password) {
        password.setPassword(Values.text(login.password()).toCharArray());
      }
    }
  }

  @Override
  public void close() {
    login = null;
  }
}
