package dev.rekey.event;

import java.util.List;

/** Where sources hand over what they received. Safe for use by many threads. */
@FunctionalInterface
public interface Intake {
  /**
   * Makes these deliveries durable, in one write: as rotations, in quarantine, or as nothing where
   * no binding asks for them. Blocks until that is done; the source acknowledges them afterwards,
   * not before. Accepting a delivery again changes nothing.
   *
   * @throws RuntimeException when they could not be made durable; none of them is acknowledged then
   */
  void accept(List<Delivery> deliveries);
}
