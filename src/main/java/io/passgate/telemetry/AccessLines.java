package io.passgate.telemetry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.passgate.identity.User;

/** One line of JSON for each request; the fields stand in {@code operations.md}. Safe for use by many threads. */
final class AccessLines implements AccessLog {

    private final LineFile file;

    /** Writes to {@code file}. */
    AccessLines(LineFile file) {
        this.file = file;
    }

    @Override
    public void request(AccessLine line) {
        file.offer(sequence -> JsonNodeFactory.instance
                .objectNode()
                .put("time", line.at().toString())
                .put("requestId", line.requestId())
                .put("address", line.address())
                .put("user", line.user().map(User::written).orElse(null))
                .put("virtualProxy", line.virtualProxy())
                .put("method", line.method())
                .put("path", line.path())
                .put("protocol", line.protocol())
                .put("status", line.status())
                .put("bytesIn", line.bytesIn())
                .put("bytesOut", line.bytesOut())
                .put("ms", DecisionLines.millis(line.took()))
                .toString());
    }
}
