package io.passgate.hub;

import io.passgate.wire.Field;
import java.util.List;
import java.util.Optional;

/**
 * The hub's whole answer to a {@link HubCall}.
 *
 * @param fields its header, framing and hop-by-hop fields left out
 * @param body as sent; nobody else writes to the array
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record HubAnswer(int status, List<Field> fields, byte[] body) {
    public HubAnswer {
        fields = List.copyOf(fields);
    }

    /** The value of the first field of this name. */
    public Optional<String> value(String name) {
        return values(name).stream().findFirst();
    }

    /** The values of all fields of this name. */
    public List<String> values(String name) {
        return fields.stream()
                .filter(f -> f.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }
}
