package dev.rekey.connector.kafka;

import dev.rekey.connector.support.InvalidConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trusted authorities of a file. */
final class Authorities {
  private Authorities() {}

  /**
   * TLS that trusts these certificates and no other.
   *
   * @throws InvalidConfigException for the key when the text holds no certificates
   */
  static SSLContext trusting(String key, String pem) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (Certificate each : certificates(key, pem)) {
        store.setCertificateEntry("authority-" + store.size(), each);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Collection<? extends Certificate> certificates(String key, String pem)
      throws CertificateException {
    try {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      if (!found.isEmpty()) {
        return found;
      }
    } catch (CertificateException _) {
      // What is wrong is said below.
    }
    throw new InvalidConfigException(key, "names a file that holds no certificates in PEM");
  }
}
