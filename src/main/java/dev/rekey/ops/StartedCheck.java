package dev.rekey.ops;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Up once what was open has been taken up and the event sources are running. */
@Startup
@Singleton
public class StartedCheck implements HealthCheck {
  private volatile boolean done;

  /** Tells that the start is over. */
  public void done() {
    done = true;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.builder().name("start").status(done).build();
  }
}
