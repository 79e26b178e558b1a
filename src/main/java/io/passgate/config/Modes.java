package io.passgate.config;

/**
 * What is enforced. Immutable.
 *
 * @param license access passes and the license standing
 * @param sessions parallel sessions
 */
public record Modes(Mode license, Mode sessions) {}
