package io.passgate.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SignersTest {
    private static final SigningKey ONE = SigningKey.make("one", new SecureRandom());
    private static final SigningKey TWO = SigningKey.make("two", new SecureRandom());
    private static final Set<Purpose> ALL = EnumSet.allOf(Purpose.class);

    @Test
    void aFileIsReadAsItWasWritten() throws Exception {
        Signers signers = Signers.of(ONE.signer(ALL), TWO.signer(Set.of(Purpose.ANSWER)));

        Signers read = Signers.read("# ours\n\n" + signers.pem().replace("\n", "\r\n"), "f");

        assertThat(read.pem()).isEqualTo(signers.pem());
        assertThat(read.find("one", Purpose.KEY)).isPresent();
        assertThat(read.find("two", Purpose.ANSWER)).isPresent();
        assertThat(read.find("two", Purpose.KEY)).as("not its purpose").isEmpty();
        assertThat(read.find("three", Purpose.KEY)).isEmpty();
    }

    @Test
    void theKeyInTheFileIsPlainPemForOtherTools() throws Exception {
        String body = ONE.signer(ALL)
                .pem()
                .lines()
                .dropWhile(line -> !line.startsWith("-----BEGIN"))
                .filter(line -> !line.startsWith("-----"))
                .collect(Collectors.joining());

        assertThat(KeyFactory.getInstance("Ed25519")
                        .generatePublic(
                                new X509EncodedKeySpec(Base64.getDecoder().decode(body)))
                        .getAlgorithm())
                .isEqualTo("EdDSA");
    }

    @Test
    void eachMistakeInAFileIsNamedWithItsLine() {
        String pem = ONE.signer(ALL).pem();

        mistake("", "f: expected at least one -----BEGIN PUBLIC KEY-----");
        mistake("hello\n", "f, line 1: expected -----BEGIN PUBLIC KEY----- or one of");
        mistake(pem.replace("kid: one\n", ""), "f, line 2: expected a line 'kid: …'");
        mistake(pem.replace("purpose: key, answer, offline, lef\n", ""), "f, line 2: expected a line 'purpose: …'");
        mistake(pem.replace("answer", "everything"), "f, line 3: expected a line 'purpose: …'");
        mistake("kid: two\n" + pem, "f, line 2: kid is said twice");
        mistake(pem + pem, "f, line 8: a second key with kid one");
        mistake(pem.replace("-----END PUBLIC KEY-----", ""), "f, line 3: the block has no -----END");
        mistake(pem.replaceFirst("\nMC", "\n*C"), "f, line 3: the block is not base64");
        mistake(pem.replaceFirst("\nMCow", "\nMCsw"), "f, line 3: expected a sound Ed25519 public key");
        mistake("kid: one\n", "f: ends after [kid] without a key");
        mistake(ONE.pem(), "f, line 2: expected a PUBLIC KEY, found a PRIVATE KEY");
    }

    @Test
    void aPublicKeyOfSmallOrderWhichFitsAnyMessageIsRefused() {
        byte[] identity = new byte[32];
        identity[0] = 1;

        mistake(
                Pem.write(
                        new java.util.TreeMap<>(java.util.Map.of("kid", "x", "purpose", "key")),
                        "PUBLIC KEY",
                        Ed25519.publicDer(identity)),
                "expected a sound Ed25519 public key");
    }

    @Test
    void whatWouldWidenTheTrustIsFound() throws Exception {
        Signers built = Signers.of(ONE.signer(ALL));

        assertThat(built.beyond(Signers.of(ONE.signer(Set.of(Purpose.KEY))))).isEmpty();
        assertThat(built.beyond(Signers.of(TWO.signer(ALL)))).hasSize(1);
        assertThat(built.beyond(
                        Signers.of(SigningKey.make("one", new SecureRandom()).signer(ALL))))
                .as("another key under the same id")
                .hasSize(1);
        assertThat(Signers.of(ONE.signer(Set.of(Purpose.KEY))).beyond(built))
                .as("a further purpose")
                .hasSize(1);
    }

    @Test
    void aSigningKeyIsReadAsItWasWritten() throws Exception {
        SigningKey read = SigningKey.read(ONE.pem(), "f");

        assertThat(read.signer(ALL).pem()).isEqualTo(ONE.signer(ALL).pem());
        assertThatThrownBy(() -> SigningKey.read(ONE.signer(ALL).pem(), "f"))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("f, line 2");
    }

    private static void mistake(String file, String words) {
        assertThatThrownBy(() -> Signers.read(file, "f"))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining(words);
    }
}
