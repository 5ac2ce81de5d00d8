package dev.rekey.notification;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Answers as a test says, and remembers what it was told. */
final class FakeChannel implements Channel {
  static final Answer TAKEN = new Answer.Taken();
  static final Answer REFUSED = new Answer.Refused("it answered 410");
  static final Answer AWAY = new Answer.Unavailable("no connection", Optional.empty());

  private final List<List<String>> attempts = new CopyOnWriteArrayList<>();
  private final List<List<String>> taken = new CopyOnWriteArrayList<>();
  private volatile Function<Notification, Answer> answers = notification -> TAKEN;

  void answer(Function<Notification, Answer> told) {
    answers = told;
  }

  @Override
  public Answer send(List<Notification> news) {
    List<String> ids = news.stream().map(Notification::id).toList();
    attempts.add(ids);
    Answer answer = answers.apply(news.getFirst());
    if (answer instanceof Answer.Taken) {
      taken.add(ids);
    }
    return answer;
  }

  @Override
  public void close() {}

  /** The ids of each parcel that was sent, whatever became of it. */
  List<List<String>> attempts() {
    return attempts;
  }

  /** The ids of each parcel that has arrived. */
  List<List<String>> taken() {
    return taken;
  }
}
