package io.passgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The alert rules that we ship hold what they say, by Prometheus' own tool, and look at nothing that a gate does not show. */
@Timeout(120)
class PrometheusRulesIT {
    private static final Path RULES = Path.of("conf/alerts.prometheus.yaml");
    private static final Pattern METRIC = Pattern.compile("passgate_[a-z_]+");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check rules conf/alerts.prometheus.yaml",
                "test rules src/test/resources/prometheus/alerts.test.yaml"
            })
    void promtoolAccepts(String arguments) throws Exception {
        Assumptions.assumeTrue(isThere(), "promtool is not installed (Debian: prometheus)");
        Process promtool = new ProcessBuilder(("promtool " + arguments).split(" "))
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
    }

    private static boolean isThere() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "promtool")));
    }

    @Test
    void everyMetricOfTheRulesIsShownByAGate(@TempDir Path directory) throws Exception {
        try (TestSite site = new TestSite(directory, InstantSource.system());
                Gate gate = site.gate("- { prefix: /, preset: demo, hub: { urls: [\"http://127.0.0.1:9\"] } }")) {
            String shown = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gate.adminPort() + "/metrics"))
                                    .header(
                                            "Authorization",
                                            "Bearer "
                                                    + Files.readString(site.file("data/admin.token"))
                                                            .strip())
                                    .build(),
                            BodyHandlers.ofString())
                    .body();

            Matcher names = METRIC.matcher(Files.readString(RULES));
            assertThat(names.results().map(MatchResult::group).distinct())
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(shown).containsPattern("(?m)^" + name + "[ {]"));
        }
    }
}
