package dev.rekey.api.access;

/**
 * A place that data sources live in.
 *
 * @param id as it comes in the {@code x-chalk-env-id} header
 * @param name for people
 */
public record Environment(String id, String name) {}
