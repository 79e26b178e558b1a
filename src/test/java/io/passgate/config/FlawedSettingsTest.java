package io.passgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each flawed file in the fixtures has its problems beside it: {@code x.yaml}, {@code x.txt}, and {@code x.env} if any. */
class FlawedSettingsTest {

    static Stream<Path> flawed() throws IOException {
        try (Stream<Path> files = Files.list(Fixtures.DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("flawed")
    void allProblemsAreToldAtOnceWithTheirPlaces(Path expected) {
        Path yaml = sibling(expected, ".yaml");

        String told = Fixtures.text(Fixtures.problems(yaml, environment(sibling(expected, ".env"))));

        assertThat(told).isEqualTo(Fixtures.content(expected)).isNotEmpty();
    }

    @Test
    void everyFixtureIsEitherSoundOrHasItsProblemsBesideIt() throws IOException {
        try (Stream<Path> files = Files.list(Fixtures.DIRECTORY)) {
            assertThat(files.filter(file -> file.toString().endsWith(".yaml")))
                    .allSatisfy(yaml -> assertThat(Files.exists(sibling(yaml, ".txt")))
                            .isEqualTo(!Fixtures.problems(yaml, environment(sibling(yaml, ".env")))
                                    .isEmpty()));
        }
    }

    private static Path sibling(Path file, String extension) {
        return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.[a-z]+$", extension));
    }

    private static Map<String, String> environment(Path file) {
        return Files.exists(file)
                ? Fixtures.content(file)
                        .lines()
                        .collect(Collectors.toMap(line -> line.split("=", 2)[0], line -> line.split("=", 2)[1]))
                : Map.of();
    }
}
