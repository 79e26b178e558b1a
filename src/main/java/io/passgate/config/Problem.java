package io.passgate.config;

/**
 * One thing that is wrong with the settings, for the person who wrote them. Immutable.
 *
 * @param place where
 * @param key the key's path, {@code virtualProxies[0].hub.urls}; empty when it concerns the whole file
 * @param message what is wrong and what was expected
 */
public record Problem(Place place, String key, String message) {

    /** One line: place, key, message. */
    @Override
    public String toString() {
        return place + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
}
