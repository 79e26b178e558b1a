package io.passgate.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.passgate.contract.ContractException.Reason;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a forger tries on a compact JWS (RFC 8725), each refused for its own reason. */
class JwsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SigningKey VENDOR = SigningKey.make("vendor", RANDOM);
    private static final Signers SIGNERS = Signers.of(VENDOR.signer(EnumSet.allOf(Purpose.class)));
    private static final String HEADER = "{\"alg\":\"EdDSA\",\"kid\":\"vendor\",\"typ\":\"JWT\"}";
    private static final String CLAIMS =
            "{\"jti\":\"5a8c1d0e-2f4b-4c6d-8e9f-0a1b2c3d4e5f\",\"license\":\"9999000000002782\"}";

    @Test
    void whatTheVendorSignedIsRead() throws Exception {
        assertThat(LicenseKey.read("\n" + signed(HEADER, CLAIMS) + "\n", SIGNERS)
                        .license())
                .isEqualTo("9999000000002782");
    }

    @Test
    void aKeyIssuedIsReadAndNeverShown() throws Exception {
        LicenseKey key = LicenseKey.issue(VENDOR, UUID.randomUUID(), "9999000000002782");

        assertThat(LicenseKey.read(key.compact(), SIGNERS)).isEqualTo(key);
        assertThat(key.toString()).doesNotContain(key.compact().substring(0, 20));
        assertThat(VENDOR.toString()).isEqualTo("SigningKey[vendor]");
    }

    @Test
    void algNoneIsRefusedWithAndWithoutASignature() {
        String header = HEADER.replace("EdDSA", "none");

        refused(signed(header, CLAIMS), Reason.ALGORITHM)
                .hasMessageContaining("header.alg: expected EdDSA, found none");
        refused(encoded(header) + "." + encoded(CLAIMS) + ".", Reason.ALGORITHM);
    }

    @Test
    void hs256WithThePublicKeyAsSecretIsRefused() throws Exception {
        String header = HEADER.replace("EdDSA", "HS256");
        String head = encoded(header) + "." + encoded(CLAIMS);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SIGNERS.pem().getBytes(US_ASCII), "HmacSHA256"));

        refused(head + "." + encoded(mac.doFinal(head.getBytes(US_ASCII))), Reason.ALGORITHM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS512", "ES256", "eddsa", "Ed25519", ""})
    void anyOtherAlgorithmIsRefusedEvenWithAGoodSignature(String alg) {
        refused(signed(HEADER.replace("EdDSA", alg), CLAIMS), Reason.ALGORITHM);
    }

    @Test
    void anAnswersTypeOnALicenseKeyIsRefused() {
        refused(signed(HEADER.replace("JWT", "SLD"), CLAIMS), Reason.ALGORITHM)
                .hasMessageContaining("header.typ: expected JWT, found SLD");
    }

    @Test
    void aKeyIdThatNobodyHasIsRefusedAndTheSignersAreNamed() {
        refused(signed(HEADER.replace("vendor", "other"), CLAIMS), Reason.SIGNER)
                .hasMessageContaining("other")
                .hasMessageContaining("vendor");
    }

    @Test
    void aSignerForAnswersOnlySignsNoLicenseKeys() {
        Signers answersOnly = Signers.of(VENDOR.signer(Set.of(Purpose.ANSWER)));

        assertThatThrownBy(() -> LicenseKey.read(signed(HEADER, CLAIMS), answersOnly))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SIGNER));
    }

    @Test
    void aSignatureOfAnotherKeyUnderTheVendorsIdIsRefused() {
        SigningKey forger = SigningKey.make("vendor", RANDOM);

        refused(Jws.sign(forger, Purpose.KEY, CLAIMS), Reason.SIGNATURE)
                .hasMessageContaining("the signature is not that of vendor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"EdDSA\",\"kid\":\"vendor\"}",
                "{\"alg\":\"EdDSA\",\"kid\":\"vendor\",\"typ\":\"JWT\",\"crit\":[\"exp\"]}",
                "{\"alg\":\"EdDSA\",\"kid\":\"vendor\",\"typ\":\"JWT\",\"jwk\":{}}",
                "{\"alg\":\"EdDSA\",\"alg\":\"EdDSA\",\"kid\":\"vendor\",\"typ\":\"JWT\"}",
                "{\"alg\":\"EdDSA\",\"kid\":\"../vendor\",\"typ\":\"JWT\"}",
                "{\"alg\":\"EdDSA\",\"kid\":7,\"typ\":\"JWT\"}",
                "{\"alg\":\"EdDSA\",\"kid\":\"vendor\",\"typ\":\"JWT\"} {}",
                "[]",
                "",
                "{\"alg\":"
            })
    void aHeaderThatIsNotExactlyOfItsFormIsRefused(String header) {
        refused(signed(header, CLAIMS), Reason.MALFORMED).hasMessageContaining("license key: header");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jti\":\"5a8c1d0e-2f4b-4c6d-8e9f-0a1b2c3d4e5f\"}",
                "{\"jti\":\"5a8c1d0e-2f4b-4c6d-8e9f-0a1b2c3d4e5f\",\"license\":\"999900000000278\"}",
                "{\"jti\":\"5A8C1D0E-2F4B-4C6D-8E9F-0A1B2C3D4E5F\",\"license\":\"9999000000002782\"}",
                "{\"jti\":\"5a8c1d0e-2f4b-4c6d-8e9f-0a1b2c3d4e5f\",\"license\":\"9999000000002782\",\"exp\":1}",
                "{\"license\":\"9999000000002782\",\"jti\":\"5a8c1d0e-2f4b-4c6d-8e9f-0a1b2c3d4e5f\",\"jti\":\"x\"}",
                "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]"
            })
    void claimsThatAreNotExactlyOfTheirFormAreRefused(String claims) {
        refused(signed(HEADER, claims), Reason.MALFORMED).hasMessageContaining("license key");
    }

    @Test
    void everyTruncationIsRefused() {
        String whole = signed(HEADER, CLAIMS);

        for (int length = 0; length < whole.length(); length++) {
            String cut = whole.substring(0, length);
            assertThatThrownBy(() -> LicenseKey.read(cut, SIGNERS)).isInstanceOf(ContractException.class);
        }
    }

    @Test
    void everyChangedCharacterIsRefused() {
        String whole = signed(HEADER, CLAIMS);

        for (int at = 0; at < whole.length(); at++) {
            String changed = whole.substring(0, at) + (whole.charAt(at) == 'A' ? 'B' : 'A') + whole.substring(at + 1);
            assertThatThrownBy(() -> LicenseKey.read(changed, SIGNERS)).isInstanceOf(ContractException.class);
        }
    }

    @Test
    void paddingAndLeftOverBitsAreRefused() {
        String whole = signed(HEADER, CLAIMS);
        char last = whole.charAt(whole.length() - 1);
        String sameBytes = whole.substring(0, whole.length() - 1) + (char) (last + 1);

        refused(whole + "==", Reason.MALFORMED).hasMessageContaining("signature: is not base64url");
        assertThat(Base64.getUrlDecoder().decode(sameBytes.substring(sameBytes.lastIndexOf('.') + 1)))
                .as("a lenient decoder takes it for the same")
                .isEqualTo(Base64.getUrlDecoder().decode(whole.substring(whole.lastIndexOf('.') + 1)));
        refused(sameBytes, Reason.MALFORMED);
    }

    @Test
    void whiteSpaceInsideAndFurtherPartsAreRefused() {
        String whole = signed(HEADER, CLAIMS);

        refused(whole.replaceFirst("\\.", ".\n"), Reason.MALFORMED);
        refused(whole + ".", Reason.MALFORMED).hasMessageContaining("three parts");
    }

    @Test
    void whatIsTooLongIsNotLookedAt() {
        refused("A".repeat(5_000), Reason.MALFORMED).hasMessageContaining("4096");
    }

    @Test
    void aRefusalNeverHoldsTheKey() {
        Random random = new Random(20261121);
        String whole = signed(HEADER, CLAIMS);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = whole.getBytes(US_ASCII);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
            try {
                LicenseKey.read(new String(bytes, US_ASCII), SIGNERS);
            } catch (ContractException e) {
                assertThat(e.words()).as("round " + round).doesNotContain(whole.substring(80, 100));
            }
        }
    }

    @Test
    void aPayloadThatIsNotUtf8IsRefused() {
        String head = encoded(HEADER) + "." + encoded(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});

        refused(head + "." + encoded(VENDOR.sign(head.getBytes(US_ASCII))), Reason.MALFORMED)
                .hasMessageContaining("not UTF-8");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(String compact, Reason reason) {
        return assertThatThrownBy(() -> LicenseKey.read(compact, SIGNERS))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static String signed(String header, String payload) {
        String head = encoded(header) + "." + encoded(payload);
        return head + "." + encoded(VENDOR.sign(head.getBytes(US_ASCII)));
    }

    private static String encoded(String text) {
        return encoded(text.getBytes(UTF_8));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
