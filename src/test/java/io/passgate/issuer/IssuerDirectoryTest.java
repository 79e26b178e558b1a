package io.passgate.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.passgate.contract.ActivationAnswer;
import io.passgate.contract.ActivationRequest;
import io.passgate.contract.Answer;
import io.passgate.contract.ContractException;
import io.passgate.contract.LicenseKey;
import io.passgate.contract.Nonce;
import io.passgate.contract.Purpose;
import io.passgate.contract.SignerLink;
import io.passgate.contract.Signers;
import io.passgate.contract.SigningKey;
import io.passgate.contract.SiteId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an issuer keeps in its directory: its files, keys issued and revoked, signing keys one after the other. */
class IssuerDirectoryTest {
    @TempDir
    private Path parent;

    private ServedIssuer served;
    private LicenseKey key;

    @BeforeEach
    void start() throws Exception {
        served = new ServedIssuer(parent);
        key = served.issuer().issueKey(ServedIssuer.LICENSE);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void onlyItsOwnerReadsIt() throws Exception {
        try (Stream<Path> files = Files.walk(served.directory)) {
            assertThat(files.map(file -> served.directory.relativize(file) + " " + mode(file)))
                    .contains(" rwx------", "keys rwx------", "keys/vendor-1.key rw-------", "issuer.db rw-------")
                    .allMatch(line -> line.endsWith("------"));
        }
    }

    @Test
    void closedItHasEverythingInItsDatabaseFile() throws Exception {
        served.close();
        try (Stream<Path> files = Files.list(served.directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("issuer.db", "keys");
        }
    }

    @Test
    void itIsMadeOnceAndNothingElseIsTakenForIt() {
        assertThatThrownBy(() -> Issuer.make(served.directory, "other", served.clock))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Issuer.open(parent, served.clock)).hasMessageContaining("it has no issuer.db");
    }

    @Test
    void aDatabaseOfAnotherApplicationIsNotTouched() throws Exception {
        Path other = Files.createDirectory(parent.resolve("other"));
        Files.writeString(other.resolve("issuer.db"), "rubbish".repeat(200));

        assertThatThrownBy(() -> Issuer.open(other, served.clock))
                .isInstanceOf(IssuerFault.class)
                .hasMessageContaining("issuer.db: expected a database");
    }

    @Test
    void keysAndDefinitionsAreThereAfterARestartAndChangedWhileItServes() throws Exception {
        served.restart();
        assertThat(served.definition(key.compact()).statusCode()).isEqualTo(200);

        try (Issuer office = Issuer.open(served.directory, served.clock)) {
            office.revoke(key.id());
            assertThat(office.keys())
                    .extracting(IssuedKey::id, k -> k.revoked().isPresent())
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(key.id(), true));
            assertThatThrownBy(() -> office.revoke("x")).hasMessageContaining("no license key x");
        }
        assertThat(served.definition(key.compact()).statusCode()).isEqualTo(403);
    }

    @Test
    void aKeyWithTheRightSignatureThatWasNotIssuedHereIsRefused() throws Exception {
        SigningKey stolen =
                SigningKey.read(Files.readString(served.directory.resolve("keys/vendor-1.key")), "vendor-1.key");
        LicenseKey forged = LicenseKey.issue(stolen, UUID.randomUUID(), ServedIssuer.LICENSE);

        assertThat(served.definition(forged.compact()).body())
                .contains("\"status\":401")
                .contains("was not issued by this license backend");
    }

    @Test
    void anotherSigningKeyComesWithAnOverlapAndSitesFollow() throws Exception {
        Signers site = served.issuer().signers();
        assertThat(served.issuer().rotate(Duration.ofDays(7)).kid()).isEqualTo("vendor-2");
        assertThatThrownBy(() -> served.issuer().rotate(Duration.ofDays(7))).hasMessageContaining("waiting already");

        Answer.read(served.definition(key.compact()).body(), site);
        served.advance(Duration.ofDays(7));
        String answer = served.definition(key.compact()).body();

        assertThatThrownBy(() -> Answer.read(answer, site)).hasMessageContaining("vendor-2, which may not sign this");
        Answer.read(answer, site.with(chain()));
        assertThat(served.definition(
                                served.issuer().issueKey(ServedIssuer.LICENSE).compact())
                        .statusCode())
                .as("keys of the new one")
                .isEqualTo(200);
    }

