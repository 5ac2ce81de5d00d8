package dev.rekey.api.service;

import static dev.rekey.api.service.Replies.refuse;
import static dev.rekey.api.service.Replies.reply;

import dev.rekey.api.access.Caller;
import dev.rekey.api.access.Clients;
import dev.rekey.api.call.CallFacts;
import dev.rekey.api.v1.GetFreezeRequest;
import dev.rekey.api.v1.GetFreezeResponse;
import dev.rekey.api.v1.GetSweepStatusRequest;
import dev.rekey.api.v1.GetSweepStatusResponse;
import dev.rekey.api.v1.ListDataSourceHealthRequest;
import dev.rekey.api.v1.ListDataSourceHealthResponse;
import dev.rekey.api.v1.RunSweepRequest;
import dev.rekey.api.v1.RunSweepResponse;
import dev.rekey.api.v1.SetFreezeRequest;
import dev.rekey.api.v1.SetFreezeResponse;
import dev.rekey.api.v1.SweepsServiceGrpc;
import dev.rekey.datasource.AuditLog;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.rotation.Freeze;
import dev.rekey.rotation.Freezes;
import dev.rekey.sweep.HealthLog;
import dev.rekey.sweep.SourceHealth;
import dev.rekey.sweep.SweepKind;
import dev.rekey.sweep.Sweeps;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The periodic checks of the caller's environment, what they found, and what is frozen. */
public final class Sweeping extends SweepsServiceGrpc.SweepsServiceImplBase {
  /** In the audit, what is about no single data source. */
  private static final String NO_NAME = "";

  private final Sweeps sweeps;
  private final HealthLog healths;
  private final Freezes freezes;
  private final AuditLog audit;
  private final Clients clients;
  private final InstantSource clock;

  public Sweeping(
      Sweeps sweeps,
      HealthLog healths,
      Freezes freezes,
      AuditLog audit,
      Clients clients,
      InstantSource clock) {
    this.sweeps = sweeps;
    this.healths = healths;
    this.freezes = freezes;
    this.audit = audit;
    this.clients = clients;
    this.clock = clock;
  }

  @Override
  public void runSweep(RunSweepRequest request, StreamObserver<RunSweepResponse> caller) {
    SweepKind kind = SweepMapper.kind(request.getKind());
    String word = kind.name().toLowerCase(Locale.ROOT);
    CallFacts.current().subject(word);
    tell(clock.instant(), "sweep " + word);
    reply(
        caller,
        RunSweepResponse.newBuilder()
            .setJoined(sweeps.ask(kind, Caller.current().environment()))
            .build());
  }

  @Override
  public void getSweepStatus(
      GetSweepStatusRequest request, StreamObserver<GetSweepStatusResponse> caller) {
    SweepKind kind = SweepMapper.kind(request.getKind());
    reply(
        caller,
        GetSweepStatusResponse.newBuilder()
            .setStatus(SweepMapper.status(sweeps.status(kind, Caller.current().environment())))
            .build());
  }

  @Override
  public void listDataSourceHealth(
      ListDataSourceHealthRequest request, StreamObserver<ListDataSourceHealthResponse> caller) {
    int size = RequestMapper.pageSize(request.getPageSize());
    List<SourceHealth> found =
        healths.list(
            new HealthLog.Query(
                Caller.current().environment(),
                RequestMapper.dataSource(request.getDataSource()),
                SweepMapper.state(request.getState()),
                Optional.of(request.getPageToken()).filter(token -> !token.isEmpty()),
                // One more tells whether there is a next page.
                size + 1));
    List<SourceHealth> page = found.subList(0, Math.min(size, found.size()));
    ListDataSourceHealthResponse.Builder response = ListDataSourceHealthResponse.newBuilder();
    page.stream().map(SweepMapper::health).forEach(response::addHealth);
    if (found.size() > page.size()) {
      response.setNextPageToken(page.getLast().dataSource().name());
    }
    reply(caller, response.build());
  }

  @Override
  public void getFreeze(GetFreezeRequest request, StreamObserver<GetFreezeResponse> caller) {
    reply(
        caller,
        GetFreezeResponse.newBuilder()
            .setFreeze(SweepMapper.freeze(current(clock.instant())))
            .build());
  }

  @Override
  public void setFreeze(SetFreezeRequest request, StreamObserver<SetFreezeResponse> caller) {
    Caller who = Caller.current();
    if (request.getEverywhere() && !clients.isEverywhere(who.clientId())) {
      refuse(
          caller,
          Status.PERMISSION_DENIED,
          "everywhere: the client may not use all environments; freeze each of its own");
      return;
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Optional<String> environment =
        request.getEverywhere() ? Optional.empty() : Optional.of(who.environment());
    if (request.getFrozen()) {
      Freeze freeze =
          new Freeze(
              environment,
              SweepMapper.reason(request.getReason()),
              request.hasUntil()
                  ? Optional.of(SweepMapper.until(request.getUntil(), now))
                  : Optional.empty(),
              who.actor(),
              now);
      tell(now, request.getEverywhere() ? "freeze everywhere" : "freeze");
      freezes.set(freeze);
    } else {
      tell(now, request.getEverywhere() ? "lift freeze everywhere" : "lift freeze");
      freezes.lift(environment, now);
    }
    reply(
        caller, SetFreezeResponse.newBuilder().setFreeze(SweepMapper.freeze(current(now))).build());
  }

  private Optional<Freeze> current(Instant now) {
    return freezes.of(Caller.current().environment(), now);
  }

  private void tell(Instant at, String action) {
    Caller who = Caller.current();
    audit.tell(at, who.actor(), action, new DataSourceRef(who.environment(), NO_NAME), Set.of());
  }
}
