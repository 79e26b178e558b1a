package io.passgate.front;

import io.passgate.wire.Field;
import java.util.List;

/**
 * An answer that the gate itself makes. Length, connection and request id are added when it is sent.
 *
 * @param body sent as it is, left out in answer to HEAD; nobody writes to the array any more
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record LocalAnswer(int status, List<Field> fields, byte[] body) {
    public LocalAnswer {
        fields = List.copyOf(fields);
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("expected a final status, not " + status);
        }
    }
}
