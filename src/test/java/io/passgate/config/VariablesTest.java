package io.passgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.authn.AskHub;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code PASSGATE_} variables; the flawed ones are in the fixture {@code variables.env}. */
class VariablesTest {

    @Test
    void aVariableGoesBeforeTheFile() {
        Settings settings = Fixtures.settings(
                Fixtures.file("full.yaml"),
                Map.of(
                        "PASSGATE_SITE_NAME", "Elsewhere",
                        "PASSGATE_LICENSE_BACKEND_URL", "https://elsewhere.example.com",
                        "PASSGATE_SESSIONS_PARALLEL", "2",
                        "PASSGATE_AUDIT_ACCESSLINES", "false",
                        "PASSGATE_VIRTUALPROXIES_0_HUB_URLS_0", "https://elsewhere.internal",
                        "PATH", "/bin"));

        assertThat(settings.site().name()).isEqualTo("Elsewhere");
        assertThat(settings.license().toString()).contains("https://elsewhere.example.com");
        assertThat(settings.policy().parallel()).isEqualTo(2);
        assertThat(settings.audit().accessLines()).isFalse();
        assertThat(settings.virtualProxies().get(0).hub().urls())
                .containsExactly(URI.create("https://elsewhere.internal"), URI.create("http://hub2.internal/"));
    }

    @Test
    void aVariableMaySetWhatTheFileDoesNotWrite() {
        Settings settings = Fixtures.settings(
                Fixtures.file("minimal.yaml"),
                Map.of(
                        "PASSGATE_SITE_CONTACT", "me@example.com",
                        "PASSGATE_STORE_SYNCHRONOUS", "normal",
                        "PASSGATE_TRUSTEDPROXIES_0", "10.0.0.0/8",
                        "PASSGATE_VIRTUALPROXIES_0_HUB_URLS_1", "http://127.0.0.1:8081",
                        "PASSGATE_LISTEN_1_ADDRESS", "127.0.0.1:8443",
                        "PASSGATE_LISTEN_1_TLS_CERTIFICATE",
                                Fixtures.file("files/there.pem").toString(),
                        "PASSGATE_LISTEN_1_TLS_KEY",
                                Fixtures.file("files/there.pem").toString()));

        assertThat(settings.site().contact()).contains("me@example.com");
        assertThat(settings.trustedProxies().contains("10.0.0.1")).isTrue();
        assertThat(settings.virtualProxies().get(0).hub().urls()).hasSize(2);
        assertThat(settings.listen()).hasSize(2);
        assertThat(settings.listen().get(1).tls()).isPresent();
    }

    @Test
    void variablesAloneCanBeAllSettings(@TempDir Path directory) throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.yaml"), "");
        Map<String, String> variables = new HashMap<>(Map.of(
                "PASSGATE_LISTEN_0_ADDRESS", "127.0.0.1:0",
                "PASSGATE_VIRTUALPROXIES_0_PRESET", "qlik-sense",
                "PASSGATE_VIRTUALPROXIES_0_NOBODY", "401",
                "PASSGATE_VIRTUALPROXIES_0_HUB_URLS_0", "https://hub.internal",
                "PASSGATE_LICENSE_LEF", Fixtures.file("files/there.pem").toString()));

        assertThat(Fixtures.settings(empty, variables).virtualProxies()).hasSize(1);
    }

    @Test
    void aFreeNameThatIsWrittenCanBeChanged() {
        Settings settings = Fixtures.settings(
                Fixtures.file("full.yaml"),
                Map.of("PASSGATE_VIRTUALPROXIES_0_IDENTITY_1_ASKHUB_HEADERS_X_QLIK_XRFKEY", "0123456789abcdef"));

        AskHub askHub =
                (AskHub) settings.virtualProxies().get(0).identity().chain().get(1);
        assertThat(askHub.headers()).containsExactly(Map.entry("X-Qlik-Xrfkey", "0123456789abcdef"));
    }

    @Test
    void aVariableMayNameTheFileThatHoldsTheValue(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "me@example.com\r\n");

        Settings settings = Fixtures.settings(
                Fixtures.file("minimal.yaml"), Map.of("PASSGATE_SITE_CONTACT_FILE", secret.toString()));

        assertThat(settings.site().contact()).contains("me@example.com");
    }

    @Test
    void whatASecretFileHoldsIsNeverShown(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "hunter2");

        List<Problem> problems = Fixtures.problems(
                Fixtures.file("minimal.yaml"),
                Map.of(
                        "PASSGATE_ADMIN_ADDRESS_FILE", secret.toString(),
                        "PASSGATE_EXEMPT_USERS_0_FILE", secret.toString(),
                        "PASSGATE_TRUSTEDPROXIES_0_FILE", secret.toString(),
                        "PASSGATE_LICENSE_SIGNERS_FILE", secret.toString(),
                        "PASSGATE_SESSIONS_HOLD_FILE", secret.toString()));

        assertThat(problems).hasSize(5);
        assertThat(Fixtures.text(problems)).doesNotContain("hunter2");
    }

    @Test
    void whatKubernetesSetsForAServiceNamedPassgateIsLeftAlone() {
        Map<String, String> links = Map.of(
                "PASSGATE_PORT", "tcp://10.0.0.1:8443",
                "PASSGATE_SERVICE_HOST", "10.0.0.1",
                "PASSGATE_SERVICE_PORT", "8443",
                "PASSGATE_SERVICE_PORT_HTTPS", "8443",
                "PASSGATE_PORT_8443_TCP", "tcp://10.0.0.1:8443",
                "PASSGATE_PORT_8443_TCP_ADDR", "10.0.0.1");

        assertThat(Fixtures.problems(Fixtures.file("minimal.yaml"), links)).isEmpty();
    }

    @Test
    void noTwoKeysShareAVariable() {
        Set<KnownKey> keys = SettingsReader.keysAskedFor(Fixtures.file("full.yaml"));

        assertThat(keys.stream().map(key -> Variables.name(key.path())).collect(Collectors.toSet()))
                .hasSameSizeAs(keys);
        assertThat(keys).noneMatch(key -> Variables.name(key.path()).endsWith("_FILE"));
    }
}
