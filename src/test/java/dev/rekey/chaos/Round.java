package dev.rekey.chaos;

/** Something goes wrong for a while, and is right again afterwards. */
interface Round {
  /** Returns when the fault was felt, and is over. The stream of events is running. */
  void run(Scene scene, Tally tally);
}
