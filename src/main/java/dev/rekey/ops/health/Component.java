package dev.rekey.ops.health;

import java.util.function.Supplier;

/**
 * A part of the worker that can be asked how it is.
 *
 * @param name one of few; its name in health, metrics and {@code grpc.health.v1}
 * @param check asks it; may block, may be called at any time and by many at once, changes nothing.
 *     What it throws counts as down
 */
public record Component(String name, Supplier<ComponentHealth> check) {}
