package io.passgate.identity;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a source said about a user besides the name: groups, roles, claims. Kept as seen, for access rules and for the
 * denied-access record. Immutable, in name order.
 *
 * @param values the values of each attribute, by its name
 */
public record Attributes(Map<String, List<String>> values) {

    /** Nothing is known besides the name. */
    public static final Attributes NONE = new Attributes(Map.of());

    /** Copies deeply. */
    public Attributes {
        values = Collections.unmodifiableMap(values.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, e -> List.copyOf(e.getValue()), (a, b) -> b, TreeMap::new)));
    }
}
