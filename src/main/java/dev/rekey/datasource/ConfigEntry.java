package dev.rekey.datasource;

import java.time.Instant;

/** A config key's value, and when it last changed. */
public record ConfigEntry(ConfigValue value, Instant updatedAt) {}
