package dev.rekey.notification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An outbox that forgets everything at the end of a test; passes the contract of the real one. */
public final class InMemoryOutbox implements Outbox {
  private final List<Endpoint> endpoints;
  private final NavigableMap<Long, Row> rows = new TreeMap<>();
  private long last;

  private record Row(
      Pending pending, Endpoint endpoint, State state, Instant notBefore, String problem) {
    Entry entry() {
      return new Entry(
          pending.number(),
          endpoint.name(),
          pending.notification(),
          state,
          pending.attempts(),
          problem);
    }
  }

  public InMemoryOutbox(List<Endpoint> endpoints) {
    this.endpoints = endpoints;
  }

  @Override
  public synchronized void add(Notification notification) {
    for (Endpoint endpoint : endpoints) {
      if (endpoint.wants(notification)) {
        last++;
        put(
            last,
            endpoint,
            endpoint.lane(notification),
            notification,
            0,
            0,
            State.PENDING,
            Instant.EPOCH,
            "");
      }
    }
  }

  private void put(
      long number,
      Endpoint endpoint,
      String lane,
      Notification notification,
      int attempts,
      int refusals,
      State state,
      Instant notBefore,
      String problem) {
    rows.put(
        number,
        new Row(
            new Pending(number, lane, notification, attempts, refusals),
            endpoint,
            state,
            notBefore,
            problem));
  }

  private Stream<Row> pending(String endpoint) {
    return rows.values().stream()
        .filter(row -> row.endpoint().name().equals(endpoint) && row.state() == State.PENDING);
  }

  private List<Pending> due(String endpoint, Instant now) {
    Set<String> waiting =
        pending(endpoint)
            .filter(row -> row.notBefore().isAfter(now))
            .map(row -> row.pending().lane())
            .collect(Collectors.toSet());
    return pending(endpoint)
        .map(Row::pending)
        .filter(each -> !waiting.contains(each.lane()))
        .toList();
  }

  @Override
  public synchronized Look look(String endpoint, Instant now) {
    return new Look(
        !due(endpoint, now).isEmpty(),
        pending(endpoint)
            .map(Row::notBefore)
            .filter(notBefore -> notBefore.isAfter(now))
            .min(Comparator.naturalOrder()));
  }

  @Override
  public synchronized List<Pending> take(String endpoint, Instant now, int limit) {
    return due(endpoint, now).stream().limit(limit).toList();
  }

  @Override
  public synchronized void settle(String endpoint, List<Settlement> settlements) {
    for (Settlement settlement : settlements) {
      Row row = rows.get(settlement.number());
      if (row != null && row.state() == State.PENDING) {
        switch (settlement) {
          case Settlement.Sent sent ->
              write(row, sent.attempts(), 0, State.SENT, Instant.EPOCH, "");
          case Settlement.Later later ->
              write(
                  row,
                  later.attempts(),
                  later.refusals(),
                  State.PENDING,
                  later.notBefore(),
                  later.problem());
          case Settlement.Dead dead ->
              write(
                  row, dead.attempts(), dead.refusals(), State.DEAD, Instant.EPOCH, dead.problem());
        }
      }
    }
  }

  private void write(
      Row row, int attempts, int refusals, State state, Instant notBefore, String problem) {
    put(
        row.pending().number(),
        row.endpoint(),
        row.pending().lane(),
        row.pending().notification(),
        attempts,
        refusals,
        state,
        notBefore,
        problem);
  }

  @Override
  public synchronized boolean replay(String environment, long number) {
    Row row = rows.get(number);
    if (row == null
        || row.state() == State.PENDING
        || !row.pending().notification().dataSource().environment().equals(environment)) {
      return false;
    }
    write(row, 0, 0, State.PENDING, Instant.EPOCH, "");
    return true;
  }

  @Override
  public synchronized List<Entry> list(
      String environment, State state, Optional<String> endpoint, int limit) {
    return new ArrayList<>(rows.descendingMap().values())
        .stream()
            .filter(row -> row.state() == state)
            .filter(
                row -> row.pending().notification().dataSource().environment().equals(environment))
            .filter(row -> endpoint.stream().allMatch(row.endpoint().name()::equals))
            .limit(limit)
            .map(Row::entry)
            .toList();
  }

  @Override
  public synchronized Map<String, Backlog> backlog() {
    Map<String, Backlog> backlog = new HashMap<>();
    for (Endpoint endpoint : endpoints) {
      backlog.put(
          endpoint.name(),
          new Backlog(count(endpoint, State.PENDING), count(endpoint, State.DEAD)));
    }
    return backlog;
  }

  private long count(Endpoint endpoint, State state) {
    return rows.values().stream()
        .filter(row -> row.endpoint().equals(endpoint) && row.state() == state)
        .count();
  }
}
