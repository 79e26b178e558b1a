package io.passgate.config;

import io.passgate.config.Node.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds presets by name: {@code hubs/<name>.yaml} beside the settings file, else the one built in. Immutable.
 *
 * @param directory where a site keeps its own presets
 */
record Presets(Path directory) {

    /** A preset's name. */
    static final Kind<String> NAME = Kinds.such(
            "preset name", "the name of a preset, of a-z 0-9 -", text -> text.matches("[a-z0-9][a-z0-9-]{0,63}"));

    private static final String BUILT_IN = "/hubs/";

    /** The keys of a preset; nothing when there is none or it cannot be read, which is then a problem. */
    Optional<Fields> find(String name, Section virtualProxy, Place asked, Problems problems) {
        Path file = directory.resolve(name + ".yaml");
        if (Files.exists(file)) {
            return SettingsText.of(file, problems).flatMap(text -> fields(file.toString(), text, problems));
        }
        try (InputStream in = Presets.class.getResourceAsStream(BUILT_IN + name + ".yaml")) {
            if (in != null) {
                String source = "hubs/" + name + ".yaml (built in)";
                return SettingsText.of(in, source, problems).flatMap(text -> fields(source, text, problems));
            }
        } catch (IOException e) {
            virtualProxy.problem(asked, "preset", "the preset built in cannot be read: " + e.getMessage());
            return Optional.empty();
        }
        String there = Nearest.to(name, names())
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
        virtualProxy.problem(asked, "preset", "expected a preset, found neither " + file + " nor one built in" + there);
        return Optional.empty();
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\.yaml$", ""))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Optional<Fields> fields(String source, String text, Problems problems) {
        Optional<Node> root = YamlText.parse(source, text, problems);
        if (root.isEmpty()) {
            return Optional.empty();
        }
        if (!(root.get() instanceof Fields fields)) {
            problems.add(
                    root.get().place(),
                    "",
                    "expected a mapping, found " + root.get().described());
            return Optional.empty();
        }
        for (String key : List.of("preset", "prefix")) {
            Optional.ofNullable(fields.all().get(key))
                    .ifPresent(field ->
                            problems.add(field.keyPlace(), key, "stands with the virtual proxy, not in a preset"));
        }
        return Optional.of(fields);
    }
}
