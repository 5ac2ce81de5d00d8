package dev.rekey.google;

import com.google.api.gax.core.CredentialsProvider;
import com.google.auth.Retryable;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The credentials with which we come to Google. */
public final class GoogleLogin {
  /** What a person does when there are no credentials, or none that are accepted. */
  public static final String FIX =
      "set GOOGLE_APPLICATION_CREDENTIALS, or run with a service account attached";

  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  private GoogleLogin() {}

  /**
   * Application default credentials: of the file, or, where none is given, of the user of the
   * machine or of its metadata server. The file is read anew each time, so that it can be replaced
   * (Google's own library keeps what it found first).
   *
   * @param file what {@code GOOGLE_APPLICATION_CREDENTIALS} says
   */
  public static CredentialsProvider applicationDefault(Optional<Path> file) {
    return () -> load(file).createScoped(SCOPE);
  }

  private static GoogleCredentials load(Optional<Path> file) throws IOException {
    if (file.isEmpty()) {
      return GoogleCredentials.getApplicationDefault();
    }
    try (InputStream json = Files.newInputStream(file.get())) {
      return GoogleCredentials.fromStream(json);
    }
  }

  /**
   * Whether a call failed because its credentials got no token, and will get none. gRPC calls that
   * unavailable, as if waiting would help.
   */
  public static boolean isRefused(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Retryable answer) {
        return !answer.isRetryable();
      }
    }
    return false;
  }
}
