package io.passgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.passgate.app.TestSite;
import io.passgate.testing.ScriptedHub;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code passgate doctor} as a person reads it, and as a program does. */
@Timeout(60)
class DoctorCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOBODY = "{\"user\":null}";

    @TempDir
    private Path directory;

    private TestSite site;
    private ScriptedHub hub;
    private Path configuration;

    @BeforeEach
    void start() throws Exception {
        site = new TestSite(directory, InstantSource.system());
        hub = ScriptedHub.answering("HTTP/1.1 200 OK\r\nContent-Length: " + NOBODY.length() + "\r\n\r\n" + NOBODY);
        configuration = site.settings("- { prefix: /, preset: demo, hub: { urls: [\"%s\"] } }".formatted(hub.url()));
    }

    @AfterEach
    void close() {
        hub.close();
        site.close();
    }

    private record Outcome(int code, String out, String err) {}

    private Outcome doctor(String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = line.execute(concatenated(options));
        return new Outcome(code, out.toString(), err.toString());
    }

    private String[] concatenated(String... options) {
        String[] all = new String[options.length + 3];
        all[0] = "doctor";
        all[1] = "--config";
        all[2] = configuration.toString();
        System.arraycopy(options, 0, all, 3, options.length);
        return all;
    }

    @Test
    void whatIsSoundTakesOneLineAndExitsWith0() {
        Outcome outcome = doctor();

        assertThat(outcome.code()).as(outcome.toString()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains("hub " + hub.url() + "\n")
                .containsPattern("(?m)^  ok      connection   127\\.0\\.0\\.1:\\d+ takes connections$")
                .doesNotContain("FAULT", "WARNING", "what to do:");
        assertThat(outcome.out().strip().lines().toList())
                .last()
                .asString()
                .startsWith("Nothing is wrong: 0 faults, 0 warnings, ");
    }

    @Test
    void aFaultTakesThreeLinesWhatWasSeenWhatIsWrongWhatToDo() {
        hub.close();

        Outcome outcome = doctor();

        assertThat(outcome.code()).as(outcome.toString()).isEqualTo(69);
        assertThat(outcome.out())
                .containsPattern(
                        "(?m)^  FAULT   connection   127\\.0\\.0\\.1:\\d+\\n"
                                + "          wrong:       nobody listens there: the connection is refused\\n"
                                + "          what to do:  start the hub, or correct the port of virtualProxies\\[\\]\\.hub\\.urls$")
                .containsPattern("(?m)^  skipped http, clock: its connection is at fault$")
                .contains("Something is wrong: 1 fault, ");
    }

    @Test
    void jsonTellsTheSameToPrograms() throws Exception {
        hub.close();

        Outcome outcome = doctor("--json");

        JsonNode json = JSON.readTree(outcome.out());
        assertThat(json.path("format").asInt()).isEqualTo(1);
        assertThat(json.path("worst").asText()).isEqualTo("fault");
        assertThat(json.path("exit").asInt()).isEqualTo(outcome.code()).isEqualTo(69);
        assertThat(json.path("checks").findValuesAsText("level")).contains("ok", "skipped", "fault");
        JsonNode fault = json.path("checks").get(2);
        assertThat(fault.path("subject").asText()).isEqualTo("hub " + hub.url());
        assertThat(fault.path("check").asText()).isEqualTo("connection");
        assertThat(fault.path("wrong").asText()).contains("nobody listens there");
        assertThat(fault.path("toDo").asText()).contains("start the hub");
    }

    @Test
    void ofSeveralFaultsTheOneToBeMendedFirstDecidesTheExitCode() throws Exception {
        hub.close();
        Files.writeString(site.file("license.key"), "no key");
        assertThat(doctor().code()).isEqualTo(65);

        Files.writeString(site.file("server.key"), "no key either");
        assertThat(doctor().code()).isEqualTo(78);
    }

    @Test
    void aConfigurationThatCannotBeUsedIsToldAndExitsWith78() throws Exception {
        Files.writeString(configuration, "site: 1\nlisten: []\n");
        Outcome outcome = doctor();
        assertThat(outcome.code()).isEqualTo(78);
        assertThat(outcome.out()).contains("FAULT   settings", "passgate.yaml:2", "skipped");

        Files.delete(configuration);
        assertThat(doctor().code()).isEqualTo(78);
    }

    @Test
    void saysNothingOfTheSecretsThatItReads() throws Exception {
        String key = Files.readString(site.file("license.key")).strip();

        assertThat(doctor().out()).doesNotContain(key, key.substring(key.lastIndexOf('.')));
        assertThat(hub.received()).doesNotContain(key);
    }
}
