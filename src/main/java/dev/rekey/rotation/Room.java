package dev.rekey.rotation;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts what is in hand, and makes whoever brings more wait while it is too much. Thread-safe. */
final class Room {
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private int inHand;

  Room(int most) {
    this.most = most;
  }

  void await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (inHand >= most) {
        left.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Never blocks: what is journalled is driven. */
  void enter() {
    lock.lock();
    try {
      inHand++;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      inHand--;
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