    @Test
    void theOldSigningKeyRetiresAndItsLicenseKeysGoOn() throws Exception {
        Signers site = served.issuer().signers();
        assertThatThrownBy(() -> served.issuer().retire("vendor-1")).hasMessageContaining("only one before it");
        served.issuer().rotate(Duration.ZERO);
        served.issuer().retire("vendor-1");
        Files.delete(served.directory.resolve("keys/vendor-1.key"));
        served.restart();

        Signers followed = site.with(chain());
        Answer.read(served.definition(key.compact()).body(), followed);
        assertThat(followed.find("vendor-1", Purpose.ANSWER)).isEmpty();
        assertThat(Signers.read(served.issuer().signers().pem(), "signers.pem").with(chain()))
                .as("a site set up later")
                .hasToString("vendor-1, vendor-2");
        assertThat(served.issuer().signingKeys())
                .extracting(IssuerKey::kid, IssuerKey::signs, k -> k.retired().isPresent())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("vendor-1", false, true),
                        org.assertj.core.groups.Tuple.tuple("vendor-2", true, false));
    }

    @Test
    void withAuthoritiesOfClientsOnlyTheirClientsAreAnswered() throws Exception {
        X509Bundle authority = new CertificateBuilder()
                .subject("CN=sites")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        X509Bundle site = new CertificateBuilder().subject("CN=site").buildIssuedBy(authority);
        X509Bundle other = new CertificateBuilder()
                .subject("CN=x")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        served.close();
        served.start(List.of(authority.getCertificate()));

        assertThat(served.get(served.client(site.toKeyManagerFactory().getKeyManagers()), "/v1/signers")
                        .statusCode())
                .isEqualTo(200);
        assertThatThrownBy(() -> served.get(served.client(), "/v1/signers")).isInstanceOf(IOException.class);
        assertThatThrownBy(() ->
                        served.get(served.client(other.toKeyManagerFactory().getKeyManagers()), "/v1/signers"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anActivationIsForOneRequestOfOneSite() throws Exception {
        ActivationRequest request = request();
        ActivationRequest read = ActivationRequest.read(request.write(), "request");
        assertThat(read).isEqualTo(request);
        Signers signers = served.issuer().signers();

        String plain = served.issuer().activate(read, false);
        String reset = served.issuer().activate(read, true);

        assertThat(ActivationAnswer.read(plain, request, signers, "answer").reset())
                .isEmpty();
        assertThat(ActivationAnswer.read(reset, request, signers, "answer").reset())
                .hasValueSatisfying(r -> assertThat(r.issuedAt()).isEqualTo(served.now()));
        assertThatThrownBy(() -> ActivationAnswer.read(reset, request(), signers, "answer"))
                .hasMessage("answer.reset: answers another request");
        assertThatThrownBy(() -> ActivationAnswer.read(
                        reset,
                        request,
                        Signers.of(
                                SigningKey.make("vendor-1", ServedIssuer.RANDOM).signer(EnumSet.allOf(Purpose.class))),
                        "answer"))
                .isInstanceOf(ContractException.class);
        String foreign = reset.replaceFirst(
                "\"reset\":\"[^\"]*\"",
                "\"reset\":\"" + plain.split("\"offline\":\"")[1].split("\"")[0] + "\"");
        assertThatThrownBy(() -> ActivationAnswer.read(foreign, request, signers, "answer"))
                .as("an offline definition is no reset")
                .hasMessageContaining("expected SLD-RESET");
    }

    private ActivationRequest request() {
        return new ActivationRequest(
                SiteId.draw(ServedIssuer.RANDOM),
                Nonce.draw(ServedIssuer.RANDOM),
                ServedIssuer.LICENSE,
                served.now(),
                served.now().plus(Duration.ofDays(400)));
    }

    private List<String> chain() throws Exception {
        String body = served.get(served.client(), "/v1/signers").body();
        return SignerLink.chain(body);
    }

    private static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
