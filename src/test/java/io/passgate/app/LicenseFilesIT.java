package io.passgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.passgate.config.SettingsReader;
import io.passgate.contract.Allotment;
import io.passgate.contract.Definition;
import io.passgate.contract.EnablerAttribute;
import io.passgate.contract.EnablerLine;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.May;
import io.passgate.testing.AdminClient;
import io.passgate.testing.PassgateJar;
import io.passgate.testing.PassgateJar.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A site by License Enabler File, from its first import to a running gate, with the packaged program (domain.md §4.3). */
@Timeout(180)
class LicenseFilesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SERIAL = "4711081500000002";
    private static final String CONTROL = "8152639904";

    @TempDir
    private Path directory;

    private TestSite site;
    private Path config;
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void start() throws Exception {
        site = new TestSite(directory, InstantSource.system());
        config = site.settings("- { prefix: /, preset: demo, hub: { urls: [\"http://127.0.0.1:9\"] } }");
        Files.writeString(
                config,
                Files.readString(config).replace("keyFile: " + site.file("license.key"), "lef: " + lef())
                        + "allocations: { release: { after: 90d } }\n");
        site.issuer().issueEnablerFile(SERIAL, CONTROL, professional(4));
    }

    @AfterEach
    void close() {
        site.close();
    }

    /** A license of minutes and of tokens that are to be converted; its number. */
    private String withMinutes(String license) {
        site.issuer()
                .define(
                        license,
                        new Definition(
                                1,
                                Instant.parse("2026-01-01T00:00:00Z"),
                                Optional.empty(),
                                Definition.PRODUCT,
                                false,
                                List.of(new Allotment("analyzer_time", 60, 0)),
                                9,
                                Optional.of(Instant.parse("2998-01-01T00:00:00Z")),
                                May.DEFAULT));
        return license;
    }

    private Path lef() {
        return site.file("license.lef");
    }

    private static List<EnablerLine> professional(int seats) {
        return List.of(
                EnablerLine.of(EnablerAttribute.PRODUCTLEVEL, 50),
                EnablerLine.of(EnablerAttribute.PROFESSIONAL, seats));
    }

    private Outcome cli(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", config.toString()));
        return PassgateJar.run(environment, all.toArray(String[]::new));
    }

    private JsonNode synced() throws IOException {
        Outcome outcome = cli("license", "sync", "--json");
        assertThat(outcome.code()).as(outcome.toString()).isZero();
        return JSON.readTree(outcome.out());
    }

    @Test
    void theFileIsFetchedVerifiedAndToldWrongLineByLine() throws Exception {
        Outcome before = cli("check-config");
        assertThat(before.code()).as(before.toString()).isEqualTo(78);
        assertThat(before.err()).contains("the License Enabler File is missing").doesNotContain("\tat ");

        Outcome wrong = cli("license", "import", "--serial", SERIAL, "--control", "1234567890");
        assertThat(wrong.code()).as(wrong.toString()).isEqualTo(65);
        assertThat(wrong.err()).contains("no License Enabler File of that serial and control number");

        Outcome right = cli("license", "import", "--serial", SERIAL, "--control", CONTROL);
        assertThat(right.code()).as(right.toString()).isZero();
        assertThat(right.out())
                .containsPattern("form +License Enabler File")
                .containsPattern("standing +valid")
                .containsPattern("seats +professional 4")
                .contains("self-issued");
        assertThat(cli("check-config").code()).isZero();

        Path pasted = directory.resolve("pasted.lef");
        Files.writeString(
                pasted,
                Files.readString(lef()).replace("PROFESSIONAL;4;;", "PROFESSIONAL;four;;\nNUMBER OF NAMED CALS;9;;"));
        for (String command : List.of("verify", "import")) {
            Outcome bad = cli("license", command, pasted.toString());
            assertThat(bad.code()).as(bad.toString()).isEqualTo(65);
            assertThat(bad.err())
                    .containsPattern(
                            "(?m)^.*pasted\\.lef, line 5: PROFESSIONAL: value: expected a whole number.*'four'$")
                    .containsPattern("(?m)^.*pasted\\.lef, line 6: 'NUMBER OF NAMED CALS' is a line of QlikView's");
        }
        Outcome sound = cli("license", "verify", lef().toString(), "--json");
        assertThat(JSON.readTree(sound.out()).path("license").asText()).isEqualTo(SERIAL);
        assertThat(cli("license", "verify", site.file("license.key").toString()).out())
                .containsPattern("form +signed license key")
                .contains("grants nothing by itself");
        assertThat(cli("license", "import").code())
                .as("neither file nor serial")
                .isEqualTo(2);

        Path minutes = directory.resolve("minutes.sld");
        Files.writeString(minutes, site.issuer().offlineDefinition(withMinutes("4711081500000003")));
        assertThat(cli("license", "verify", minutes.toString()).out())
                .containsPattern("(?m)^capacity +60 minutes a month, used -, left -, whole again -$")
                .containsPattern("(?m)^conversion +2998-01-01T00:00:00Z: tokens end$");

        Files.copy(pasted, lef(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Outcome after = cli("check-config");
        assertThat(after.code()).isEqualTo(78);
        assertThat(after.err()).contains("license.lef, line 5: ").contains("license.lef, line 6: ");
    }

    @Test
    void aRunningGateTakesUpANewFileAndKeepsTheOldOneWhenTheNewOneIsBad() throws Exception {
        assertThat(cli("license", "import", "--serial", SERIAL, "--control", CONTROL)
                        .code())
                .isZero();
        try (Gate gate = gate(InstantSource.system())) {
            reach(gate);
            JsonNode first = synced();
            assertThat(first.path("form").asText()).isEqualTo("License Enabler File");
            assertThat(first.path("seats").path("professional").asInt()).isEqualTo(4);
            assertThat(cli("license", "status").out()).containsPattern("verified +by nobody");

            Path pasted = directory.resolve("pasted.lef");
            Files.writeString(pasted, site.issuer().issueEnablerFile(SERIAL, CONTROL, professional(6)));
            plans(pasted);
            assertThat(cli("license", "import", pasted.toString()).code()).isZero();
            assertThat(synced().path("seats").path("professional").asInt()).isEqualTo(6);

            Files.writeString(lef(), Files.readString(pasted).replace("PROFESSIONAL;6", "PROFESSIONAL;9"));
            JsonNode bad = synced();
            assertThat(bad.path("seats").path("professional").asInt()).isEqualTo(6);
            assertThat(bad.path("lastError").asText()).contains("the signature is not that of test");
        }
    }

    /** What the file would change is told, and so is a change of the family; nothing is changed by it. */
    private void plans(Path pasted) throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThat(cli("allocate", "CORP\\u" + i, "--type", "professional").code())
                    .isZero();
        }
        assertThat(cli("license", "plan", "--file", pasted.toString()).out())
                .contains("of 4 known users 0 would lose access", "seats.professional: 4 now, 6 then");
        Files.writeString(
                directory.resolve("few.lef"), site.issuer().issueEnablerFile(SERIAL, CONTROL, professional(1)));
        assertThat(cli("license", "plan", "--file", directory.resolve("few.lef").toString())
                        .out())
                .contains("of 4 known users 3 would lose access", "3 access passes would become excess");

        Path offline = directory.resolve("license.sld");
        Files.writeString(offline, site.issuer().offlineDefinition(TestSite.LICENSE));
        assertThat(cli("license", "plan", "--file", offline.toString()).out())
                .contains("form: License Enabler File now, signed license key then")
                .contains("seats.user-access-pass: 0 now, 1000 then");
        assertThat(cli("license", "plan", "--at", "2999-01-01", "--file", offline.toString())
                        .out())
                .as("it has ended by then")
                .contains("of 4 known users 4 would lose access");
        Outcome key = cli("license", "plan", "--file", site.file("license.key").toString());
        assertThat(key.code()).isEqualTo(65);
        assertThat(key.err()).contains("grants nothing by itself");
        assertThat(cli("license", "plan", "--at", "soon", "--file", offline.toString())
                        .code())
                .isEqualTo(2);
    }

    @Test
    void whatWouldBeReleasedIsToldBeforeItIs() throws Exception {
        Instant begin = Instant.now();
        AtomicReference<Instant> now = new AtomicReference<>(begin);
        Files.writeString(lef(), site.issuer().issueEnablerFile(SERIAL, CONTROL, professional(4)));
        try (Gate gate = gate(now::get)) {
            reach(gate);
            gate.allocate(User.parse("CORP\\u0"), AccessType.PROFESSIONAL);
            AdminClient admin = site.admin(gate.adminPort());
            assertThat(admin.get("/api/v1/release").path("allocations")).isEmpty();

            now.set(begin.plus(Duration.ofDays(91)));
            assertThat(cli("release", "--dry-run").out()).contains("CORP\\u0");
            assertThat(admin.get("/api/v1/users").toString()).contains("professional");
        }
    }

    private Gate gate(InstantSource clock) throws Exception {
        Gate gate = new Gate(
                SettingsReader.read(config, Map.of()).fold(sound -> sound, problems -> {
                    throw new IllegalArgumentException(problems.toString());
                }),
                clock);
        gate.start();
        return gate;
    }

    private void reach(Gate gate) {
        environment = Map.of("PASSGATE_ADMIN_ADDRESS", "127.0.0.1:" + gate.adminPort());
    }
}
