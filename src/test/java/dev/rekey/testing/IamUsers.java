package dev.rekey.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes users in the IAM of a {@link MotoServer} that does not check credentials yet. */
public final class IamUsers {
  /** moto reads from the credential which service is meant; the signature is not checked. */
  private static final String SERVICE =
      "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/iam/aws4_request,"
          + " SignedHeaders=host, Signature=0";

  private final HttpClient http = HttpClient.newHttpClient();
  private final MotoServer server;

  public IamUsers(MotoServer server) {
    this.server = server;
  }

  /** What a user signs with. */
  public record Key(String id, String secret) {}

  /** Makes a user with a key who may do this one thing to everything. */
  public Key allowed(String user, String action) {
    call(Map.of("Action", "CreateUser", "UserName", user));
    call(
        Map.of(
            "Action",
            "PutUserPolicy",
            "UserName",
            user,
            "PolicyName",
            "only",
            "PolicyDocument",
            """
            {"Version":"2012-10-17",
             "Statement":[{"Effect":"Allow","Action":"%s","Resource":"*"}]}"""
                .formatted(action)));
    String made = call(Map.of("Action", "CreateAccessKey", "UserName", user));
    return new Key(element(made, "AccessKeyId"), element(made, "SecretAccessKey"));
  }

  private String call(Map<String, String> parameters) {
    String form =
        parameters.entrySet().stream()
            .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), UTF_8))
            .collect(Collectors.joining("&", "Version=2010-05-08&", ""));
    var request =
        HttpRequest.newBuilder(server.endpoint())
            .header("Authorization", SERVICE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(parameters.get("Action") + ": " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted at IAM", e);
    }
  }

  private static String element(String xml, String name) {
    Matcher element = Pattern.compile("<" + name + ">([^<]+)</" + name + ">").matcher(xml);
    if (!element.find()) {
      throw new IllegalStateException("IAM gave no " + name);
    }
    return element.group(1);
  }
}
