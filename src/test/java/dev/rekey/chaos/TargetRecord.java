package dev.rekey.chaos;

import java.util.List;
import java.util.Set;

/**
 * What the target knows of one data source.
 *
 * @param current the version that the secret holds
 * @param accepted the versions that are let in
 * @param attempted the newest version that has been tried
 * @param entered the newest version that has been let in; 0 at first
 * @param halves logins with a user and a password of different versions
 */
record TargetRecord(
    int current, Set<Integer> accepted, int attempted, int entered, List<String> halves) {
  TargetRecord {
    accepted = Set.copyOf(accepted);
    halves = List.copyOf(halves);
  }

  boolean works(int version) {
    return accepted.contains(version);
  }
}
