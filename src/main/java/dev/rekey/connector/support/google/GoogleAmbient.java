package dev.rekey.connector.support.google;

import com.google.api.gax.core.CredentialsProvider;
import java.net.URI;

/**
 * What the worker itself brings to Google, where a config says nothing.
 *
 * @param credentials asked at each test
 * @param tokenServer where keys are exchanged for tokens: no config decides about that
 */
public record GoogleAmbient(CredentialsProvider credentials, URI tokenServer) {
  /** Google's own. */
  public static final URI TOKEN_SERVER = URI.create("https://oauth2.googleapis.com/token");
}
