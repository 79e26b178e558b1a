package io.passgate.config;

import io.passgate.alerts.AlertEvent;
import io.passgate.alerts.AlertSettings;
import io.passgate.alerts.AlertSettings.WebhookSettings;
import io.passgate.alerts.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/** Reads {@code alerts}. */
final class AlertsReader {

    private static final List<AlertEvent> ALL = List.of(AlertEvent.values());
    private static final Kind<AlertEvent> EVENT = Kinds.choice(ALL, AlertEvent::word);
    private static final Kind<Path> SECRET_FILE =
            Kind.text("file", "a readable file that holds a secret", AlertsReader::secretFile);

    private AlertsReader() {}

    static Read<AlertSettings> of(Section s) {
        var repeat = s.orElse("repeat", Kinds.DURATION, AlertSettings.REPEAT);
        var webhooks = s.optionalNestedList("webhooks", AlertsReader::webhook);
        return s.make(() -> new AlertSettings(repeat.get(), webhooks.get()));
    }

    private static Read<WebhookSettings> webhook(Section s) {
        var url = s.required("url", WebKinds.WEBHOOK_URL);
        var secretFile = s.required("secretFile", SECRET_FILE);
        var events = s.list("events", EVENT, ALL);
        var trust = s.optional("trust", Kinds.FILE);
        url.ifKnown(to -> {
            if (s.has("trust") && !"https".equals(to.getScheme())) {
                s.problem(trust.place(), "trust", "expected nothing, as the url is not https");
            }
        });
        return s.make(() -> new WebhookSettings(url.get(), secretFile.get(), new HashSet<>(events.get()), trust.get()));
    }

    private static Path secretFile(String text) {
        Path file = Kinds.FILE.parse().apply(text);
        try {
            Secret.read(file);
            return file;
        } catch (IOException e) {
            throw new Kind.Unfit("expected at least " + Secret.LEAST_CHARACTERS + " characters of text in it");
        }
    }
}
