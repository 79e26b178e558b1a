package io.passgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each attack on the license that {@code security.md} lists names tests that are there, and what was removed to try them. */
class AttacksPageTest {

    private static final Pattern PROOF = Pattern.compile("`([A-Z]\\w+)#(\\w+)`");

    private static List<String[]> rows() {
        String page = Fixtures.content(Path.of("src/site/markdown/security.md"));
        String section = page.substring(page.indexOf("## Attacks on the license"));
        return section.substring(0, section.indexOf("\n## "))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| attack"))
                .map(line -> line.split(" *\\| *"))
                .toList();
    }

    @Test
    void everyTestItNamesIsThere() throws IOException {
        Map<String, String> tests = TestSources.byName();
        for (String[] row : rows()) {
            List<MatchResult> proofs = PROOF.matcher(row[3]).results().toList();
            assertThat(proofs).as(row[1]).isNotEmpty();
            assertThat(proofs).allMatch(proof -> tests.getOrDefault(proof.group(1), "")
                    .contains(" void " + proof.group(2) + "("));
        }
    }

    @Test
    void everyRowSaysWhatRefusesItAndWhatWasRemovedWhenItWasTried() {
        assertThat(rows()).hasSizeGreaterThan(25).allSatisfy(row -> {
            assertThat(row).hasSize(5);
            assertThat(List.of(row).subList(1, 5)).noneMatch(String::isEmpty);
        });
    }
}
