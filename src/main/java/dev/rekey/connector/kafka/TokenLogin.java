package dev.rekey.connector.kafka;

import dev.rekey.connector.support.Values;
import dev.rekey.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.jspecify.annotations.Nullable;

/** Gives a token to a SASL login. Kafka makes one for each connection, by name. */
public final class TokenLogin implements AuthenticateCallbackHandler {
  private @Nullable Secret token;

  @Override
  public void configure(
      Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
    token = (Secret) configs.get(ClientConfigs.TOKEN);
  }

  @Override
  public void handle(Callback[] callbacks) {
    for (Callback callback : callbacks) {
      if (callback instanceof OAuthBearerTokenCallback wanted) {
        wanted.token(new Token(token));
      }
    }
  }

  @Override
  public void close() {
    token = null;
  }

  /** One that is used once, so that it is never renewed. */
  private record Token(Secret secret) implements OAuthBearerToken {
    @Override
    public String value() {
      return Values.text(secret);
    }

    @Override
    public Set<String> scope() {
      return Set.of();
    }

    @Override
    public long lifetimeMs() {
      return Long.MAX_VALUE;
    }

    @Override
    public String principalName() {
      return "rekey";
    }

    @Override
    public @Nullable Long startTimeMs() {
      return null;
    }
  }
}
