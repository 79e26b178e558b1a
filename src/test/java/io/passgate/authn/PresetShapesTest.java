package io.passgate.authn;

import static io.passgate.authn.ChainFixture.pointer;
import static io.passgate.authn.ChainFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.Credential;
import io.passgate.identity.Identification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The hubs that presets ship for, with the answers that they give (domain.md §7.3; Signal K 2.23; the demo hub). */
class PresetShapesTest {

    private static final NobodySigns NO_SIGNS = new NobodySigns(List.of(401), List.of(), List.of());

    private static final AskHub QLIK = new AskHub(
            "/qps/user?xrfkey=passgatewhoami00",
            new UserPointers(pointer("/userId"), new DirectorySource.InAnswer(pointer("/userDirectory")), Map.of()),
            new NobodySigns(List.of(401), List.of(), List.of(new NobodySigns.Equal(pointer("/session"), "inactive"))),
            Map.of("X-Qlik-Xrfkey", "passgatewhoami00"),
            new CredentialNames(
                    List.of("X-Qlik-Session", "X-Qlik-Session-HTTP"),
                    List.of("Authorization"),
                    List.of(),
                    List.of("qlikTicket")));

    private static final AskHub SIGNAL_K = new AskHub(
            "/skServer/loginStatus",
            new UserPointers(
                    pointer("/username"),
                    new DirectorySource.Fixed("SIGNALK"),
                    Map.of("userLevel", pointer("/userLevel"))),
            new NobodySigns(
                    NO_SIGNS.statuses(), List.of(), List.of(new NobodySigns.Equal(pointer("/status"), "notLoggedIn"))),
            Map.of(),
            new CredentialNames(
                    List.of("JAUTHENTICATION"),
                    List.of("Authorization", "X-Authorization"),
                    List.of(),
                    List.of("token")));

    private static final AskHub DEMO = new AskHub(
            "/whoami",
            new UserPointers(
                    pointer("/user/id"),
                    new DirectorySource.InAnswer(pointer("/user/directory")),
                    Map.of("groups", pointer("/groups"), "name", pointer("/name"))),
            new NobodySigns(List.of(401), List.of(pointer("/user")), List.of()),
            Map.of(),
            new CredentialNames(List.of("DEMOHUB"), List.of(), List.of(), List.of()));

    private static Identification ask(AskHub preset, String cookie, String answer, String... lines) throws Exception {
        try (ChainFixture gate = new ChainFixture(WhoAmIHub.json(answer, lines), preset)) {
            Identification who = gate.who(new Credential(Credential.Kind.COOKIE, cookie, "v"));
            assertThat(gate.hub.asked().get(0).target()).isEqualTo(preset.path());
            return who;
        }
    }

    @Test
    void qlikSense() throws Exception {
        String cookie = "X-Qlik-Session";
        assertThat(said(ask(
                        QLIK,
                        cookie,
                        "{\"userDirectory\":\"ACME\",\"userId\":\"aho\",\"userName\":\"Aho\",\"logoutUri\":\"/x\"}")))
                .isEqualTo("ACME\\aho");
        assertThat(said(ask(QLIK, cookie, "{\"session\":\"inactive\",\"loginUri\":\"https://h/login\"}")))
                .isEqualTo("nobody");
        assertThat(said(ask(
                        QLIK,
                        cookie,
                        "{\"userDirectory\":\"NONE\",\"userId\":\"anonymous5\",\"session\":\"inactive\"}")))
                .isEqualTo("nobody");
        assertThat(said(ask(QLIK, cookie, "{\"error\":\"busy\"}")))
                .isEqualTo("? the hub's answer to who-am-I has no user at /userId");
    }

    @Test
    void signalK() throws Exception {
        String cookie = "JAUTHENTICATION";
        Identification who = ask(
                SIGNAL_K,
                cookie,
                "{\"status\":\"loggedIn\",\"readOnlyAccess\":false,\"userLevel\":\"admin\",\"username\":\"Ana\"}");
        assertThat(said(who)).isEqualTo("SIGNALK\\ana");
        assertThat(who.<Object>fold(named -> named.attributes().values(), nobody -> "", cannotTell -> ""))
                .isEqualTo(Map.of("userLevel", List.of("admin")));
        Identification nobody = ask(
                SIGNAL_K,
                cookie,
                "{\"status\":\"notLoggedIn\",\"readOnlyAccess\":false,\"authenticationRequired\":true}",
                "Set-Cookie: JAUTHENTICATION=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
        assertThat(said(nobody)).isEqualTo("nobody");
        assertThat(nobody.<Object>fold(named -> "", n -> n.setCookies(), cannotTell -> ""))
                .as("it takes a forged token away")
                .isEqualTo(List.of("JAUTHENTICATION=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"));
    }

    @Test
    void demo() throws Exception {
        Identification who = ask(
                DEMO,
                "DEMOHUB",
                "{\"user\":{\"directory\":\"DEMO\",\"id\":\"ana\"},\"name\":\"Ana Sousa\",\"groups\":[\"controlling\"]}");
        assertThat(said(who)).isEqualTo("DEMO\\ana");
        assertThat(who.<Object>fold(named -> named.attributes().values(), nobody -> "", cannotTell -> ""))
                .isEqualTo(Map.of("groups", List.of("controlling"), "name", List.of("Ana Sousa")));
        assertThat(said(ask(DEMO, "DEMOHUB", "{\"user\":null}"))).isEqualTo("nobody");
    }
}
