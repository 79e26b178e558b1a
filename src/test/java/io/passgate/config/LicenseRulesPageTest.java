package io.passgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each test that {@code license-rules.md} names for a row of the license model is there and cites the section of the row. */
class LicenseRulesPageTest {

    private static final Pattern SECTION = Pattern.compile("## (§\\S+) .*");
    private static final Pattern PROOF = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)`");

    private record Row(String section, String text) {}

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        String section = "";
        for (String line : Fixtures.content(Path.of("src/site/markdown/license-rules.md"))
                .lines()
                .toList()) {
            Matcher heading = SECTION.matcher(line);
            if (heading.matches()) {
                section = heading.group(1);
            } else if (line.startsWith("| ") && !line.startsWith("| row")) {
                rows.add(new Row(section, line));
            }
        }
        return rows;
    }

    @Test
    void everyTestItNamesIsThereAndCitesTheSection() throws IOException {
        Map<String, String> tests = TestSources.byName();
        for (Row row : rows()) {
            PROOF.matcher(row.text()).results().forEach(proof -> {
                String test = tests.getOrDefault(proof.group(1), "");
                assertThat(test.contains(" void " + proof.group(2) + "("))
                        .as("there is %s, of %s", proof.group(), row)
                        .isTrue();
                assertThat(Pattern.compile(row.section() + "(?![.\\d])")
                                .matcher(test)
                                .find())
                        .as("%s cites %s", proof.group(1), row.section())
                        .isTrue();
            });
        }
    }

    @Test
    void everyRowIsProvedOrSaysWhyNot() {
        assertThat(rows())
                .hasSizeGreaterThan(70)
                .allMatch(row -> PROOF.matcher(row.text()).find() || row.text().contains("| – "));
    }
}
