package dev.rekey.api.service;

import com.chalk.server.v1.Secret;
import com.chalk.server.v1.SecretScopeType;
import com.chalk.server.v1.SecretSource;
import com.chalk.server.v1.SecretValue;
import com.chalk.server.v1.SecretWithValue;
import com.chalk.server.v1.UpsertSecretRequest;
import dev.rekey.datasource.EnvironmentSecret;
import dev.rekey.datasource.EnvironmentSecrets.Held;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.datasource.SecretScope;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Secrets of environments on the wire. One of the places where values are revealed. */
final class SecretMapper {
  private static final String PREFIX = "SECRET_SCOPE_TYPE_";
  private static final int LONGEST_REF = 200;

  private SecretMapper() {}

  static Secret secret(EnvironmentSecret secret) {
    Secret.Builder wire =
        Secret.newBuilder()
            .setId(secret.id())
            .setName(secret.name())
            .setUpdatedAt(Replies.timestamp(secret.updatedAt()))
            .setSource(SecretSource.SECRET_SOURCE_MANAGED);
    secret.scope().map(SecretMapper::scope).ifPresent(wire::setScope);
    return wire.build();
  }

  static SecretValue value(Held held) {
    return SecretValue.newBuilder()
        .setName(held.secret().name())
        .setValue(text(held))
        .setSource(SecretSource.SECRET_SOURCE_MANAGED)
        .build();
  }

  /**
   * @param decrypt whether its value is there too
   */
  static SecretWithValue withValue(Held held, boolean decrypt) {
    SecretWithValue.Builder wire =
        SecretWithValue.newBuilder()
            .setId(held.secret().id())
            .setUpdatedAt(Replies.timestamp(held.secret().updatedAt()))
            .setName(held.secret().name())
            .setFullName(held.secret().name())
            .setSource(SecretSource.SECRET_SOURCE_MANAGED);
    if (decrypt) {
      wire.setValue(text(held));
    }
    return wire.build();
  }

  static String text(Held held) {
    return new String(held.value().reveal(), StandardCharsets.UTF_8);
  }

  /**
   * The value that a secret shall have. Where both forms are given, the newer one wins.
   *
   * @throws InvalidFieldException for {@code config} when it holds no literal
   */
  @SuppressWarnings("deprecation") // clients may still send value
  static dev.rekey.secret.Secret value(UpsertSecretRequest request) {
    return switch (request.getConfig().getValueCase()) {
      case LITERAL -> dev.rekey.secret.Secret.of(request.getConfig().getLiteral());
      case SECRET_ID ->
          throw new InvalidFieldException(
              "config.secret_id",
              "is not taken: a secret that is kept elsewhere is bound to the data sources that use"
                  + " it");
      case VALUE_NOT_SET -> {
        if (request.getValue().isEmpty()) {
          throw new InvalidFieldException("config", "has no value: set literal");
        }
        yield dev.rekey.secret.Secret.of(request.getValue());
      }
    };
  }

  /**
   * @throws InvalidFieldException for {@code scope}
   */
  static SecretScope scope(com.chalk.server.v1.SecretScope scope) {
    if (scope.getRef().length() > LONGEST_REF) {
      throw new InvalidFieldException("scope.ref", "is longer than " + LONGEST_REF + " characters");
    }
    return new SecretScope(
        type(scope.getType()), Optional.of(scope.getRef()).filter(ref -> !ref.isEmpty()));
  }

  private static SecretScope.Type type(SecretScopeType type) {
    return switch (type) {
      case SECRET_SCOPE_TYPE_ENVIRONMENT -> SecretScope.Type.ENVIRONMENT;
      case SECRET_SCOPE_TYPE_SANDBOX -> SecretScope.Type.SANDBOX;
      case SECRET_SCOPE_TYPE_SCALING_GROUP -> SecretScope.Type.SCALING_GROUP;
      case SECRET_SCOPE_TYPE_FUNCTION -> SecretScope.Type.FUNCTION;
      case SECRET_SCOPE_TYPE_NOTEBOOK -> SecretScope.Type.NOTEBOOK;
      case SECRET_SCOPE_TYPE_UNSPECIFIED, UNRECOGNIZED ->
          throw new InvalidFieldException("scope.type", "is unknown");
    };
  }

  private static com.chalk.server.v1.SecretScope scope(SecretScope scope) {
    com.chalk.server.v1.SecretScope.Builder wire =
        com.chalk.server.v1.SecretScope.newBuilder()
            .setType(SecretScopeType.valueOf(PREFIX + scope.type().name()));
    scope.ref().ifPresent(wire::setRef);
    return wire.build();
  }
}
