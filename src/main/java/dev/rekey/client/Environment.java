package dev.rekey.client;

/** Where data sources live. */
public record Environment(String id, String name, String projectId, String teamId) {}
