package dev.rekey.event.sqs;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/** The polls of one thread, which another one can end. */
final class SqsPoll {
  private final SqsCalls calls;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread polling;
  private boolean ended;

  SqsPoll(SqsCalls calls) {
    this.calls = calls;
  }

  /** Waits for messages; there may be none in the end. Empty when it failed, or has ended. */
  Optional<List<Message>> next() {
    if (!begin()) {
      return Optional.empty();
    }
    try {
      return calls.receive();
    } finally {
      finish();
    }
  }

  private boolean begin() {
    lock.lock();
    try {
      polling = ended ? null : Thread.currentThread();
      return !ended;
    } finally {
      lock.unlock();
    }
  }

  private void finish() {
    lock.lock();
    try {
      polling = null;
      if (ended) {
        // The interrupt was for the poll alone, not for what is done with its messages.
        boolean _ = Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Breaks off the poll that is under way; there is none afterwards. */
  void end() {
    lock.lock();
    try {
      ended = true;
      if (polling != null) {
        polling.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }
}
