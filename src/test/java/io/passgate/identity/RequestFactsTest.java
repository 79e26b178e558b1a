package io.passgate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.Credential.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What of a request identity can be told by, and that it stays secret. */
class RequestFactsTest {

    private static final Credential COOKIE = new Credential(Kind.COOKIE, "X-Qlik-Session", "s3cret");

    private static RequestFacts facts(Credentials credentials, Map<String, List<String>> headers) {
        return new RequestFacts(
                "r1",
                "/",
                "GET",
                "/hub",
                "10.0.0.1",
                "192.0.2.7",
                "hub.example",
                "Browser",
                true,
                false,
                credentials,
                headers);
    }

    @Test
    void fingerprintTellsDifferentCredentialsApart() {
        assertThat(List.of(
                                Credentials.NONE,
                                new Credentials(List.of(COOKIE)),
                                new Credentials(List.of(new Credential(Kind.HEADER, "X-Qlik-Session", "s3cret"))),
                                new Credentials(List.of(new Credential(Kind.COOKIE, "X-Qlik-Sessio", "ns3cret"))),
                                new Credentials(List.of(new Credential(Kind.COOKIE, "X-Qlik-Session", "s3creu"))),
                                new Credentials(List.of(COOKIE, COOKIE)))
                        .stream()
                        .map(Credentials::fingerprint)
                        .distinct())
                .hasSize(6);
        assertThat(new Credentials(List.of(COOKIE)).fingerprint())
                .isEqualTo(new Credentials(List.of(COOKIE)).fingerprint())
                .doesNotContain("s3cret");
    }

    @Test
    void identityHeadersCountToo() {
        Credentials same = new Credentials(List.of(COOKIE));

        assertThat(List.of(
                                facts(same, Map.of()),
                                facts(same, Map.of("x-remote-user", List.of("anna"))),
                                facts(same, Map.of("x-remote-user", List.of("bert"))),
                                facts(same, Map.of("x-remote-user", List.of("anna", "bert"))),
                                facts(same, Map.of("x-remote-user", List.of(), "anna", List.of())),
                                facts(Credentials.NONE, Map.of("x-remote-user", List.of("anna"))))
                        .stream()
                        .map(RequestFacts::fingerprint)
                        .distinct())
                .hasSize(6);
    }

    @Test
    void orderOfHeaderNamesDoesNotCount() {
        Map<String, List<String>> one = new LinkedHashMap<>();
        one.put("a", List.of("1"));
        one.put("b", List.of("2"));
        Map<String, List<String>> other = new LinkedHashMap<>();
        other.put("b", List.of("2"));
        other.put("a", List.of("1"));

        assertThat(facts(Credentials.NONE, one).fingerprint())
                .isEqualTo(facts(Credentials.NONE, other).fingerprint());
    }

    @Test
    void textFormHidesWhatIsSecret() {
        RequestFacts facts = facts(new Credentials(List.of(COOKIE)), Map.of("authorization", List.of("Bearer s3cret")));

        assertThat(facts.toString() + facts.credentials() + COOKIE)
                .doesNotContain("s3cret")
                .contains("GET /hub", "r1");
    }

    @Test
    void valuesAreCopied() {
        List<String> groups = new java.util.ArrayList<>(List.of("sales"));
        Map<String, List<String>> map = new LinkedHashMap<>(Map.of("group", groups));
        Attributes attributes = new Attributes(map);
        RequestFacts facts = facts(Credentials.NONE, map);

        groups.add("support");
        map.clear();

        assertThat(attributes.values()).isEqualTo(Map.of("group", List.of("sales")));
        assertThat(facts.identityHeaders()).isEqualTo(Map.of("group", List.of("sales")));
    }
}
