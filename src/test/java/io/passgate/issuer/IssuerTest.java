package io.passgate.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.passgate.contract.Allotment;
import io.passgate.contract.Answer;
import io.passgate.contract.ContractException;
import io.passgate.contract.Definition;
import io.passgate.contract.KeyStanding;
import io.passgate.contract.LicenseKey;
import io.passgate.contract.Nonce;
import io.passgate.contract.SigningKey;
import io.passgate.contract.SiteId;
import io.passgate.license.AccessType;
import io.passgate.license.May;
import io.passgate.rest.RestSettings;
import io.passgate.tls.CertifiedKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IssuerTest {
    private static final String LICENSE = "9999000000002782";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-11-21T08:30:00Z");
    private static final Definition DEFINITION = new Definition(
            1,
            NOW.minusSeconds(60),
            Optional.empty(),
            Definition.PRODUCT,
            false,
            List.of(Allotment.of("professional", 2)),
            1,
            Optional.empty(),
            May.DEFAULT);

    private final SigningKey signingKey = SigningKey.make("issuer", RANDOM);
    private final Nonce nonce = Nonce.draw(RANDOM);
    private final SiteId site = SiteId.draw(RANDOM);
    private X509Bundle bundle;
    private Issuer issuer;
    private HttpClient client;
    private URI base;

    @BeforeEach
    void start() throws Exception {
        bundle = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        issuer = issuer(bundle, NOW);
        base = URI.create("https://localhost:" + issuer.start());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, bundle.toTrustManagerFactory().getTrustManagers(), null);
        client = HttpClient.newBuilder().sslContext(tls).build();
        issuer.define(LICENSE, DEFINITION);
    }

    private Issuer issuer(X509Bundle bundle, Instant now) {
        return new Issuer(
                RestSettings.of("issuer", "127.0.0.1", 0)
                        .withTls(new CertifiedKey(bundle.getKeyPair().getPrivate(), List.of(bundle.getCertificate()))),
                signingKey,
                InstantSource.fixed(now));
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void aSiteThatShowsItsKeyGetsTheDefinitionSignedForItsQuestion() throws Exception {
        HttpResponse<String> response = ask(issuer.issueKey(LICENSE).compact());

        Answer answer = Answer.read(response.body(), issuer.signers());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(answer.nonce()).isEqualTo(nonce);
        assertThat(answer.site()).isEqualTo(site);
        assertThat(answer.license()).isEqualTo(LICENSE);
        assertThat(answer.issuedAt()).isEqualTo(NOW);
        assertThat(answer.standing()).isEqualTo(KeyStanding.VALID);
        assertThat(answer.definition().terms(LICENSE).seats(AccessType.PROFESSIONAL))
                .isEqualTo(2);
    }

    @Test
    void aChangedDefinitionIsAnsweredWithAHigherNumber() throws Exception {
        LicenseKey key = issuer.issueKey(LICENSE);
        long first = answered(key).definition().seq();

        issuer.change(LICENSE, d -> d.withSeats(List.of(Allotment.of("professional", 9)), 0));

        Definition after = answered(key).definition();
        assertThat(after.seq()).isGreaterThan(first);
        assertThat(after.terms(LICENSE).seats(AccessType.PROFESSIONAL)).isEqualTo(9);
    }

    @Test
    void numbersDoNotGoBackWhenAnIssuerStartsAnew() throws Exception {
        long before = answered(issuer.issueKey(LICENSE)).definition().seq();

        try (Issuer later = issuer(bundle, NOW.plusSeconds(5))) {
            assertThat(later.define(LICENSE, DEFINITION).seq()).isGreaterThan(before);
        }
    }

    @Test
    void aDenyListedLicenseAndARevokedKeyAreAnswered403AndSigned() throws Exception {
        LicenseKey revoked = issuer.issueKey(LICENSE);
        LicenseKey other = issuer.issueKey(LICENSE);
        issuer.revoke(revoked);
        assertThat(ask(revoked.compact()).statusCode()).isEqualTo(403);
        assertThat(answered(revoked).standing()).isEqualTo(KeyStanding.REVOKED);
        assertThat(ask(other.compact()).statusCode()).isEqualTo(200);

        issuer.change(LICENSE, d -> d.withDenyListed(true));

        assertThat(ask(other.compact()).statusCode()).isEqualTo(403);
        assertThat(answered(other).definition().denyListed()).isTrue();
    }

    @Test
    void aDefinitionThatNoSiteCouldReadIsNotTaken() throws Exception {
        assertThatThrownBy(() -> issuer.change(LICENSE, d -> d.withSeats(List.of(Allotment.of("Analyzer", 1)), 0)))
                .hasMessageStartingWith("definition.allotments[0].name: expected a name");
        assertThat(answered(issuer.issueKey(LICENSE)).definition().tokens())
                .as("the one before stays")
                .isEqualTo(1);
    }

    @Test
    void switchedOffItAnswers503() throws Exception {
        issuer.switchOff(true);
        assertThat(ask(issuer.issueKey(LICENSE).compact()).statusCode()).isEqualTo(503);

        issuer.switchOff(false);
        assertThat(ask(issuer.issueKey(LICENSE).compact()).statusCode()).isEqualTo(200);
    }

    @Test
    void keysThatItDidNotSignAreRefusedAndNotRepeated() throws Exception {
        SigningKey forger = SigningKey.make("issuer", RANDOM);
        String forged = LicenseKey.issue(forger, UUID.randomUUID(), LICENSE).compact();

        HttpResponse<String> response = ask(forged);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body())
                .contains("the signature is not that of issuer")
                .doesNotContain(forged);
        assertThat(ask("rubbish").statusCode()).isEqualTo(401);
        assertThat(get(query("1", nonce.text(), site.text()), Optional.empty()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void aKeyOfAnotherLicenseBackendWithTheSameSignersIsRefusedWithoutASignature() throws Exception {
        try (Issuer other = issuer(bundle, NOW)) {
            HttpResponse<String> response = ask(other.issueKey(LICENSE).compact());

            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.body()).contains("was not issued by this license backend");
            assertThatThrownBy(() -> Answer.read(response.body(), issuer.signers()))
                    .isInstanceOf(ContractException.class);
        }
    }

    @Test
    void aLicenseThatItDoesNotHoldIs404() throws Exception {
        assertThat(ask(issuer.issueKey("9999000000000001").compact()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aQuestionThatIsNotOfItsFormIs400() throws Exception {
        Optional<String> key = Optional.of(issuer.issueKey(LICENSE).compact());

        assertThat(get(query("2", nonce.text(), site.text()), key).body()).contains("unknown-format");
        assertThat(get(query("1", "short", site.text()), key).body()).contains("'nonce': expected 16 bytes");
        assertThat(get(query("1", nonce.text(), "x"), key).body()).contains("'site': expected 16 bytes");
        assertThat(get(query("1", nonce.text(), site.text()) + "&nonce=" + nonce.text(), key)
                        .body())
                .contains("'nonce' once");
        assertThat(get("", key).statusCode()).isEqualTo(400);
    }

    @Test
    void inClearItIsNotEvenBuilt() {
        assertThatThrownBy(() -> new Issuer(RestSettings.of("issuer", "127.0.0.1", 0), signingKey, () -> NOW))
                .hasMessageContaining("TLS");
        assertThatThrownBy(() -> issuer.define("12", DEFINITION)).hasMessageContaining("16 digits");
        assertThatThrownBy(() -> issuer.change("9999000000000001", d -> d)).hasMessageContaining("no license");
    }

    private Answer answered(LicenseKey key) throws Exception {
        return Answer.read(ask(key.compact()).body(), issuer.signers());
    }

    private HttpResponse<String> ask(String key) throws Exception {
        return get(query("1", nonce.text(), site.text()), Optional.of(key));
    }

    private static String query(String format, String nonce, String site) {
        return "?format=" + format + "&nonce=" + nonce + "&site=" + site;
    }

    private HttpResponse<String> get(String query, Optional<String> key) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(DefinitionService.PATH + query));
        key.ifPresent(k -> request.header("Authorization", "Bearer " + k));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
