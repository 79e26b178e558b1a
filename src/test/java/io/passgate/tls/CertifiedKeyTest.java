package io.passgate.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertifiedKeyTest {
    @TempDir
    private Path directory;

    private X509Bundle authority;
    private X509Bundle server;

    @BeforeEach
    void make() throws Exception {
        authority = new CertificateBuilder()
                .ecp256()
                .subject("CN=authority")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        server = server(Algorithm.ecp256);
    }

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"rsa2048", "ecp256", "ecp384", "ed25519", "ed448"})
    void keyAndChainAreRead(Algorithm algorithm) throws Exception {
        server = server(algorithm);

        CertifiedKey read = read(server.getCertificatePEM() + authority.getCertificatePEM(), server.getPrivateKeyPEM());

        assertThat(read.key().getEncoded())
                .isEqualTo(server.getKeyPair().getPrivate().getEncoded());
        assertThat(read.chain()).containsExactly(server.getCertificate(), authority.getCertificate());
        assertThat(read.toString()).isEqualTo("CertifiedKey[CN=localhost]");
    }

    @Test
    void textBetweenTheBlocksAndLineEndsOfWindowsAreNoMatter() throws IOException {
        String chain = "subject=CN = localhost\n" + server.getCertificatePEM() + authority.getCertificatePEM();

        assertThat(read(chain.replaceAll("\\R", "\r\n"), "Bag Attributes\n" + server.getPrivateKeyPEM())
                        .chain())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
    void anotherFormOfAKeyIsRefusedWithTheCommandThatMendsIt(String label) {
        String key = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                + server.getPrivateKeyPEM().replace("PRIVATE KEY", label);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(server.getCertificatePathPEM(), key))
                .withMessage(
                        "%1$s: expected one private key, PKCS #8 and not encrypted (-----BEGIN PRIVATE KEY-----), "
                                + "found %2$s; mend it with: openssl pkcs8 -topk8 -nocrypt -in %1$s -out NEW-FILE",
                        directory.resolve("server.key"), label);
    }

    @Test
    void aKeyThatHeadersSayIsEncryptedIsNotTakenForOne() {
        String key = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n"
                + "-----END RSA PRIVATE KEY-----\n";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(server.getCertificatePathPEM(), key))
                .withMessageContaining("found RSA PRIVATE KEY; mend it with: openssl");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefusedNamingBoth() throws Exception {
        for (Algorithm other : new Algorithm[] {Algorithm.ecp256, Algorithm.ecp384, Algorithm.rsa2048}) {
            String key = server(other).getPrivateKeyPEM();

            assertThatIllegalArgumentException()
                    .as(other.name())
                    .isThrownBy(() -> read(server.getCertificatePathPEM(), key))
                    .withMessageContaining("server.key")
                    .withMessageContaining("server.pem");
        }
    }

    @Test
    void aChainInTheWrongOrderIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        read(authority.getCertificatePEM() + server.getCertificatePEM(), server.getPrivateKeyPEM()))
                .withMessageContaining("server.key is not the private key of the certificate in ");
    }

    @Test
    void whatIsNoCertificateOrNoKeyIsNamed() {
        String chain = server.getCertificatePathPEM();
        String key = server.getPrivateKeyPEM();
        refused("nothing", key, "server.pem: expected a certificate in PEM");
        refused(key, key, "server.pem: expected a certificate in PEM");
        refused(
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
                key,
                "server.pem: certificate 1 of the file cannot be read");
        refused(chain, "nothing", "server.key: expected one private key, PKCS #8 and not encrypted", "found none");
        refused(chain, key + key, "server.key: expected one private key", "found 2");
        refused(
                chain,
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "server.key: expected a private key of EC, as the certificate in ");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CertifiedKey.read(directory.resolve("none.pem"), directory.resolve("none.key")))
                .withMessageContaining("none.pem: cannot be read");
    }

    private void refused(String chain, String key, String... parts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(chain, key))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    private X509Bundle server(Algorithm algorithm) throws Exception {
        return new CertificateBuilder()
                .algorithm(algorithm)
                .subject("CN=localhost")
                .buildIssuedBy(authority);
    }

    private CertifiedKey read(String chain, String key) throws IOException {
        return CertifiedKey.read(
                Files.writeString(directory.resolve("server.pem"), chain),
                Files.writeString(directory.resolve("server.key"), key));
    }
}
