package io.passgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no settings: a clear answer, soon. */
@Timeout(10)
class RubbishTest {

    @TempDir
    Path directory;

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        byte[] bytes = new byte[4096];
        new Random(1).nextBytes(bytes);

        assertThat(only(bytes)).isEqualTo("expected UTF-8 text, found other bytes");
    }

    @Test
    void controlCharactersAreRefusedAtTheirPlace() throws IOException {
        assertThat(problems("site:\n  name: a\u0000b\n".getBytes(StandardCharsets.UTF_8)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message()).isEqualTo("not text: the character U+0000");
                    assertThat(problem.place().line()).isEqualTo(2);
                    assertThat(problem.place().column()).isEqualTo(10);
                });
    }

    @Test
    void tenMegabytesAreRefused() throws IOException {
        byte[] bytes = new byte[10 << 20];
        Arrays.fill(bytes, (byte) 'a');

        assertThat(only(bytes)).isEqualTo("expected a settings file, found more than 1 MiB");
    }

    @Test
    void deepNestingIsRefused() throws IOException {
        assertThat(only("[".repeat(500_000).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("nested deeper than 32 levels");
        assertThat(only("- ".repeat(500_000).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("nested deeper than 32 levels");
    }

    @Test
    void aliasesThatMultiplyAreRefused() throws IOException {
        StringBuilder laughs = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 10; i++) {
            String before = "*a" + (i - 1);
            laughs.append("a%d: &a%d [".formatted(i, i))
                    .append((before + ", ").repeat(9))
                    .append(before)
                    .append("]\n");
        }

        assertThat(only(laughs.toString().getBytes(StandardCharsets.UTF_8))).isEqualTo("more than 50000 values");
    }

    @Test
    void anAliasOfItselfIsRefused() throws IOException {
        assertThat(only("site: &a [*a]\n".getBytes(StandardCharsets.UTF_8))).isEqualTo("there is no anchor &a above");
    }

    @Test
    void aDirectoryIsNoFile() {
        assertThat(Fixtures.problems(directory, Map.of()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).isEqualTo("expected a file, found a directory"));
    }

    @Test
    void aByteOrderMarkIsNoHarm() throws IOException {
        Path file = directory.resolve("passgate.yaml");
        Files.writeString(file, "\uFEFF" + Fixtures.content(Fixtures.file("minimal.yaml")));

        assertThat(Fixtures.problems(file, Map.of())).isEmpty();
    }

    /** The seed is fixed: whatever it finds, it finds again. */
    @Test
    @Timeout(120)
    void noChangeOfAnyByteMakesTheReaderFail() throws IOException {
        byte[] sound = Files.readAllBytes(Fixtures.file("full.yaml"));
        Random random = new Random(20261121);
        String marks = "{}[]:,-&*!|>'\"%@#?~ \n\t0aA/\\";
        for (int round = 0; round < 400; round++) {
            byte[] changed = sound.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                changed[random.nextInt(changed.length)] = random.nextInt(4) == 0
                        ? (byte) random.nextInt(256)
                        : (byte) marks.charAt(random.nextInt(marks.length()));
            }
            int length = random.nextInt(8) == 0 ? random.nextInt(changed.length) : changed.length;
            for (Problem problem : problems(Arrays.copyOf(changed, length))) {
                assertThat(problem.message()).as("round " + round).isNotBlank();
                assertThat(problem.place().line()).as("round " + round).isPositive();
            }
        }
    }

    private String only(byte[] content) throws IOException {
        List<Problem> problems = problems(content);
        assertThat(problems).hasSize(1);
        return problems.get(0).message();
    }

    private List<Problem> problems(byte[] content) throws IOException {
        Path file = directory.resolve("passgate.yaml");
        Files.write(file, content);
        return Fixtures.problems(file, Map.of());
    }
}
