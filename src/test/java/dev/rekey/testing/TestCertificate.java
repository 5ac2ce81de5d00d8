package dev.rekey.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A server certificate, signed by an authority that was made for it and that nobody trusts unless
 * told to. Made by the JDK's {@code keytool}.
 *
 * @param certificatePem the server's certificate
 * @param keyPem its private key, unencrypted
 * @param authority the certificate of the authority
 */
public record TestCertificate(String certificatePem, String keyPem, Certificate authority) {
  private static final String PASSWORD = "changeit";

  /** For {@code 127.0.0.1} and {@code localhost}, valid now. */
  public static TestCertificate valid() {
    return create("ip:127.0.0.1,dns:localhost", List.of("-validity", "2"));
  }

  /** For {@code 127.0.0.1}, valid until yesterday. */
  public static TestCertificate expired() {
    return create("ip:127.0.0.1", List.of("-startdate", "-3d", "-validity", "2"));
  }

  /** For another host than the one it is served from, valid now. */
  public static TestCertificate forAnotherHost() {
    return create("dns:elsewhere.example", List.of("-validity", "2"));
  }

  /** The certificate of the authority, to be trusted by others. */
  public String authorityPem() {
    try {
      return pem("CERTIFICATE", authority.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** TLS that trusts the authority of this certificate and no other. */
  public SSLContext trusting() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("authority", authority);
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A file that trusts the authority of this certificate and no other, in a folder of its own. */
  public Path trustStore() {
    Path file = TempFolder.create("rekey-trust-").resolve("trust.p12");
    try (var out = Files.newOutputStream(file)) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("authority", authority);
      // Without a password: nobody has to give one to read it.
      System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
      System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
      store.store(out, new char[0]);
      return file;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    } finally {
      System.clearProperty("keystore.pkcs12.certProtectionAlgorithm");
      System.clearProperty("keystore.pkcs12.macAlgorithm");
    }
  }

  /** TLS that shows this certificate. */
  public SSLContext serving() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", privateKey(), PASSWORD.toCharArray(), new Certificate[] {certificate()});
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD.toCharArray());
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Certificate certificate() throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(
            new ByteArrayInputStream(certificatePem.getBytes(StandardCharsets.US_ASCII)));
  }

  private Key privateKey() throws GeneralSecurityException {
    String body = keyPem.replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
  }

  private static TestCertificate create(String names, List<String> validity) {
    Path folder = TempFolder.create("rekey-certificate-");
    try {
      Path file = folder.resolve("store.p12");
      keytool(
          file,
          List.of("-alias", "authority", "-dname", "CN=Rekey test authority", "-ext", "bc:c"),
          List.of("-validity", "2"));
      keytool(
          file,
          List.of(
              "-alias",
              "server",
              "-dname",
              "CN=Rekey test server",
              "-ext",
              "san=" + names,
              "-signer",
              "authority"),
          validity);
      var store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
      Key key = store.getKey("server", PASSWORD.toCharArray());
      return new TestCertificate(
          pem("CERTIFICATE", store.getCertificate("server").getEncoded()),
          pem("PRIVATE KEY", key.getEncoded()),
          store.getCertificate("authority"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      TempFolder.delete(folder);
    }
  }

  private static void keytool(Path store, List<String> subject, List<String> validity)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-keystore", store.toString()));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(subject);
    command.addAll(validity);
    Path log = store.resolveSibling("keytool.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.onExit().join().exitValue() != 0) {
      throw new IllegalStateException("keytool failed: " + Files.readString(log));
    }
  }

  private static String pem(String type, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, body);
  }
}
