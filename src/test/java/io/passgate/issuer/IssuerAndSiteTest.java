package io.passgate.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.passgate.admission.MemoryLedger;
import io.passgate.backend.BackendSettings;
import io.passgate.backend.LicenseForm;
import io.passgate.backend.LicenseSettings;
import io.passgate.backend.Seal;
import io.passgate.backend.Sharing;
import io.passgate.backend.SiteLicense;
import io.passgate.contract.Allotment;
import io.passgate.contract.Definition;
import io.passgate.contract.LicenseKey;
import io.passgate.contract.SigningKey;
import io.passgate.license.AccessType;
import io.passgate.license.May;
import io.passgate.license.Standing.State;
import io.passgate.rest.RestSettings;
import io.passgate.tls.CertifiedKey;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The license backend that we ship and the gate understand each other, over real TLS. */
@Timeout(60)
class IssuerAndSiteTest {
    private static final String LICENSE = "9999000000002782";

    @TempDir
    Path directory;

    @Test
    void aSiteFollowsWhatTheIssuerIsTold() throws Exception {
        X509Bundle certificate = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        RestSettings listen = RestSettings.of("issuer", "127.0.0.1", 0)
                .withTls(
                        new CertifiedKey(certificate.getKeyPair().getPrivate(), List.of(certificate.getCertificate())));
        SecureRandom random = new SecureRandom();
        InstantSource clock = InstantSource.system();
        try (Issuer issuer = new Issuer(listen, SigningKey.make("issuer", random), clock)) {
            URI url = URI.create("https://localhost:" + issuer.start());
            issuer.define(LICENSE, definition(clock.instant()));
            LicenseKey key = issuer.issueKey(LICENSE);
            SiteLicense.Surroundings around = new SiteLicense.Surroundings(
                    directory.resolve("data"),
                    clock,
                    random,
                    change -> {},
                    new Sharing(new MemoryLedger(), (terms, now) -> List.of(), changed -> {}, (number, error) -> {}),
                    new Seal(new byte[32]));
            try (SiteLicense license = SiteLicense.of(Optional.of(settings(url, issuer, key, certificate)), around)) {
                assertThat(license.start()
                                .toCompletableFuture()
                                .get()
                                .standing()
                                .state())
                        .isEqualTo(State.VALID);

                issuer.change(LICENSE, d -> d.withSeats(List.of(Allotment.of("analyzer", 4)), 6));
                assertThat(license.verify().terms()).satisfies(terms -> {
                    assertThat(terms.seats()).containsOnly(java.util.Map.entry(AccessType.ANALYZER, 4));
                    assertThat(terms.tokens()).isEqualTo(6);
                });

                issuer.switchOff(true);
                assertThat(license.verify().lastError()).contains("is in trouble itself (503)");
                assertThat(state(license)).isEqualTo(State.VALID);

                issuer.switchOff(false);
                issuer.change(LICENSE, d -> d.withDenyListed(true));
                license.verify();
                assertThat(state(license)).isEqualTo(State.REFUSED);

                issuer.change(LICENSE, d -> d.withDenyListed(false));
                license.verify();
                assertThat(state(license)).isEqualTo(State.VALID);

                issuer.revoke(key);
                license.verify();
                assertThat(state(license)).isEqualTo(State.REFUSED);

                Files.writeString(
                        directory.resolve("license.key"),
                        issuer.issueKey(LICENSE).compact());
                license.verify();
                assertThat(state(license)).as("with another key").isEqualTo(State.VALID);
            }
        }
    }

    private LicenseSettings settings(URI url, Issuer issuer, LicenseKey key, X509Bundle certificate) throws Exception {
        Files.writeString(directory.resolve("license.key"), key.compact());
        Files.writeString(directory.resolve("signers.pem"), issuer.signers().pem());
        Files.writeString(directory.resolve("ca.pem"), certificate.getCertificatePEM());
        return new LicenseSettings(
                new LicenseForm.SignedKey(
                        directory.resolve("license.key"),
                        new BackendSettings(url, Optional.of(directory.resolve("ca.pem")), Optional.empty())),
                Optional.of(directory.resolve("signers.pem")));
    }

    private static State state(SiteLicense license) {
        return license.current(Instant.now()).standing().state();
    }

    private static Definition definition(Instant now) {
        return new Definition(
                1,
                now.minus(Duration.ofHours(1)),
                Optional.empty(),
                Definition.PRODUCT,
                false,
                List.of(Allotment.of("professional", 1)),
                0,
                Optional.empty(),
                May.DEFAULT);
    }
}
