package dev.rekey.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekey.testing.GoogleAccounts.Account;
import dev.rekey.testing.HttpStandIn.Ask;
import dev.rekey.testing.HttpStandIn.Reply;

/**
 * BigQuery as its REST documentation describes it: dry runs and datasets of one project. Shows the
 * wiring of a client, not that BigQuery accepts it.
 */
public final class BigqueryStandIn implements AutoCloseable {
  private static final String PROJECT = "/bigquery/v2/projects/shop";

  private final HttpStandIn http = new HttpStandIn(BigqueryStandIn::answer);

  private static Reply answer(Ask ask) {
    String login = ask.login().orElse("");
    if (login.equals("Bearer " + Account.STRANGER.token())) {
      return error(403, "accessDenied");
    }
    if (!login.equals("Bearer " + Account.USER.token())) {
      return error(401, "authError");
    }
    JsonNode query = ask.json();
    boolean dry = query.path("dryRun").asBoolean() && !query.path("useLegacySql").asBoolean(true);
    if (ask.is("POST", PROJECT + "/queries") && dry) {
      return Reply.of(200, "{\"kind\":\"bigquery#queryResponse\",\"jobComplete\":true}");
    }
    return ask.is("GET", PROJECT + "/datasets/sales")
        ? Reply.of(200, "{\"kind\":\"bigquery#dataset\"}")
        : error(404, "notFound");
  }

  private static Reply error(int status, String reason) {
    return Reply.of(
        status,
        """
        {"error":{"code":%1$d,"message":"no","errors":[{"domain":"global","reason":"%2$s"}]}}"""
            .formatted(status, reason));
  }

  /** The port on loopback. */
  public int port() {
    return http.port();
  }

  @Override
  public void close() {
    http.close();
  }
}
