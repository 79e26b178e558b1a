package io.passgate.alerts;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something worth an alert that holds now. Immutable; no secrets, and nobody's name.
 *
 * @param event what kind of thing
 * @param subject tells it from others of its kind: an access type, a month; empty where there is one only
 * @param summary for a person to read
 * @param figures the numbers behind it, by name
 */
record Condition(AlertEvent event, String subject, String summary, Map<String, Long> figures) {

    Condition {
        figures = Collections.unmodifiableMap(new TreeMap<>(figures));
    }
}
