package dev.rekey.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Signs tokens as Google does, and publishes the key on loopback. */
public final class GoogleTokens implements AutoCloseable {
  public static final String KEY_ID = "key-1";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KeyPair keys = newKeys();
  private final HttpServer server;

  public GoogleTokens() {
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/certs",
        exchange -> {
          byte[] body = published().getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  public URI keysAt() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/certs");
  }

  private String published() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return json(
        Map.of(
            "keys",
            List.of(
                Map.of(
                    "kty",
                    "RSA",
                    "alg",
                    "RS256",
                    "use",
                    "sig",
                    "kid",
                    KEY_ID,
                    "n",
                    number(key.getModulus()),
                    "e",
                    number(key.getPublicExponent())))));
  }

  public String signed(Map<String, Object> claims) {
    return signed(claims, keys);
  }

  public static String signed(Map<String, Object> claims, KeyPair by) {
    String content = unsigned("RS256", claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(by.getPrivate());
      signature.update(content.getBytes(UTF_8));
      return content + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Header and claims of a token. */
  public static String unsigned(String algorithm, Map<String, Object> claims) {
    return base64(json(Map.of("alg", algorithm, "kid", KEY_ID, "typ", "JWT")).getBytes(UTF_8))
        + "."
        + base64(json(claims).getBytes(UTF_8));
  }

  public static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String number(BigInteger value) {
    return base64(value.toByteArray());
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
