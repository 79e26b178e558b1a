package io.passgate.front;

import io.passgate.wire.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses the virtual proxy of a request: one for its host before one for all, then the longest prefix. Immutable. */
final class Routes {
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Entry(byte[] prefix, Optional<String> hostName, VirtualProxyRoute route) {}

    private final List<Entry> entries;

    Routes(List<VirtualProxyRoute> routes) {
        Comparator<VirtualProxyRoute> hostFirst =
                Comparator.comparing(r -> r.hostName().isEmpty());
        entries = routes.stream()
                .sorted(hostFirst.thenComparing(r -> -r.prefix().length()))
                .map(r -> new Entry(r.prefix().getBytes(StandardCharsets.ISO_8859_1), r.hostName(), r))
                .toList();
    }

    /** The virtual proxy of a checked head, or null where there is none. */
    @Nullable
    VirtualProxyRoute choose(RequestHead head) {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (lies(head, entry.prefix) && (entry.hostName.isEmpty() || isFor(head, entry.hostName.get()))) {
                return entry.route;
            }
        }
        return null;
    }

    private static boolean lies(RequestHead head, byte[] prefix) {
        int start = head.pathStart();
        int end = start + prefix.length;
        boolean begins = prefix.length == 1
                || (end <= head.pathEnd() && Arrays.equals(head.bytes(), start, end, prefix, 0, prefix.length));
        return begins && (prefix.length == 1 || end == head.pathEnd() || head.bytes()[end] == '/');
    }

    private static boolean isFor(RequestHead head, String hostName) {
        String host = head.host().toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        boolean hasPort = colon > host.lastIndexOf(']');
        return hostName.equals(hasPort && colon >= 0 ? host.substring(0, colon) : host);
    }
}
