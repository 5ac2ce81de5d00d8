package dev.rekey.connector.athena;

import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.support.Pause;
import dev.rekey.connector.support.aws.AwsErrors;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.AthenaError;
import software.amazon.awssdk.services.athena.model.AthenaException;
import software.amazon.awssdk.services.athena.model.InvalidRequestException;
import software.amazon.awssdk.services.athena.model.MetadataException;
import software.amazon.awssdk.services.athena.model.QueryExecutionStatus;

/** One query of Athena, from its start to its end. */
final class Query {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
  private static final String PRIMARY = "primary";
  private static final String OWN_CATALOG = "AwsDataCatalog";

  /** A category of errors of queries: Athena's own. */
  private static final int SYSTEM = 1;

  private final AthenaClient client;
  private final AthenaSpec spec;
  private final AwsErrors errors;
  private final Pause pause;

  Query(AthenaClient client, AthenaSpec spec, AwsErrors errors, Pause pause) {
    this.client = client;
    this.spec = spec;
    this.errors = errors;
    this.pause = pause;
  }

  TestResult run() throws InterruptedException {
    String id;
    try {
      id = start();
    } catch (InvalidRequestException e) {
      return hasWorkGroup()
          ? errors.outcome(e)
          : new Misconfigured(
              AthenaSpec.WORK_GROUP,
              AthenaSpec.WORK_GROUP + ": " + errors.at() + " has no such work group");
    }
    boolean ended = false;
    try {
      QueryExecutionStatus status = await(id);
      ended = true;
      return outcome(id, status);
    } finally {
      if (!ended) {
        stop(id);
      }
    }
  }

  private String start() {
    return client
        .startQueryExecution(
            request ->
                request
                    .queryString("SELECT 1")
                    .workGroup(spec.workGroup().orElse(null))
                    .resultConfiguration(result -> result.outputLocation(spec.results()))
                    .queryExecutionContext(
                        context ->
                            context
                                .catalog(spec.catalog().orElse(null))
                                .database(spec.schema().orElse(null))))
        .queryExecutionId();
  }

  private QueryExecutionStatus await(String id) throws InterruptedException {
    Duration next = FIRST_PAUSE;
    while (true) {
      QueryExecutionStatus status =
          client
              .getQueryExecution(request -> request.queryExecutionId(id))
              .queryExecution()
              .status();
      switch (status.state()) {
        case SUCCEEDED, FAILED, CANCELLED, UNKNOWN_TO_SDK_VERSION -> {
          return status;
        }
        case QUEUED, RUNNING -> pause.pause(next);
      }
      next =
          next.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? next.multipliedBy(2) : LONGEST_PAUSE;
    }
  }

  private TestResult outcome(String id, QueryExecutionStatus status) {
    return switch (status.state()) {
      case SUCCEEDED -> {
        var _ = client.getQueryResults(request -> request.queryExecutionId(id).maxResults(1));
        yield new Passed(errors.at() + " accepted the credentials and answered a query");
      }
      case FAILED -> ofFailure(Optional.ofNullable(status.athenaError()));
      case CANCELLED -> new Unreachable(errors.at() + ": somebody cancelled the query");
      case QUEUED, RUNNING, UNKNOWN_TO_SDK_VERSION ->
          new Unreachable(errors.at() + " does not answer as Athena");
    };
  }

  /** The text of a failure says why; what it means is found out by asking. */
  private TestResult ofFailure(Optional<AthenaError> error) {
    String where =
        "%s (category %s, type %s)"
            .formatted(
                errors.at(),
                error.map(AthenaError::errorCategory).map(Object::toString).orElse("none"),
                error.map(AthenaError::errorType).map(Object::toString).orElse("none"));
    if (error.map(AthenaError::errorCategory).filter(category -> category == SYSTEM).isPresent()) {
      return new Unreachable(where + " is not able to serve now");
    }
    return hasSchema()
        ? new NotPermitted(
            where
                + " could not run the query: see whether these credentials may write to and read"
                + " from the folder of results")
        : new Misconfigured(
            AthenaSpec.SCHEMA, AthenaSpec.SCHEMA + ": " + where + " has no such catalog or schema");
  }

  private boolean hasWorkGroup() {
    try {
      var _ = client.getWorkGroup(request -> request.workGroup(spec.workGroup().orElse(PRIMARY)));
      return true;
    } catch (InvalidRequestException e) {
      return false;
    } catch (AthenaException e) {
      // Who may not ask is not told.
      return true;
    }
  }

  private boolean hasSchema() {
    if (spec.schema().isEmpty()) {
      return true;
    }
    try {
      var _ =
          client.getDatabase(
              request ->
                  request
                      .catalogName(spec.catalog().orElse(OWN_CATALOG))
                      .databaseName(spec.schema().get()));
      return true;
    } catch (MetadataException | InvalidRequestException e) {
      return false;
    } catch (AthenaException e) {
      // Who may not ask is not told.
      return true;
    }
  }

  /** An interrupt ends the waiting, and must not end the call that stops the query. */
  private void stop(String id) {
    boolean interrupted = Thread.interrupted();
    try {
      var _ = client.stopQueryExecution(request -> request.queryExecutionId(id));
    } catch (SdkException e) {
      // Athena ends it by itself after a while.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
