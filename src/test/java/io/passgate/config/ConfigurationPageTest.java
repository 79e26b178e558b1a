package io.passgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code configuration.md} names every key that the reader asks for, with its type and default, and no other. */
class ConfigurationPageTest {

    private static final Pattern ROW =
            Pattern.compile("\\| `([^`]+)` \\| ((?:[^|\\\\]|\\\\.)+) \\| ((?:[^|\\\\]|\\\\.)+) \\| (.+) \\|");

    private final List<Matcher> rows = Fixtures.content(Path.of("src/site/markdown/configuration.md"))
            .lines()
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .toList();

    @Test
    void everyKeyIsListedOnceWithTypeAndDefault() {
        assertThat(rows.stream()
                        .map(row -> new KnownKey(
                                row.group(1), row.group(2), row.group(3).replace("`", ""))))
                .containsExactlyInAnyOrderElementsOf(SettingsReader.keysAskedFor(Fixtures.file("full.yaml")));
    }

    @Test
    void everyKeySaysWhatItMeans() {
        assertThat(rows.stream().map(row -> row.group(1) + ": " + row.group(4)))
                .isNotEmpty()
                .allMatch(row -> row.matches("\\S+: .{8,}"));
    }
}
