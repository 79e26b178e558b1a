package io.passgate.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sources of the tests that pages name. Stateless. */
final class TestSources {

    private TestSources() {}

    /** The text of each test class, by its simple name. */
    static Map<String, String> byName() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(f -> f.getFileName().toString().matches("\\w+(Test|Contract|IT)\\.java"))
                    .collect(Collectors.toMap(
                            f -> f.getFileName().toString().replace(".java", ""), TestSources::text, String::concat));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
