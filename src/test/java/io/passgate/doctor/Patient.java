package io.passgate.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.app.TestSite;
import io.passgate.config.Settings;
import io.passgate.config.SettingsReader;
import io.passgate.doctor.Finding.Level;
import io.passgate.testing.ScriptedHub;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A site in good health – hub, license backend, files –, of which a test breaks what it likes. Not safe for several threads. */
final class Patient implements AutoCloseable {
    final Path directory;
    final TestSite site;
    final ScriptedHub hub;

    Patient(Path directory) throws Exception {
        this.directory = directory;
        this.site = new TestSite(directory, InstantSource.system());
        this.hub = hub(200, "{\"user\":null}");
    }

    /** A hub that answers everything with this, and the time of day. */
    static ScriptedHub hub(int status, String body, String... fields) {
        return ScriptedHub.answering(answer(status, body, fields));
    }

    static String answer(int status, String body, String... fields) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        return "HTTP/1.1 " + status + " X\r\nDate: " + date + "\r\nContent-Length: " + body.length() + "\r\n"
                + String.join("", List.of(fields).stream().map(f -> f + "\r\n").toList()) + "\r\n" + body;
    }

    /** Its settings file, after {@code breaking}. */
    Path configuration(UnaryOperator<String> breaking) throws Exception {
        String sound = Files.readString(
                site.settings("- { prefix: /, preset: demo, hub: { urls: [\"%s\"] } }".formatted(hub.url())));
        return Files.writeString(directory.resolve("broken.yaml"), breaking.apply(sound));
    }

    Diagnosis examined() throws Exception {
        return examined(sound -> sound);
    }

    Diagnosis examined(UnaryOperator<String> breaking) throws Exception {
        return examined(Clock.systemUTC(), breaking);
    }

    Diagnosis examined(InstantSource clock, UnaryOperator<String> breaking) throws Exception {
        Path file = configuration(breaking);
        return SettingsReader.read(file, Map.of())
                .fold(
                        settings -> new Doctor(settings, clock).examine(file),
                        problems -> Diagnosis.flawed(file, problems));
    }

    Settings settings() throws Exception {
        return SettingsReader.read(configuration(sound -> sound), Map.of()).fold(settings -> settings, problems -> {
            throw new IllegalStateException(problems.toString());
        });
    }

    /** With its hub at another address. */
    UnaryOperator<String> hubAt(URI url) {
        return settings -> settings.replace(hub.url().toString(), url.toString());
    }

    /** With the same, whose certificate must come from these authorities. */
    UnaryOperator<String> hubAt(URI url, Path trust) {
        return settings ->
                settings.replace("urls: [\"" + hub.url() + "\"]", "urls: [\"" + url + "\"], trust: \"" + trust + "\"");
    }

    /** With a forward proxy on the way to the license backend. */
    static UnaryOperator<String> proxyAt(int port) {
        return settings ->
                settings.replace("backend: { ", "backend: { forwardProxy: \"http://127.0.0.1:%d\", ".formatted(port));
    }

    /** The one warning or fault of that check. */
    static Finding wrong(Diagnosis diagnosis, String check) {
        List<Finding> found = diagnosis.findings().stream()
                .filter(finding ->
                        finding.check().equals(check) && finding.level().compareTo(Level.WARNING) >= 0)
                .toList();
        assertThat(found).as(diagnosis.toString()).hasSize(1);
        assertThat(found.get(0).toDo()).isNotEmpty();
        return found.get(0);
    }

    @Override
    public void close() {
        hub.close();
        site.close();
    }
}
