package io.passgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.license.AccessType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of access rules is read strictly, and every mistake is told with its place (domain.md §5). */
class RulesFileTest {

    @TempDir
    private Path directory;

    private List<String> problems(String text) throws IOException {
        Path file = directory.resolve("rules.yaml");
        Files.writeString(file, text);
        return RulesFile.read(file).fold(sound -> List.of(), flawed -> flawed.stream()
                .map(Problem::toString)
                .toList());
    }

    @Test
    void theSampleIsSound() {
        RulesFile sample = RulesFile.read(Path.of("conf/rules.sample.yaml")).fold(sound -> sound, flawed -> {
            throw new AssertionError(flawed);
        });
        assertThat(sample.rules().get(0).rule().grant().type()).isEqualTo(AccessType.USER_ACCESS_PASS);
        assertThat(sample.loginGroups()).containsEntry("Visitors", 1);
    }

    @Test
    void aBadConditionIsToldWithItsLineTheExpectationAndACaret() throws IOException {
        assertThat(problems("rules:\n  - name: A\n    grants: analyzer\n    when: user.group == \"x\"\n"))
                .singleElement()
                .asString()
                .contains("rules.yaml:4:")
                .contains("rules[0].when")
                .contains("expected")
                .contains("\nuser.group == \"x\"\n")
                .endsWith("^");
    }

    @Test
    void everyOtherMistakeIsToldAtOnce() throws IOException {
        List<String> told = problems(
                """
                rules:
                  - { name: A, grants: gold, when: user.group = "x" }
                  - { name: B, grants: analyzer, wen: x, when: user.group = "x" }
                  - { name: C, grants: analyzer, loginGroup: G, when: user.group = "x" }
                loginGroups:
                  - { name: G, tokens: "3" }
                """);
        assertThat(told).hasSize(4);
        assertThat(told.get(0)).contains(":2:").contains("rules[0].grants").contains("professional");
        assertThat(told.get(1)).contains(":3:").contains("unknown key; did you mean when?");
        assertThat(told.get(2)).contains(":4:").contains("names no group");
        assertThat(told.get(3))
                .contains(":6:")
                .contains("expected a whole number")
                .contains("without quotes");
    }

    @Test
    void aNameThatIsTakenIsToldAtItsOwnLine() throws IOException {
        String rule = "  - { name: A, grants: analyzer, when: user.group = \"x\" }\n";
        String group = "  - { name: V, tokens: 1 }\n";
        assertThat(problems("rules:\n" + rule + rule + rule + "loginGroups:\n" + group + group))
                .map(Object::toString)
                .satisfiesExactly(
                        second -> assertThat(second)
                                .containsPattern(":3:\\d+.*rules\\[1\\]\\.name: expected another than \"A\"")
                                .containsPattern("which is taken at .*:2:"),
                        third -> assertThat(third).containsPattern(":4:\\d+.*taken at .*:2:"),
                        group2 -> assertThat(group2)
                                .containsPattern(":7:\\d+.*loginGroups\\[1\\]\\.name: expected another than \"V\""));
    }
}
