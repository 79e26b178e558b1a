package io.passgate.alerts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * An alert on its way; {@code operations.md} describes its JSON. Immutable.
 *
 * @param id the same at each attempt, so that a receiver can tell duplicates
 * @param at when it was raised
 * @param condition what holds
 * @param repeated whether it was told before and only lasts
 * @param from who raised it
 */
record Alert(String id, Instant at, Condition condition, boolean repeated, Origin from) {

    /** The number of the form below; it counts up when a member changes its meaning. */
    static final int FORMAT = 1;

    /**
     * Who raises alerts.
     *
     * @param site what pages call the hub
     * @param node the name of this machine
     */
    record Origin(String site, String node) {}

    byte[] json() {
        ObjectNode out = JsonNodeFactory.instance
                .objectNode()
                .put("format", FORMAT)
                .put("id", id)
                .put("at", at.toString())
                .put("site", from.site())
                .put("node", from.node())
                .put("event", condition.event().word())
                .put("severity", condition.event().severity().word())
                .put("subject", condition.subject())
                .put("summary", condition.summary())
                .put("repeated", repeated);
        ObjectNode figures = out.putObject("figures");
        condition.figures().forEach(figures::put);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
