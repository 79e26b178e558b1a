package io.passgate.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The settings files that the tests read, and what they expect of them. */
final class Fixtures {

    static final Path DIRECTORY = Path.of("src/test/resources/fixtures/config");

    private Fixtures() {}

    static Path file(String name) {
        return DIRECTORY.resolve(name);
    }

    static Settings settings(Path file, Map<String, String> environment) {
        return SettingsReader.read(file, environment).fold(settings -> settings, problems -> {
            throw new AssertionError("expected no problem, found\n" + text(problems));
        });
    }

    static Settings settings(String name) {
        return settings(file(name), Map.of());
    }

    static List<Problem> problems(Path file, Map<String, String> environment) {
        return SettingsReader.read(file, environment).fold(settings -> List.of(), problems -> problems);
    }

    static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(host, port);
    }

    /** One problem a line, with {@code <cwd>} for the working directory. */
    static String text(List<Problem> problems) {
        String cwd = Path.of("").toAbsolutePath().toString();
        return problems.stream()
                .map(problem -> problem.toString().replace(cwd, "<cwd>") + "\n")
                .collect(Collectors.joining());
    }

    static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
