package io.passgate.config;

import io.passgate.config.Node.Fields;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the settings file, its presets and the {@code PASSGATE_} variables. Touches nothing but the files named: they must
 * be there and readable. Has no state; safe for use by any thread.
 */
public final class SettingsReader {

    private SettingsReader() {}

    /**
     * Reads and checks all settings. Presets are looked for in {@code hubs} beside {@code file}, then among those built in.
     *
     * @param file the settings file
     * @param environment the process's environment; only {@code PASSGATE_} variables are looked at
     */
    public static SettingsOutcome read(Path file, Map<String, String> environment) {
        Reading reading = new Reading(new Variables(environment));
        Read<Settings> settings = read(file, reading);
        List<Problem> problems = reading.problems().inOrder();
        return problems.isEmpty() ? new SettingsOutcome.Sound(settings.get()) : new SettingsOutcome.Flawed(problems);
    }

    /** The keys that reading {@code file} asks for. */
    static Set<KnownKey> keysAskedFor(Path file) {
        Reading reading = new Reading(new Variables(Map.of()));
        read(file, reading);
        return reading.known();
    }

    private static Read<Settings> read(Path file, Reading reading) {
        Problems problems = reading.problems();
        Place beginning = Place.beginningOf(file.toString());
        Optional<Node> root =
                SettingsText.of(file, problems).flatMap(text -> YamlText.parse(file.toString(), text, problems));
        if (root.isEmpty()) {
            return Read.failed(beginning);
        }
        Node node = root.get();
        if (!(node instanceof Fields fields)) {
            problems.add(node.place(), "", "expected a mapping, found " + node.described());
            return Read.failed(beginning);
        }
        Presets presets = new Presets(file.resolveSibling("hubs"));
        Read<Settings> settings =
                Section.root(reading, fields, s -> new RootReader(presets, problems, new AcrossSections()).of(s));
        reading.variables().refuseUnknown(problems);
        return settings;
    }
}
