package io.passgate.hub;

import io.passgate.wire.Field;
import java.time.Duration;
import java.util.List;

/**
 * A request of the gate's own to the hub, without a body.
 *
 * @param method a token
 * @param target path and query
 * @param fields its header; a Host among them is the client's, which the hub gets where it would with the client's own request
 *     ({@link HubSettings.HostRule}), else the hub's address
 * @param timeout from the call to the complete answer
 * @param maxBody longest body taken, in bytes
 */
public record HubCall(String method, String target, List<Field> fields, Duration timeout, int maxBody) {
    public HubCall {
        fields = List.copyOf(fields);
        if (method.isEmpty() || !method.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("expected a request method, not " + method);
        }
        if (!target.startsWith("/") || !target.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("expected a path without spaces or control characters");
        }
    }

    /** A GET with the bounds of who-am-I (design.md §4): 2 s, 64 KiB. */
    public static HubCall get(String target, List<Field> fields) {
        return new HubCall("GET", target, fields, Duration.ofSeconds(2), 64 << 10);
    }
}
