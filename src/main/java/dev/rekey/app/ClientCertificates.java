package dev.rekey.app;

import dev.rekey.app.config.RekeyConfig;
import dev.rekey.app.config.Settings;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** Asks for a client's certificate where there is an authority for them: Quarkus asks at build. */
@Singleton
final class ClientCertificates implements HttpServerOptionsCustomizer {
  private final Settings settings;

  ClientCertificates(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    if (settings.config().http().tls().flatMap(RekeyConfig.Tls::clientCa).isPresent()) {
      options.setClientAuth(ClientAuth.REQUIRED);
    }
  }
}
