package io.passgate.authn;

import static io.passgate.authn.ChainFixture.cookie;
import static io.passgate.authn.ChainFixture.facts;
import static io.passgate.authn.ChainFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.Credential;
import io.passgate.identity.Identification;
import io.passgate.identity.RequestFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The trusted header, alone and in a chain with the hub. It is believed from 10.1.0.0/16 only. */
class HeaderLinkTest {

    private static final String LISTED = "10.1.0.7";
    private static final String UNLISTED = "203.0.113.5";

    private ChainFixture gate;

    @BeforeEach
    void start() throws Exception {
        gate = new ChainFixture(WhoAmIHub.named(), ChainFixture.TRUSTED, ChainFixture.ASK);
    }

    @AfterEach
    void stop() throws Exception {
        gate.close();
    }

    private static RequestFacts named(String peer, List<String> values, Credential... credentials) {
        return facts("/", peer, "192.0.2.9", Map.of("x-remote-user", values), credentials);
    }

    @Test
    void aListedPeerNamesTheUser() throws Exception {
        Identification who = gate.who(named(LISTED, List.of("Alice")));
        assertThat(said(who)).isEqualTo("CORP\\alice");
        assertThat(who.<Object>fold(named -> named.until(), nobody -> "", cannotTell -> ""))
                .as("the header speaks for itself")
                .isEqualTo(Instant.MAX);
        assertThat(gate.hub.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {UNLISTED, "10.2.0.1", "::1", "::ffff:203.0.113.5", "localhost", "", "10.1.0.7, 203.0.113.5"})
    void fromAnyOtherPeerTheHeaderDoesNotExist(String peer) throws Exception {
        assertThat(said(gate.who(named(peer, List.of("alice"))))).isEqualTo("nobody");
        assertThat(said(gate.who(named(peer, List.of("alice"), cookie("bob"))))).isEqualTo("HUB\\bob");
    }

    @Test
    void aForwardedAddressDoesNotMakeThePeerListed() throws Exception {
        RequestFacts forwarded = facts("/", UNLISTED, LISTED, Map.of("x-remote-user", List.of("alice")));
        assertThat(said(gate.who(forwarded))).isEqualTo("nobody");
    }

    @Test
    void whereHeaderAndHubDisagreeTheFirstOfTheChainIsBelieved() throws Exception {
        assertThat(said(gate.who(named(LISTED, List.of("alice"), cookie("bob")))))
                .isEqualTo("CORP\\alice");
        IdentityChain turned = gate.chain("/", gate.hub.url(), ChainFixture.ASK, ChainFixture.TRUSTED);
        RequestFacts both = named(LISTED, List.of("alice"), cookie("bob"));
        assertThat(said(ChainFixture.await(turned.identify(both)))).isEqualTo("HUB\\bob");
    }

    @Test
    void nobodyAtTheHubLetsTheHeaderSpeakAndKeepsItsCookies() throws Exception {
        IdentityChain turned = gate.chain("/", gate.hub.url(), ChainFixture.ASK, ChainFixture.TRUSTED);
        gate.hub.says(WhoAmIHub.status(401, "Set-Cookie: sid=; Max-Age=0"));
        Identification who = ChainFixture.await(turned.identify(named(LISTED, List.of("alice"), cookie("old"))));
        assertThat(said(who)).isEqualTo("CORP\\alice");
        assertThat(who.<Object>fold(named -> named.setCookies(), nobody -> "", cannotTell -> ""))
                .isEqualTo(List.of("sid=; Max-Age=0"));
    }

    @Test
    void aHubThatCannotTellDoesNotLetTheHeaderSpeak() throws Exception {
        IdentityChain turned = gate.chain("/", gate.hub.url(), ChainFixture.ASK, ChainFixture.TRUSTED);
        gate.hub.says(WhoAmIHub.status(500));
        assertThat(said(ChainFixture.await(turned.identify(named(LISTED, List.of("alice"), cookie("bob"))))))
                .isEqualTo("? the hub answered who-am-I with status 500");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                  | is empty",
                "'   '               | is empty",
                "'ali\u00e7e'        | holds a character that is not US-ASCII",
                "'a\tb'              | holds a control character",
                "'a\u0000b'          | holds a control character",
                "'a\u007fb'          | holds a control character",
            })
    void aValueThatNamesNobodySaysWhyAndIsNotPassedOver(String value, String why) throws Exception {
        assertThat(said(gate.who(named(LISTED, List.of(value), cookie("bob")))))
                .isEqualTo("? the header X-Remote-User " + why);
        assertThat(gate.hub.asked()).isEmpty();
    }

    @Test
    void aLineBreakInTheValueForgesNothing() throws Exception {
        assertThat(said(gate.who(named(LISTED, List.of("a\r\nX-Remote-User: admin")))))
                .isEqualTo("? the header X-Remote-User holds a control character");
    }

    @Test
    void aNameThatIsTooLongIsNoName() throws Exception {
        assertThat(said(gate.who(named(LISTED, List.of("a".repeat(257))))))
                .isEqualTo("? the header X-Remote-User names no user: user id is longer than 256 characters");
    }

    @Test
    void twoValuesAreBelievedOnlyWhenTheyAreTheSame() throws Exception {
        assertThat(said(gate.who(named(LISTED, List.of("alice", "alice"))))).isEqualTo("CORP\\alice");
        assertThat(said(gate.who(named(LISTED, List.of("alice", "bob")))))
                .isEqualTo("? the header X-Remote-User is sent twice with different values");
    }

    @Test
    void anUnknownVirtualProxyNamesNobody() throws Exception {
        RequestFacts elsewhere = facts("/other", LISTED, "192.0.2.9", Map.of("x-remote-user", List.of("alice")));
        assertThat(said(gate.who(elsewhere))).isEqualTo("? there is no virtual proxy /other");
        gate.chain.forget(elsewhere);
    }
}
