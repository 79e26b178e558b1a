package io.passgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.passgate.config.SettingsReader;
import io.passgate.contract.ActivationAnswer;
import io.passgate.contract.ActivationRequest;
import io.passgate.contract.Nonce;
import io.passgate.contract.OfflineDefinition;
import io.passgate.contract.Signers;
import io.passgate.contract.SiteId;
import io.passgate.license.AccessType;
import io.passgate.testing.PassgateJar;
import io.passgate.testing.PassgateJar.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** README, "Issuing licenses": from an empty directory to a gate that is licensed, with the packaged program over TLS. */
@Timeout(300)
class IssuerWalkIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LICENSE = "4711000000000001";
    private static final String SERIAL = "4711000000000002";

    @TempDir
    private Path directory;

    @Test
    void aVendorFollowsTheReadmeFromAnEmptyDirectoryToALicensedGate() throws Exception {
        assertThat(issuer("license", "list").code()).as("no issuer yet").isEqualTo(69);
        assertThat(issuer("init", "--name", "acme").code()).isEqualTo(2);
        done("init", "--name", "acme", "--test-certificate", "localhost");
        assertThat(issuer("init", "--test-certificate", "localhost").code()).isEqualTo(65);
        Files.writeString(file("license.yaml"), yamlOfTheReadme());
        done("license", "add", LICENSE, path("license.yaml"));
        done("key", "issue", LICENSE, "-o", path("license.key"));
        done("signers", "-o", path("license-signers.pem"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("license.key"))))
                .isEqualTo("rw-------");

        try (PassgateJar serve =
                PassgateJar.start(Map.of(), arguments("serve", "--address", "127.0.0.1", "--port", "0"))) {
            String backend = serve.says("answers at https://127.0.0.1:(\\d+)").group(1);
            try (Gate gate = gate(backend)) {
                gate.start();
                assertThat(status(gate).path("standing").asText()).isEqualTo("valid");
                assertThat(status(gate).at("/seats/professional").asInt()).isEqualTo(100);

                done("license", "deny", LICENSE);
                assertThat(synced(gate).path("standing").asText()).isEqualTo("refused");
                done("license", "deny", LICENSE, "--off");
                Files.writeString(
                        file("more.json"),
                        "{\"validFrom\":\"2026-01-01T00:00:00Z\",\"allotments\":[{\"name\":\"professional\",\"units\":7}]}");
                done("license", "change", LICENSE, path("more.json"));
                assertThat(synced(gate).at("/seats/professional").asInt()).isEqualTo(7);

                fetchesAnEnablerFile();
                String key = JSON.readTree(done("key", "list", "--json").out())
                        .at("/keys/0/id")
                        .asText();
                done("key", "revoke", key);
                assertThat(synced(gate).path("standing").asText()).isEqualTo("refused");
            }
            serve.terminate();
            assertThat(serve.code()).isZero();
        }
    }

    /** A site by License Enabler File knows serial and control number only. */
    private void fetchesAnEnablerFile() throws Exception {
        Files.writeString(
                file("lef.yaml"),
                Files.readString(file("passgate.yaml"))
                        .replace("keyFile: " + path("license.key"), "lef: " + path("license.lef")));
        Files.writeString(file("lines.txt"), "PRODUCTLEVEL;50;;\nANALYZER;6;;\n");
        done("lef", "issue", SERIAL, path("lines.txt"), "--control", "8152639904");
        String[] fetch = {"license", "import", "--serial", SERIAL, "--config", path("lef.yaml"), "--control"};
        assertThat(PassgateJar.run(Map.of(), with(fetch, "1")).code()).isEqualTo(65);
        Outcome right = PassgateJar.run(Map.of(), with(fetch, "8152639904"));
        assertThat(right.code()).as(right.toString()).isZero();
        assertThat(right.out()).containsPattern("standing +valid").containsPattern("seats +analyzer 6");
    }

    private static String[] with(String[] arguments, String last) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(last);
        return all.toArray(String[]::new);
    }

    @Test
    void theOtherCommandsMakeWhatTheySay() throws Exception {
        done("init", "--test-certificate", "localhost");
        Files.writeString(
                file("bad.yaml"), "validFrom: 2026-01-01T00:00:00Z\nallotments: [ { name: Analyzer, units: 1 } ]\n");
        Outcome bad = issuer("license", "add", LICENSE, path("bad.yaml"));
        assertThat(bad.code()).isEqualTo(65);
        assertThat(bad.err()).contains("bad.yaml.allotments[0].name: expected a name");
        Files.writeString(file("license.yaml"), yamlOfTheReadme());
        done("license", "add", LICENSE, path("license.yaml"));
        assertThat(issuer("license", "add", LICENSE, path("license.yaml")).err())
                .contains("already");
        assertThat(issuer("key", "issue", "4711000000000009").err()).contains("there is no license 4711000000000009");
        assertThat(done("offline", LICENSE).out()).startsWith("ey");

        Files.writeString(file("lines.txt"), "# lines\nPRODUCTLEVEL;50;;\nPROFESSIONAL;4;;2027-12-31\n");
        assertThat(done("lef", "issue", LICENSE, path("lines.txt"), "--control", "123")
                        .out())
                .contains("PROFESSIONAL;4;;2027-12-31");
        Files.writeString(file("lines.txt"), "PROFESSIONAL;4\n");
        assertThat(issuer("lef", "issue", LICENSE, path("lines.txt"), "--control", "123")
                        .err())
                .contains("expected Attribute;Value;From;To");

        assertThat(done("keys", "rotate", "--overlap", "7d").out()).contains("signing key vendor-2, signs from");
        assertThat(issuer("keys", "retire", "vendor-1").code()).isEqualTo(65);
        assertThat(done("keys", "list").out()).containsPattern("vendor-1 .* true\\s+vendor-2 .* false");
        assertThat(done("assignments", LICENSE).out()).contains("(none)");
    }

    @Test
    void aSiteWithoutNetworkAsksByAFileAndIsAnsweredByOne() throws Exception {
        done("init", "--test-certificate", "localhost");
        Files.writeString(file("license.yaml"), yamlOfTheReadme());
        Files.writeString(file("bad.json"), "{}");
        assertThat(issuer("activate", path("bad.json")).err()).contains("bad.json: lacks format");
        ActivationRequest request = request();
        Files.writeString(file("request.json"), request.write());
        assertThat(issuer("activate", path("request.json")).err()).contains("there is no license " + LICENSE);
        done("license", "add", LICENSE, path("license.yaml"));
        Signers signers = Signers.read(done("signers").out(), "signers");

        done("activate", path("request.json"), "-o", path("answer.json"));
        ActivationAnswer plain =
                ActivationAnswer.read(Files.readString(file("answer.json")), request, signers, "answer");
        assertThat(plain.reset()).isEmpty();
        assertThat(OfflineDefinition.read(plain.offline(), signers, "offline")
                        .definition()
                        .terms(LICENSE)
                        .seats(AccessType.PROFESSIONAL))
                .isEqualTo(100);

        String reset = done("activate", path("request.json"), "--reset-time").out();
        assertThat(ActivationAnswer.read(reset, request, signers, "answer").reset())
                .as("of the highest time, for this site and request")
                .hasValueSatisfying(time -> assertThat(time.site()).isEqualTo(request.site()));
        assertThatThrownBy(() -> ActivationAnswer.read(reset, request(), signers, "answer"))
                .hasMessage("answer.reset: answers another request");
    }

    private static ActivationRequest request() {
        SecureRandom random = new SecureRandom();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new ActivationRequest(SiteId.draw(random), Nonce.draw(random), LICENSE, now, now);
    }

    private static String yamlOfTheReadme() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        return readme.split("license.yaml <<'END'\n")[1].split("END\n")[0];
    }

    private Gate gate(String backend) throws Exception {
        Files.writeString(
                file("passgate.yaml"),
                """
                site:    { name: the test hub, contact: test@example.com }
                data:    %1$s/data
                listen:
                  - { address: "127.0.0.1:0" }
                virtualProxies:
                  - { prefix: /, preset: demo, hub: { urls: ["http://127.0.0.1:9"] } }
                license:
                  keyFile: %1$s/license.key
                  signers: %1$s/license-signers.pem
                  backend: { url: "https://localhost:%2$s", trust: %1$s/issuer/ca.pem }
                store:   { url: "sqlite:%1$s/data/passgate.db" }
                admin:   { address: "127.0.0.1:0" }
                audit:   { directory: %1$s/log }
                """
                        .formatted(directory, backend));
        Outcome checked = PassgateJar.run(Map.of(), "check-config", "--config", path("passgate.yaml"));
        assertThat(checked.code()).as(checked.toString()).isZero();
        return new Gate(
                SettingsReader.read(file("passgate.yaml"), Map.of()).fold(sound -> sound, problems -> {
                    throw new AssertionError(problems.toString());
                }),
                InstantSource.system());
    }

    private JsonNode status(Gate gate) throws Exception {
        return license(gate, "status");
    }

    private JsonNode synced(Gate gate) throws Exception {
        return license(gate, "sync");
    }

    private JsonNode license(Gate gate, String command) throws Exception {
        Outcome outcome = PassgateJar.run(
                Map.of("PASSGATE_ADMIN_ADDRESS", "127.0.0.1:" + gate.adminPort()),
                "license",
                command,
                "--json",
                "--config",
                path("passgate.yaml"));
        assertThat(outcome.out()).as(outcome.toString()).startsWith("{");
        return JSON.readTree(outcome.out());
    }

    private Outcome done(String... arguments) {
        Outcome outcome = issuer(arguments);
        assertThat(outcome.code()).as(outcome.toString()).isZero();
        return outcome;
    }

    private Outcome issuer(String... arguments) {
        return PassgateJar.run(Map.of(), arguments(arguments));
    }

    private String[] arguments(String... arguments) {
        List<String> all = new ArrayList<>(List.of("issuer"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--directory", path("issuer")));
        return all.toArray(String[]::new);
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private String path(String name) {
        return file(name).toString();
    }
}
