package io.passgate.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each input beside its expected bytes. What came out stands in target/pages, to look at and to copy from. */
class AnswersTest {

    private static final Path OUT = Path.of("target/pages");

    static Stream<PageFixture> fixtures() throws IOException {
        return PageFixture.all();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void pageForAPersonIsAsExpected(PageFixture fixture) throws IOException {
        Files.createDirectories(OUT);
        Files.writeString(
                OUT.resolve(fixture.name() + ".html"),
                new Answers(fixture.site())
                        .answer(fixture.notice(), fixture.visit(), ClientKind.PERSON)
                        .body());
        same(fixture.name() + ".page", fixture.answered(ClientKind.PERSON));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void problemForAProgramIsAsExpected(PageFixture fixture) throws IOException {
        same(fixture.name() + ".problem", fixture.answered(ClientKind.PROGRAM));
    }

    private static void same(String name, String actual) throws IOException {
        Files.createDirectories(OUT);
        Files.writeString(OUT.resolve(name), actual);
        Path expected = PageFixture.DIRECTORY.resolve(name);
        assertThat(Files.exists(expected) ? Files.readString(expected) : "").isEqualTo(actual);
    }
}
