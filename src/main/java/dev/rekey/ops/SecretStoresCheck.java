package dev.rekey.ops;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says which secrets could not be had when they were asked for last, and why. Always up: their
 * rotations wait, and everything else goes on.
 */
@Readiness
@Singleton
public class SecretStoresCheck implements HealthCheck {
  private static final int MOST_NAMED = 20;

  private final SecretProblems problems;

  SecretStoresCheck(SecretProblems problems) {
    this.problems = problems;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("secret stores");
    var all = problems.all();
    all.entrySet().stream()
        .limit(MOST_NAMED)
        .forEach(each -> response.withData(each.getKey(), each.getValue()));
    if (all.size() > MOST_NAMED) {
      response.withData("more", all.size() - MOST_NAMED);
    }
    return response.up().build();
  }
}
