package io.passgate.authn;

import static io.passgate.authn.ChainFixture.cookie;
import static io.passgate.authn.ChainFixture.header;
import static io.passgate.authn.ChainFixture.query;
import static io.passgate.authn.ChainFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.Credential;
import io.passgate.identity.Identification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the hub is asked with, and what of its answer's cookies goes back. */
class ReplayTest {

    private ChainFixture gate;

    @BeforeEach
    void start() throws Exception {
        gate = new ChainFixture(WhoAmIHub.json("{\"user\":\"alice\"}"), ChainFixture.ASK);
    }

    @AfterEach
    void stop() throws Exception {
        gate.close();
    }

    private WhoAmIHub.Asked onlyQuestion() {
        assertThat(gate.hub.asked()).hasSize(1);
        return gate.hub.asked().get(0);
    }

    @Test
    void theRequestsOwnCredentialsAreReplayedAsTheyCame() throws Exception {
        gate.who(cookie("a b,\"c\"=d%20"), header("Authorization", "Bearer x.y"), query("token", "q%2Fz"));
        WhoAmIHub.Asked asked = onlyQuestion();
        assertThat(asked.method()).isEqualTo("GET");
        assertThat(asked.target()).isEqualTo("/me?full=1&token=q%2Fz");
        assertThat(asked.header("Cookie")).isEqualTo("sid=a b,\"c\"=d%20");
        assertThat(asked.header("Authorization")).isEqualTo("Bearer x.y");
    }

    @Test
    void theFixedHeadersAndTheClientsAddressGoWithIt() throws Exception {
        gate.who(cookie("s1"));
        WhoAmIHub.Asked asked = onlyQuestion();
        assertThat(asked.header("X-Fixed")).isEqualTo("always");
        assertThat(asked.header("X-Forwarded-For")).isEqualTo("192.0.2.9");
        assertThat(asked.header("X-Forwarded-Proto")).isEqualTo("https");
        assertThat(asked.header("Accept")).isEqualTo("application/json");
    }

    @Test
    void theHubSeesTheHostThatTheClientAskedFor() throws Exception {
        gate.who(cookie("s1"));
        assertThat(onlyQuestion().header("Host")).isEqualTo("gate.example:8443");
    }

    @Test
    void thePrefixOfTheVirtualProxyStandsInFront() throws Exception {
        IdentityChain chain = gate.chain("/sales", gate.hub.url(), ChainFixture.ASK);
        ChainFixture.await(
                chain.identify(ChainFixture.facts("/sales", "10.1.0.7", "192.0.2.9", Map.of(), cookie("s1"))));
        assertThat(onlyQuestion().target()).isEqualTo("/sales/me?full=1");
    }

    @Test
    void nobodyIsAskedAboutWithoutCredentials() throws Exception {
        assertThat(gate.said()).isEqualTo("nobody");
        assertThat(gate.hub.asked()).isEmpty();
    }

    @Test
    void credentialsThatThePresetDoesNotListAreNotReplayed() throws Exception {
        assertThat(gate.said(header("X-Other", "1"), new Credential(Credential.Kind.COOKIE, "other", "2")))
                .isEqualTo("nobody");
        assertThat(gate.hub.asked()).isEmpty();
    }

    @Test
    void aOneTimeCredentialIsNeverReplayed() throws Exception {
        assertThat(gate.said(query("ticket", "once"))).isEqualTo("nobody");
        assertThat(gate.hub.asked()).isEmpty();
        gate.who(cookie("s1"), query("ticket", "once"));
        assertThat(onlyQuestion().target()).isEqualTo("/me?full=1");
    }

    @Test
    void aHubThatKnowsPeopleWithoutCredentialsIsAskedByAddress() throws Exception {
        gate.hub.says((asked, out) -> WhoAmIHub.send(
                out, 200, "{\"user\":\"at-" + asked.header("X-Forwarded-For").replace('.', '-') + "\"}"));
        CredentialNames none = new CredentialNames(List.of(), List.of(), List.of(), List.of());
        IdentityChain chain = gate.chain("/", gate.hub.url(), ChainFixture.ask(none));
        for (int round = 0; round < 2; round++) {
            for (String address : List.of("192.0.2.1", "192.0.2.2")) {
                assertThat(said(ChainFixture.await(
                                chain.identify(ChainFixture.facts("/", "10.1.0.7", address, Map.of())))))
                        .isEqualTo("HUB\\at-" + address.replace('.', '-'));
            }
        }
        assertThat(gate.hub.asked()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\nX-Admin: 1", "x\nX-Admin: 1", "x; sid2=y", "x\u0000y", "x\u0101y"})
    void aCookieValueThatEndsItsCookieOrLineIsNotReplayed(String value) throws Exception {
        assertThat(gate.said(cookie(value))).startsWith("? a credential cannot be replayed");
        assertThat(gate.hub.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\nX-Admin: 1", "x\n", "x\u0000"})
    void aHeaderValueThatEndsItsLineIsNotReplayed(String value) throws Exception {
        assertThat(gate.said(header("Authorization", value))).startsWith("? a credential cannot be replayed");
        assertThat(gate.hub.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x HTTP/1.1\r\nX-Admin: 1\r\n\r\n", "x&full=0", "x y", "x#y"})
    void aQueryValueThatEndsItsParameterOrTargetIsNotReplayed(String value) throws Exception {
        assertThat(gate.said(query("token", value))).startsWith("? a credential cannot be replayed");
        assertThat(gate.hub.asked()).isEmpty();
    }

    @Test
    void whyHoldsNoSecret() throws Exception {
        assertThat(gate.said(cookie("geheim; x"))).doesNotContain("geheim");
        assertThat(gate.said(header("Authorization", "geheim\n"))).doesNotContain("geheim");
        assertThat(gate.said(query("token", "geheim y"))).doesNotContain("geheim");
    }

    private static List<String> setCookies(Identification who) {
        return who.fold(named -> named.setCookies(), nobody -> nobody.setCookies(), cannotTell -> List.of());
    }

    @Test
    void cookiesOfTheAnswerAreHandedOnOnce() throws Exception {
        gate.hub.says(
                WhoAmIHub.json("{\"user\":\"alice\"}", "Set-Cookie: sid=s2; Path=/; HttpOnly", "Set-Cookie: csrf=1"));
        assertThat(setCookies(gate.who(cookie("s1")))).containsExactly("sid=s2; Path=/; HttpOnly", "csrf=1");
        assertThat(setCookies(gate.who(cookie("s1"))))
                .as("later, the browser may hold a newer one")
                .isEmpty();
        gate.hub.says((asked, out) -> WhoAmIHub.send(out, 401, "", "Set-Cookie: sid=; Max-Age=0"));
        assertThat(setCookies(gate.who(cookie("old")))).containsExactly("sid=; Max-Age=0");
    }

    @Test
    void aHubCannotSetACookieOfTheGate() throws Exception {
        gate.hub.says(WhoAmIHub.json(
                "{\"user\":\"alice\"}",
                "Set-Cookie: __Host-passgate=evil; Path=/",
                "Set-Cookie:   __host-passgate-sales=evil",
                "Set-Cookie: passgate-http=evil",
                "Set-Cookie: theme=dark"));
        assertThat(setCookies(gate.who(cookie("s1")))).containsExactly("theme=dark");
    }
}
