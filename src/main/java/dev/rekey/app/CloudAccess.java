package dev.rekey.app;

import com.google.api.gax.core.CredentialsProvider;
import dev.rekey.app.config.RekeyConfig;
import dev.rekey.aws.AwsAccess;
import dev.rekey.aws.AwsDeadlines;
import dev.rekey.aws.AwsRole;
import dev.rekey.google.GoogleLogin;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** How the configuration says that the clouds are reached. Makes no call. */
final class CloudAccess {
  private CloudAccess() {}

  static AwsAccess aws(
      Optional<URI> endpoint, Optional<RekeyConfig.Role> role, AwsDeadlines deadlines) {
    return new AwsAccess(
        endpoint, role.map(one -> new AwsRole(one.arn(), one.externalId())), deadlines);
  }

  static CredentialsProvider googleCredentials() {
    return GoogleLogin.applicationDefault(
        Optional.ofNullable(System.getenv("GOOGLE_APPLICATION_CREDENTIALS"))
            .filter(path -> !path.isBlank())
            .map(Path::of));
  }
}
