package dev.rekey.client;

/**
 * Someone who is told of outcomes.
 *
 * @param pending how many notifications are still to be told, over all environments
 * @param dead how many were given up
 * @param circuitOpen whether it is spared for a while, because it did not answer
 */
public record NotificationEndpoint(String name, long pending, long dead, boolean circuitOpen) {}
