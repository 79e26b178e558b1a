package io.passgate.demo;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Where the demo hub listens and under which prefixes it serves the same application. Immutable.
 *
 * @param address  address to bind
 * @param port     port to bind, 0 for any free one
 * @param prefixes {@code /} or a path such as {@code /sales}: lower-case letters, digits and dashes, no slash at the end
 */
public record DemoHubSettings(String address, int port, List<String> prefixes) {
    public DemoHubSettings {
        requireNonNull(address, "address");
        prefixes = List.copyOf(prefixes);
        for (String prefix : prefixes) {
            if (!prefix.matches("/|/[a-z0-9-]+")) {
                throw new IllegalArgumentException("prefix must be / or like /sales, is " + prefix);
            }
        }
    }

    /** On loopback, under {@code /} and {@code /sales}. */
    public static DemoHubSettings loopback(int port) {
        return new DemoHubSettings("127.0.0.1", port, List.of("/", "/sales"));
    }
}
