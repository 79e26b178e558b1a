package io.passgate.authn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.passgate.identity.Credential;
import io.passgate.identity.Credentials;
import io.passgate.wire.HeadLimits;
import io.passgate.wire.RequestGuard;
import io.passgate.wire.RequestHead;
import io.passgate.wire.TrustedProxies;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from raw heads to say who is asking, before anybody is asked. */
class CredentialReaderTest {

    private static final String GATE = "__Host-passgate";
    private static final CredentialReader READER = CredentialReader.of(
            new IdentitySettings(List.of(
                    ChainFixture.TRUSTED,
                    ChainFixture.ask(new CredentialNames(
                            List.of("sid", "sid2"),
                            List.of("Authorization", "X-Api-Key"),
                            List.of("token"),
                            List.of("ticket"))))),
            GATE);
    private static final CredentialReader LISTED = READER.forPeer("10.1.0.7");

    private static RequestHead head(String target, String... lines) {
        RequestHead head = new RequestHead();
        String text = "GET " + target + " HTTP/1.1\r\nHost: h\r\n" + String.join("\r\n", lines)
                + (lines.length > 0 ? "\r\n" : "") + "\r\n";
        int length = head.scan(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1)), HeadLimits.DEFAULT);
        assertThat(length).isEqualTo(text.length());
        RequestGuard.check(head);
        return head;
    }

    private static Presented read(CredentialReader reader, RequestHead head) {
        reader.strip(head);
        return reader.read(head);
    }

    private static String credentials(String target, String... lines) {
        return text(read(READER, head(target, lines)).credentials());
    }

    private static String text(Credentials credentials) {
        return String.join(
                " ",
                credentials.all().stream().map(c -> c.name() + "=" + c.value()).toList());
    }

    private static void assertUnclear(String why, String target, String... lines) {
        assertThatThrownBy(() -> read(LISTED, head(target, lines)))
                .isInstanceOf(UnclearCredentials.class)
                .hasMessage(why);
    }

    @Test
    void whatThePresetListsIsReadInItsOrder() {
        Presented presented = read(
                READER,
                head(
                        "/x?a=1&token=t%20t&b=2",
                        "X-Api-Key: k",
                        "Cookie: other=1; sid2=two; " + GATE + "=g; sid=one",
                        "authorization: Bearer b"));
        assertThat(text(presented.credentials()))
                .isEqualTo("sid=one sid2=two Authorization=Bearer b X-Api-Key=k token=t%20t");
        assertThat(presented.gateCookie()).contains("g");
        assertThat(presented.oneTime()).isFalse();
        assertThat(presented.toString()).doesNotContain("one", "two", "Bearer", "t%20t");
    }

    @Test
    void nothingIsReadFromARequestThatHasNothing() {
        Presented presented = read(LISTED, head("/"));
        assertThat(presented).isEqualTo(new Presented(Optional.empty(), Credentials.NONE, false, Map.of()));
    }

    @Test
    void anEmptyCredentialIsNone() {
        assertThat(credentials("/?token=", "Cookie: sid=; " + GATE + "=", "X-Api-Key:"))
                .isEmpty();
    }

    @Test
    void cookiesOverSeveralFieldsAreRead() {
        assertThat(credentials("/", "Cookie: sid=one", "Cookie: sid2=two")).isEqualTo("sid=one sid2=two");
    }

    @Test
    void spaceAroundACookieIsNotPartOfIt() {
        assertThat(credentials("/", "Cookie:  x=1 ;\tsid \t=  one two \t; y")).isEqualTo("sid=one two");
    }

    @Test
    void aNameThatOnlyBeginsOrEndsAlikeIsAnotherName() {
        assertThat(credentials("/?xtoken=1&tokens=2&token2=3", "Cookie: xsid=1; sidx=2; SID=3; si=4; sid3=5"))
                .isEmpty();
    }

    @Test
    void aOneTimeCredentialIsNoticedAndNotRead() {
        Presented presented = read(READER, head("/?ticket=once&x=1"));
        assertThat(presented.oneTime()).isTrue();
        assertThat(presented.credentials().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NTLM TlRMTVNTUAAB", "negotiate YII=", "Digest username=\"a\", nc=00000001"})
    void whatProvesSomethingAboutOneConnectionOrRequestIsNotRead(String value) {
        Presented presented = read(READER, head("/", "Authorization: " + value));
        assertThat(presented.oneTime()).isTrue();
        assertThat(presented.credentials().isEmpty()).isTrue();
    }

    @Test
    void theSameCredentialTwiceIsOne() {
        assertThat(credentials("/?token=t&token=t", "Cookie: sid=a; sid=a", "X-Api-Key: k", "X-Api-Key: k"))
                .isEqualTo("sid=a X-Api-Key=k token=t");
    }

    @Test
    void aCredentialTwiceWithDifferentValuesIsRefused() {
        String cookie = "the cookie sid is sent twice with different values";
        assertUnclear(cookie, "/", "Cookie: sid=a; sid=b");
        assertUnclear(cookie, "/", "Cookie: sid=a; sid=");
        assertUnclear(cookie, "/", "Cookie: sid=a", "Cookie: x=1; sid=b");
        assertUnclear("the header X-Api-Key is sent twice with different values", "/", "X-Api-Key: a", "x-api-key: b");
        assertUnclear("the query parameter token is sent twice with different values", "/?token=a&x&token=b");
        assertUnclear(
                "the cookie __Host-passgate is sent twice with different values",
                "/",
                "Cookie: __Host-passgate=a; __Host-passgate=b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sid=a; %73id=b",
                "sid=a; x=1, sid=b",
                "sid=a; x=1,sid=b",
                "sid=a; x=1 sid=b",
                "sid=a; x=\"1\tsid=b\"",
                "sid=a,sid=b",
                "sid=a sid=b",
                "x=\"; sid=b\"; sid=a",
                "sid=a; sid =b",
            })
    void aSecondCookieThatOnlySomeHubsFindIsFound(String cookies) {
        assertUnclear("the cookie sid is sent twice with different values", "/", "Cookie: " + cookies);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/?token=a&%74oken=b",
                "/?token=a&TOKEN=b",
                "/?token=a;token=b",
                "/?x=1;token=b&token=a",
                "/?token=a&%54OKEN=b"
            })
    void aSecondParameterThatOnlySomeHubsFindIsFound(String target) {
        assertUnclear("the query parameter token is sent twice with different values", target);
    }

    @Test
    void brokenPercentSignsInNamesMatchNothing() {
        assertThat(credentials("/", "Cookie: %=1; %7=1; %zzid=1; sid%=1; %73=1"))
                .isEmpty();
    }

    @Test
    void theTrustedHeaderIsReadFromAListedPeerOnly() {
        assertThat(read(LISTED, head("/", "x-remote-USER: alice")).identityHeaders())
                .isEqualTo(Map.of("x-remote-user", List.of("alice")));
        for (String peer : List.of("203.0.113.5", "10.2.0.1", "", "not an address")) {
            CredentialReader reader = READER.forPeer(peer);
            RequestHead head = head("/", "X-Remote-User: alice", "X-Remote-User: bob");
            assertThat(read(reader, head).identityHeaders()).as(peer).isEmpty();
            assertThat(head.values("X-Remote-User"))
                    .as("the hub must not see it")
                    .isEmpty();
        }
    }

    @Test
    void aPeerGetsTheSameReaderEveryTime() {
        assertThat(READER.forPeer("10.1.0.8")).isSameAs(LISTED).isNotSameAs(READER);
        assertThat(READER.forPeer("203.0.113.5")).isSameAs(READER);
        assertThat(LISTED.forPeer("203.0.113.5")).as("belief is not inherited").isSameAs(READER);
    }

    @Test
    void aTrustedHeaderThatCannotBeReadIsRefused() {
        assertUnclear(
                "the header X-Remote-User is sent twice with different values",
                "/",
                "X-Remote-User: a",
                "X-Remote-User: b");
        assertUnclear("the header X-Remote-User is empty", "/", "X-Remote-User:");
        assertUnclear("the header X-Remote-User holds a control character", "/", "X-Remote-User: a\tb");
        assertUnclear(
                "the header X-Remote-User holds a character that is not US-ASCII", "/", "X-Remote-User: ali\u00e7e");
        assertThat(read(LISTED, head("/", "X-Remote-User: a", "X-Remote-User: a"))
                        .identityHeaders())
                .isEqualTo(Map.of("x-remote-user", List.of("a")));
    }

    @Test
    void anUnderscoreSpellingIsTakenOutAndNotRead() {
        RequestHead head = head("/", "X_Remote_User: admin", "X-Remote_User: admin", "x_api_key: k", "X-Other_Name: 1");
        Presented presented = read(LISTED, head);
        assertThat(presented.identityHeaders()).isEmpty();
        assertThat(presented.credentials().isEmpty()).isTrue();
        assertThat(head.values("X_Remote_User")).isEmpty();
        assertThat(head.values("X-Remote_User")).isEmpty();
        assertThat(head.values("x_api_key")).isEmpty();
        assertThat(head.values("X-Other_Name")).as("no business of ours").containsExactly("1");
        RequestHead both = head("/", "X_Remote_User: admin", "X-Remote-User: alice");
        assertThat(read(LISTED, both).identityHeaders()).isEqualTo(Map.of("x-remote-user", List.of("alice")));
    }

    @Test
    void underscoreSpellingsFromAnUnlistedPeerAreTakenOutToo() {
        RequestHead head = head("/", "X_Remote_User: admin");
        read(READER, head);
        assertThat(head.values("X_Remote_User")).isEmpty();
    }

    @Test
    void aNameConfiguredWithUnderscoresIsReadAsConfigured() {
        CredentialReader reader = CredentialReader.of(
                        new IdentitySettings(List.of(
                                new TrustedHeader("REMOTE_USER", "CORP", TrustedProxies.of(List.of("127.0.0.1"))))),
                        GATE)
                .forPeer("127.0.0.1");
        RequestHead head = head("/", "Remote-User: admin", "Remote_User: alice");
        assertThat(read(reader, head).identityHeaders()).isEqualTo(Map.of("remote_user", List.of("alice")));
        assertThat(head.values("Remote-User")).isEmpty();
    }

    @Test
    void eachTrustedHeaderHasItsOwnPeers() {
        CredentialReader reader = CredentialReader.of(
                new IdentitySettings(List.of(
                        new TrustedHeader("X-A", "A", TrustedProxies.of(List.of("127.0.0.1"))),
                        new TrustedHeader("X-B", "B", TrustedProxies.of(List.of("127.0.0.2"))))),
                GATE);
        assertThat(read(reader.forPeer("127.0.0.2"), head("/", "X-A: a", "X-B: b"))
                        .identityHeaders())
                .isEqualTo(Map.of("x-b", List.of("b")));
    }

    private static CredentialBytes print(CredentialReader reader, RequestHead head) {
        CredentialBytes bytes = new CredentialBytes();
        reader.strip(head);
        reader.print(head, bytes);
        return bytes;
    }

    @Test
    void thePrintIsTheSameForTheSameCredentialsAndDifferentForAnyOther() {
        String[] lines = {"Cookie: sid=one; " + GATE + "=g", "X-Api-Key: k", "X-Remote-User: alice"};
        CredentialBytes first = print(LISTED, head("/a?token=t", lines));
        assertThat(first.sameAs(print(
                        LISTED,
                        head(
                                "/b?x=1&token=t&y=2",
                                "Accept: */*",
                                lines[2],
                                lines[1],
                                "Cookie: sid=one; theme=dark; " + GATE + "=g"))))
                .isTrue();
        List<RequestHead> others = List.of(
                head("/a", lines),
                head("/a?token=u", lines),
                head("/a?token=t&ticket=1", lines),
                head("/a?token=t&token=t", lines),
                head("/a?token=t", "Cookie: sid=onf; " + GATE + "=g", lines[1], lines[2]),
                head("/a?token=t", "Cookie: sid=one; " + GATE + "=h", lines[1], lines[2]),
                head("/a?token=t", "Cookie: sid2=one; " + GATE + "=g", lines[1], lines[2]),
                head("/a?token=t", "Cookie: sid=one", lines[1], lines[2]),
                head("/a?token=t", "Cookie: sid=one; sid2=; " + GATE + "=g", lines[1], lines[2]),
                head("/a?token=t", lines[0], lines[2]),
                head("/a?token=t", lines[0], "X-Api-Key: l", lines[2]),
                head("/a?token=t", lines[0], lines[1], "Authorization: k", lines[2]),
                head("/a?token=t", lines[0], lines[1]),
                head("/a?token=t", lines[0], lines[1], "X-Remote-User: bob"));
        for (int i = 0; i < others.size(); i++) {
            assertThat(first.sameAs(print(LISTED, others.get(i))))
                    .as("other " + i)
                    .isFalse();
        }
    }

    @Test
    void noValueCanLookLikeTwo() {
        List<String> many = IntStream.range(0, 100).mapToObj(i -> "c" + i).toList();
        CredentialReader reader = CredentialReader.of(
                new IdentitySettings(
                        List.of(ChainFixture.ask(new CredentialNames(many, List.of(), List.of(), List.of())))),
                GATE);
        for (int i = ' '; i < 100; i++) {
            CredentialBytes one = print(reader, head("/", "Cookie: c0=x" + (char) i + "y"));
            CredentialBytes two = print(reader, head("/", "Cookie: c0=x; c" + (i - 1) + "=y"));
            assertThat(one.sameAs(two)).as("the name with index " + i).isFalse();
        }
    }

    @Test
    void printsAreReused() {
        CredentialBytes seen = new CredentialBytes();
        CredentialBytes now = new CredentialBytes();
        assertThat(seen.isEmpty()).isTrue();
        READER.print(head("/", "Cookie: sid=" + "x".repeat(2000)), now);
        seen.copyOf(now);
        READER.print(head("/", "Cookie: sid=" + "x".repeat(2000)), now);
        assertThat(now.sameAs(seen)).isTrue();
        READER.print(head("/", "Cookie: sid=x"), now);
        assertThat(now.sameAs(seen)).isFalse();
        READER.print(head("/"), now);
        assertThat(now.isEmpty()).isTrue();
    }

    @Test
    void aCookieThatTheHubSetsChangesTheCredentials() {
        Credentials before = new Credentials(List.of(
                new Credential(Credential.Kind.COOKIE, "sid", "old"),
                new Credential(Credential.Kind.HEADER, "X-Api-Key", "k")));
        assertThat(READER.renewed(before, List.of("theme=dark; Path=/", "SID=x", GATE + "=x")))
                .isEmpty();
        assertThat(READER.renewed(before, List.of("sid2=two; HttpOnly", " sid = new ; Path=/; sid2=no"))
                        .map(CredentialReaderTest::text))
                .contains("sid=new sid2=two X-Api-Key=k");
        assertThat(READER.renewed(before, List.of("sid=; Max-Age=0")).map(CredentialReaderTest::text))
                .contains("X-Api-Key=k");
        assertThat(READER.renewed(Credentials.NONE, List.of("sid")).map(CredentialReaderTest::text))
                .contains("");
    }
}
