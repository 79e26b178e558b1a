package io.passgate.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.passgate.contract.ContractException.Reason;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** License keys signed by RSA or ECDSA: the algorithm is that of the key in the signer file, whatever the token says. */
class KeyAlgorithmsTest {
    private static final String RS512 = "SHA512withRSA";
    private static final String ES256 = "SHA256withECDSAinP1363Format";
    private static final String CLAIMS =
            "{\"jti\":\"5a8c1d0e-2f4b-4c6d-8e9f-0a1b2c3d4e5f\",\"license\":\"9999000000002782\"}";
    private static final KeyPair RSA = pair("RSA", 2_048);
    private static final KeyPair EC = pair("secp256r1");
    private static final SigningKey ED = SigningKey.make("ed", new SecureRandom());

    @Test
    void keysSignedWithRs512AndEs256AreRead() throws Exception {
        assertThat(LicenseKey.read(signed("RS512", "rsa", RS512, RSA), signers())
                        .license())
                .isEqualTo("9999000000002782");
        assertThat(LicenseKey.read(signed("ES256", "ec", ES256, EC), signers()).license())
                .isEqualTo("9999000000002782");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS512", "ES256", "EdDSA", "HS512", "none"})
    void theTokenDoesNotChooseAnotherAlgorithmForAnRsaKey(String alg) throws Exception {
        refused(signed(alg, "rsa", RS512, RSA), Reason.ALGORITHM).hasMessageContaining("expected RS512");
    }

    @Test
    void anRsaSignatureOfAnotherHashUnderTheRightNameIsRefused() throws Exception {
        refused(signed("RS512", "rsa", "SHA256withRSA", RSA), Reason.SIGNATURE);
    }

    @Test
    void theRsaKeyAsTheSecretOfAnHmacIsRefused() throws Exception {
        String head = head("HS512", "rsa");
        Mac mac = Mac.getInstance("HmacSHA512");
        mac.init(new SecretKeySpec(RSA.getPublic().getEncoded(), "HmacSHA512"));

        refused(head + "." + encoded(mac.doFinal(head.getBytes(US_ASCII))), Reason.ALGORITHM);
    }

    @Test
    void anEcdsaSignatureInDerIsRefused() throws Exception {
        refused(signed("ES256", "ec", "SHA256withECDSA", EC), Reason.SIGNATURE);
    }

    @Test
    void anEcdsaSignatureOfZerosIsRefused() {
        refused(head("ES256", "ec") + "." + encoded(new byte[64]), Reason.SIGNATURE);
    }

    @Test
    void aSignatureOfOneKeyUnderTheIdOfAnotherIsRefused() throws Exception {
        refused(signed("ES256", "ec", ES256, pair("secp256r1")), Reason.SIGNATURE);
        refused(signed("ES256", "ed", ES256, EC), Reason.ALGORITHM);
        refused(signed("EdDSA", "ec", ES256, EC), Reason.ALGORITHM);
    }

    @ParameterizedTest
    @CsvSource({"answer", "offline", "lef", "'key, answer'"})
    void suchAKeyIsTrustedForLicenseKeysOnly(String purpose) {
        assertThatThrownBy(() -> Signers.read(pem("ec", purpose, EC.getPublic()), "signers.pem"))
                .hasMessage("signers.pem, line 3: a key of ES256 is trusted for 'purpose: key' only");
    }

    @Test
    void shortRsaKeysAndOtherCurvesAreRefused() {
        for (KeyPair pair : new KeyPair[] {pair("RSA", 1_024), pair("secp384r1")}) {
            assertThatThrownBy(() -> Signers.read(pem("k", "key", pair.getPublic()), "signers.pem"))
                    .hasMessageContaining("signers.pem, line 3: expected a sound Ed25519 public key")
                    .hasMessageContaining("2048")
                    .hasMessageContaining("P-256");
        }
    }

    @Test
    void theSignerFileIsWrittenAsItWasRead() throws Exception {
        assertThat(Signers.read(signers().pem(), "signers.pem").beyond(signers()))
                .isEmpty();
    }

    private static Signers signers() throws ContractException {
        return Signers.read(
                pem("rsa", "key", RSA.getPublic())
                        + pem("ec", "key", EC.getPublic())
                        + ED.signer(Set.of(Purpose.KEY)).pem(),
                "signers.pem");
    }

    private static String pem(String kid, String purpose, PublicKey key) {
        return "kid: " + kid + "\npurpose: " + purpose + "\n" + Pem.write(Map.of(), Signer.LABEL, key.getEncoded());
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(String compact, Reason reason) {
        return assertThatThrownBy(() -> LicenseKey.read(compact, signers()))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static String signed(String alg, String kid, String scheme, KeyPair pair) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(scheme);
        signature.initSign(pair.getPrivate());
        signature.update(head(alg, kid).getBytes(US_ASCII));
        return head(alg, kid) + "." + encoded(signature.sign());
    }

    private static String head(String alg, String kid) {
        String header = "{\"alg\":\"" + alg + "\",\"kid\":\"" + kid + "\",\"typ\":\"JWT\"}";
        return encoded(header.getBytes(UTF_8)) + "." + encoded(CLAIMS.getBytes(UTF_8));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair pair(String type, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair pair(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
