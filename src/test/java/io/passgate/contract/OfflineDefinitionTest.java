package io.passgate.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.passgate.license.AccessType;
import io.passgate.license.May;
import io.passgate.license.Terms;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A definition for a site without a license backend (domain.md §4.2, design.md §5, decision 28). */
class OfflineDefinitionTest {
    private static final SigningKey VENDOR = SigningKey.make("vendor", new SecureRandom());
    private static final Signers SIGNERS = Signers.of(VENDOR.signer(EnumSet.allOf(Purpose.class)));
    private static final Instant NOW = Instant.parse("2026-11-21T08:30:00Z");
    private static final Instant CONVERSION = Instant.parse("2027-03-01T00:00:00Z");
    private static final OfflineDefinition OFFLINE = new OfflineDefinition(
            "9999000000002782",
            NOW,
            new Definition(
                    7,
                    Instant.parse("2026-01-01T00:00:00Z"),
                    Optional.of(Instant.parse("2028-01-01T00:00:00Z")),
                    Definition.PRODUCT,
                    false,
                    List.of(Allotment.of("professional", 3), Allotment.of("analyzer_time", 600)),
                    9,
                    Optional.of(CONVERSION),
                    May.DEFAULT));

    private static OfflineDefinition read(String text) throws ContractException {
        return OfflineDefinition.read(text, SIGNERS, "f");
    }

    @Test
    void whatIsWrittenIsReadAgainWithWhiteSpaceAround() throws Exception {
        assertThat(read("\n  " + OFFLINE.write(VENDOR) + "\r\n")).isEqualTo(OFFLINE);
    }

    @Test
    void itsTermsAreThoseOfADefinitionOfTheFamilyOfSignedKeys() {
        Terms terms = OFFLINE.terms(NOW);

        assertThat(terms.form()).isEqualTo(Terms.Form.SIGNED_KEY);
        assertThat(terms.seats(AccessType.PROFESSIONAL)).isEqualTo(3);
        assertThat(terms.capacity().minutes()).isEqualTo(600);
        assertThat(terms.tokens()).isEqualTo(9);
        assertThat(OFFLINE.terms(CONVERSION).tokens())
                .as("from the conversion date on")
                .isZero();
        assertThat(OFFLINE.changes()).contains(CONVERSION);
    }

    @Test
    void anAnswerToASitesQuestionIsNoneForItCountsForFiveDaysOnly() throws Exception {
        SecureRandom random = new SecureRandom();
        String answer = new Answer(
                        OFFLINE.license(),
                        SiteId.draw(random),
                        Nonce.draw(random),
                        NOW,
                        KeyStanding.VALID,
                        OFFLINE.definition())
                .write(VENDOR);
        String sld = new ObjectMapper().readTree(answer).get("sld").asText();

        assertThatThrownBy(() -> read(sld)).hasMessage("f: header.typ: expected SLD-OFFLINE, found SLD");
        assertThatThrownBy(() -> read(answer)).isInstanceOf(ContractException.class);
    }

    @Test
    void andItIsNoAnswer() {
        String answer = "{\"license\":\"" + OFFLINE.license() + "\",\"sld\":\"" + OFFLINE.write(VENDOR) + "\"}";

        assertThatThrownBy(() -> Answer.read(answer, SIGNERS)).hasMessageContaining("expected SLD, found SLD-OFFLINE");
    }

    @Test
    void onlyASignerOfOfflineDefinitionsMaySignOne() {
        Signers answersOnly = Signers.of(VENDOR.signer(Set.of(Purpose.ANSWER)));

        assertThatThrownBy(() -> OfflineDefinition.read(OFFLINE.write(VENDOR), answersOnly, "f"))
                .hasMessageContaining("f: signed with the key id vendor, which may not sign this");
    }

    @Test
    void anotherFormatNumberOrMemberIsRefused() {
        String payload =
                "{\"format\":1,\"license\":\"9999000000002782\",\"issuedAt\":\"2026-11-21T08:30:00Z\",\"more\":1}";

        assertThatThrownBy(() -> read(Jws.sign(VENDOR, Purpose.OFFLINE, payload)))
                .hasMessageContaining("f: lacks definition");
        assertThatThrownBy(
                        () -> read(Jws.sign(VENDOR, Purpose.OFFLINE, payload.replace("\"format\":1", "\"format\":2"))))
                .hasMessageContaining("f.format: expected 1, found 2; a newer version");
    }

    @Test
    void whereAnyByteIsFlippedItIsRefused() {
        byte[] bytes = OFFLINE.write(VENDOR).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 1;
            String flipped = new String(bytes, StandardCharsets.US_ASCII);
            assertThatThrownBy(() -> read(flipped)).as("byte " + i).isInstanceOf(ContractException.class);
            bytes[i] ^= 1;
        }
    }

    @Test
    void itsTypeIsToldWithoutProof() {
        assertThat(Purpose.ofText(OFFLINE.write(VENDOR))).contains(Purpose.OFFLINE);
        assertThat(Purpose.ofText("9999000000002782\nPassgate;;;\n")).isEmpty();
    }
}
