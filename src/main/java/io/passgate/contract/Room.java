package io.passgate.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** How much a message of the sync holds: a number of items, and bytes of their JSON. Stateless. */
final class Room {
    private Room() {}

    /** As many of the first of {@code items} as there is room for. */
    static <T> List<T> first(List<T> items, int most, int mostBytes, Function<T, ObjectNode> write) {
        int bytes = 0;
        int count = 0;
        for (T item : items) {
            bytes += 1 + StrictJson.write(write.apply(item)).getBytes(StandardCharsets.UTF_8).length;
            if (count == most || bytes > mostBytes) {
                return List.copyOf(items.subList(0, count));
            }
            count++;
        }
        return List.copyOf(items);
    }
}
