package io.passgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.authn.AskHub;
import io.passgate.authn.IdentitySource;
import io.passgate.gatekeeper.PathPattern;
import io.passgate.gatekeeper.VirtualProxySettings.RefusalStyle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Presets: those that ship, and how they lie under a virtual proxy. */
class PresetsTest {

    @TempDir
    Path directory;

    static Stream<String> shipped() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("conf/hubs"))) {
            return files.map(file -> file.getFileName().toString().replace(".yaml", "")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyShippedPresetIsBuiltInAndNeedsNothingButTheHub(String name) throws IOException {
        assertThat(read("preset: " + name).hub().urls()).hasSize(1);
    }

    @Test
    void thePresetForQlikKnowsItsCookiesByPrefix() throws IOException {
        assertThat(askHub(read("preset: qlik-sense, prefix: /sales"))
                        .credentials()
                        .cookies())
                .containsExactly(
                        "X-Qlik-Session", "X-Qlik-Session-HTTP", "X-Qlik-Session-sales", "X-Qlik-Session-sales-HTTP");
        assertThat(askHub(read("preset: qlik-sense")).credentials().cookies())
                .containsExactly("X-Qlik-Session", "X-Qlik-Session-HTTP");
    }

    @Test
    void thePresetForQlikLetsEverybodySignInAndOut() throws IOException {
        VirtualProxy qlik = read("preset: qlik-sense");

        assertThat(qlik.front().refusal()).isEqualTo(RefusalStyle.QLIK);
        assertThat(qlik.front().logout()).anyMatch(rule -> rule.recognizes("DELETE", "/qps/user", 200));
        for (String path :
                List.of("/qps/user", "/qps/csrftoken", "/resources/a.css", "/internal_forms_authentication/")) {
            assertThat(qlik.front().open()).as(path).anyMatch(pattern -> pattern.matches(path));
        }
        for (String path : List.of("/", "/hub", "/sense/app/1", "/qrs/about", "/resources", "/qps/session")) {
            assertThat(qlik.front().open()).as(path).noneMatch(pattern -> pattern.matches(path));
        }
    }

    @Test
    void thePresetForQlikNeverReplaysATicket() throws IOException {
        AskHub askHub = askHub(read("preset: qlik-sense"));

        assertThat(askHub.credentials().oneTime()).containsExactly("qlikTicket");
        assertThat(askHub.credentials().query()).isEmpty();
    }

    @Test
    void whatStandsWithTheVirtualProxyWinsKeyByKey() throws IOException {
        preset("mine", "idle: 5m\nrefusal: qlik\nopen: [/a]\nhub: { host: hub, poolSize: 3, idle: 1s }\n");

        VirtualProxy merged =
                read("preset: mine, refusal: http, open: [/b], idle: null", IDENTITY, "poolSize: 4, idle: ");

        assertThat(merged.front().refusal()).isEqualTo(RefusalStyle.HTTP);
        assertThat(merged.front().open()).as("a list replaces").containsExactly(new PathPattern("/b"));
        assertThat(merged.front().idle()).as("a key without value yields").isEqualTo(Duration.ofMinutes(5));
        assertThat(merged.hub().urls()).as("mappings are merged").hasSize(1);
        assertThat(merged.hub().poolSize()).isEqualTo(4);
        assertThat(merged.hub().idle()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aPresetBesideTheSettingsGoesBeforeTheOneBuiltIn() throws IOException {
        preset("qlik-sense", "idle: 7m\n");

        assertThat(read("preset: qlik-sense", IDENTITY, "").front().idle()).isEqualTo(Duration.ofMinutes(7));
    }

    private static final String IDENTITY =
            "identity: [{ askHub: { path: /me, user: /id, directory: D, credentials: { cookies: [sid] } } }]";

    private VirtualProxy read(String keys) throws IOException {
        return read(keys, "corsOrigins: []", "");
    }

    private VirtualProxy read(String keys, String more, String hub) throws IOException {
        Path file = Files.writeString(
                directory.resolve("passgate.yaml"),
                """
                listen: [{ address: "127.0.0.1:0" }]
                virtualProxies: [{ %s, %s, hub: { urls: ["https://hub.internal"], %s } }]
                license: { lef: %s }
                """
                        .formatted(keys, more, hub, Fixtures.file("files/there.pem")));
        return Fixtures.settings(file, Map.of()).virtualProxies().get(0);
    }

    private void preset(String name, String content) throws IOException {
        Files.createDirectories(directory.resolve("hubs"));
        Files.writeString(directory.resolve("hubs").resolve(name + ".yaml"), content);
    }

    private static AskHub askHub(VirtualProxy virtualProxy) {
        IdentitySource first = virtualProxy.identity().chain().get(0);
        return first.fold(
                header -> {
                    throw new AssertionError("expected the hub to be asked");
                },
                askHub -> askHub);
    }
}
