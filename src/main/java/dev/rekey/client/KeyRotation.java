package dev.rekey.client;

/**
 * How far the values of the store are sealed under the newest key.
 *
 * @param running whether it is under way; it goes on by itself after a restart
 * @param total how many values there are to seal
 * @param done how many of them are sealed
 */
public record KeyRotation(boolean running, long total, long done) {}
