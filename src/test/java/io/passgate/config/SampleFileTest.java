package io.passgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code conf/passgate.yaml}, and the shape of the settings that it was agreed on. */
class SampleFileTest {

    private static final List<String> BROUGHT = List.of(
            "listen[0].tls.certificate",
            "listen[0].tls.key",
            "virtualProxies[0].hub.trust",
            "license.keyFile",
            "license.signers",
            "license.backend.trust");

    @Test
    void theSampleLacksNothingButTheFilesThatTheAdministratorBrings() {
        List<Problem> problems = Fixtures.problems(Path.of("conf/passgate.yaml"), Map.of());

        assertThat(problems).extracting(Problem::key).isSubsetOf(BROUGHT);
        assertThat(problems).allSatisfy(problem -> assertThat(problem.message())
                .startsWith("expected a readable file, found")
                .contains("there is no such file"));
    }

    @Test
    void theSampleIsSoundOnceTheFilesAreThere() {
        String there = Fixtures.file("files/there.pem").toString();

        Settings sample = Fixtures.settings(
                Path.of("conf/passgate.yaml"),
                BROUGHT.stream().collect(Collectors.toMap(Variables::name, key -> there)));

        assertThat(sample.listen().get(1).redirectPort()).contains(8443);
    }

    @Test
    void everyKeyOfTheAgreedShapeIsRead() {
        Settings agreed = Fixtures.settings("agreed-shape.yaml");

        assertThat(agreed.virtualProxies().get(0).identity().chain()).hasSize(2);
    }
}
