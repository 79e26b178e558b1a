package io.passgate.authn;

import static io.passgate.authn.ChainFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.config.Settings;
import io.passgate.config.SettingsReader;
import io.passgate.identity.Credential;
import io.passgate.identity.Identification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped presets, with the answers that their hubs give (domain.md §7.3; Signal K 2.23; the demo hub). */
class PresetShapesTest {

    @TempDir
    Path directory;

    private IdentitySource preset(String name, String prefix) throws IOException {
        Path file = Files.writeString(
                directory.resolve("passgate.yaml"),
                """
                listen: [{ address: "127.0.0.1:0" }]
                virtualProxies: [{ preset: %s, prefix: %s, hub: { urls: ["https://hub.internal"] } }]
                license: { lef: %s }
                """
                        .formatted(name, prefix, Files.writeString(directory.resolve("any.lef"), "")));
        Settings settings = SettingsReader.read(file, Map.of()).fold(sound -> sound, problems -> {
            throw new AssertionError(problems);
        });
        return settings.virtualProxies().get(0).identity().chain().get(0);
    }

    private Identification ask(String preset, String target, Credential credential, String answer, String... lines)
            throws Exception {
        String prefix = target.startsWith("/sales/") ? "/sales" : "/";
        try (ChainFixture gate = new ChainFixture(WhoAmIHub.json(answer, lines), ChainFixture.TRUSTED)) {
            IdentityChain chain = gate.chain(prefix, gate.hub.url(), preset(preset, prefix));
            Identification who = ChainFixture.await(
                    chain.identify(ChainFixture.facts(prefix, "10.1.0.7", "192.0.2.9", Map.of(), credential)));
            WhoAmIHub.Asked asked = gate.hub.asked().get(0);
            assertThat(asked.target()).isEqualTo(target);
            assertThat(asked.header(credential.kind() == Credential.Kind.COOKIE ? "Cookie" : credential.name()))
                    .endsWith(credential.value());
            return who;
        }
    }

    private static Credential cookie(String name) {
        return new Credential(Credential.Kind.COOKIE, name, "v");
    }

    private static Object attributes(Identification who) {
        return who.<Object>fold(named -> named.attributes().values(), nobody -> "", cannotTell -> "");
    }

    private Identification qlik(String answer) throws Exception {
        return ask("qlik-sense", "/qps/user?xrfkey=passgatewhoami00", cookie("X-Qlik-Session"), answer);
    }

    @Test
    void qlikSense() throws Exception {
        String signedIn = "{\"userDirectory\":\"ACME\",\"userId\":\"aho\",\"userName\":\"Aho\",\"logoutUri\":\"/x\"}";
        assertThat(said(qlik(signedIn))).isEqualTo("ACME\\aho");
        assertThat(said(qlik("{\"session\":\"inactive\",\"loginUri\":\"https://h/login\"}")))
                .isEqualTo("nobody");
        assertThat(said(qlik("{\"userDirectory\":\"NONE\",\"userId\":\"anonymous5\",\"session\":\"inactive\"}")))
                .isEqualTo("nobody");
        assertThat(said(qlik("{\"error\":\"busy\"}"))).startsWith("? ").endsWith("has no user at /userId");
        assertThat(said(ask(
                        "qlik-sense",
                        "/sales/qps/user?xrfkey=passgatewhoami00",
                        cookie("X-Qlik-Session-sales"),
                        signedIn)))
                .isEqualTo("ACME\\aho");
    }

    private Identification signalK(Credential credential, String answer, String... lines) throws Exception {
        return ask("signal-k", "/skServer/loginStatus", credential, answer, lines);
    }

    @Test
    void signalK() throws Exception {
        String signedIn =
                "{\"status\":\"loggedIn\",\"readOnlyAccess\":false,\"userLevel\":\"admin\",\"username\":\"Ana\"}";
        Identification who = signalK(cookie("JAUTHENTICATION"), signedIn);
        assertThat(said(who)).isEqualTo("SIGNALK\\ana");
        assertThat(attributes(who)).isEqualTo(Map.of("userLevel", List.of("admin")));
        assertThat(said(signalK(new Credential(Credential.Kind.HEADER, "Authorization", "JWT x.y.z"), signedIn)))
                .isEqualTo("SIGNALK\\ana");
        String gone = "JAUTHENTICATION=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT";
        Identification nobody = signalK(
                cookie("JAUTHENTICATION"),
                "{\"status\":\"notLoggedIn\",\"readOnlyAccess\":false,\"authenticationRequired\":true}",
                "Set-Cookie: " + gone);
        assertThat(said(nobody)).isEqualTo("nobody");
        assertThat(nobody.<Object>fold(named -> "", n -> n.setCookies(), cannotTell -> ""))
                .as("it takes a forged token away")
                .isEqualTo(List.of(gone));
    }

    @Test
    void demo() throws Exception {
        Identification who = ask(
                "demo",
                "/whoami",
                cookie("DEMOHUB"),
                "{\"user\":{\"directory\":\"DEMO\",\"id\":\"ana\"},\"name\":\"Ana Sousa\",\"groups\":[\"controlling\"]}");
        assertThat(said(who)).isEqualTo("DEMO\\ana");
        assertThat(attributes(who)).isEqualTo(Map.of("group", List.of("controlling"), "name", List.of("Ana Sousa")));
        assertThat(said(ask("demo", "/sales/whoami", cookie("DEMOHUB-sales"), "{\"user\":null}")))
                .isEqualTo("nobody");
    }
}
