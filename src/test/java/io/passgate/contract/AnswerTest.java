package io.passgate.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.passgate.contract.ContractException.Reason;
import io.passgate.license.May;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SigningKey VENDOR = SigningKey.make("vendor", RANDOM);
    private static final Signers SIGNERS = Signers.of(VENDOR.signer(EnumSet.allOf(Purpose.class)));
    private static final Instant NOW = Instant.parse("2026-11-21T08:30:00.125Z");
    private static final Definition DEFINITION = new Definition(
            3,
            NOW.minusSeconds(1),
            Optional.empty(),
            "passgate",
            false,
            List.of(new Allotment("professional", 2, Allotment.UNLIMITED), Allotment.of("sapconnector", 1)),
            0,
            Optional.of(NOW),
            new May(4, 0, true, Optional.of(NOW)));
    private static final Answer ANSWER = new Answer(
            "9999000000002782", SiteId.draw(RANDOM), Nonce.draw(RANDOM), NOW, KeyStanding.REVOKED, DEFINITION);

    @Test
    void anAnswerIsReadAsItWasWritten() throws Exception {
        assertThat(Answer.read(ANSWER.write(VENDOR), SIGNERS)).isEqualTo(ANSWER);
    }

    @Test
    void timesFinerThanTheTextFormAreCutSoThatEveryAnswerIsReadable() throws Exception {
        Instant fine = Instant.parse("2026-11-21T08:30:00.123456789Z");
        Definition definition = new Definition(
                1,
                fine,
                Optional.of(fine),
                "passgate",
                false,
                List.of(),
                0,
                Optional.of(fine),
                new May(5, 5, false, Optional.of(fine)));
        Answer answer =
                new Answer("9999000000002782", ANSWER.site(), ANSWER.nonce(), fine, KeyStanding.VALID, definition);

        assertThat(Answer.read(answer.write(VENDOR), SIGNERS)).isEqualTo(answer);
        assertThat(answer.issuedAt()).isEqualTo(Instant.parse("2026-11-21T08:30:00.123Z"));
    }

    @Test
    void partsOfADefinitionThatAreNotCarriedOutAreTold() {
        assertThat(DEFINITION.notCarriedOut())
                .containsExactly(
                        "the overage of professional is not carried out: only analyzer_time knows one",
                        "the allotment sapconnector (1 units) is not carried out by this version");
    }

    @Test
    void anUnknownFormatIsRefusedAsSuchWhateverElseItHolds() {
        String signed = Jws.sign(VENDOR, Purpose.ANSWER, "{\"format\":2,\"news\":{}}");

        assertThatThrownBy(() -> Answer.read(outer("9999000000002782", signed), SIGNERS))
                .hasMessageContaining("format: expected 1, found 2")
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FORMAT));
    }

    @Test
    void anEnvelopeThatNamesAnotherLicenseIsRefused() {
        String answer = ANSWER.write(VENDOR).replaceFirst("9999000000002782", "9999000000002783");

        assertThatThrownBy(() -> Answer.read(answer, SIGNERS))
                .hasMessage("answer.license: is not the license that the signed part names");
    }

    @Test
    void twoAllotmentsOfOneNameAreRefused() {
        String payload = "{\"format\":1,\"license\":\"9999000000002782\",\"site\":\""
                + ANSWER.site().text()
                + "\",\"nonce\":\"" + ANSWER.nonce().text() + "\",\"issuedAt\":\"" + NOW
                + "\",\"standing\":\"valid\",\"definition\":{\"seq\":1,\"validFrom\":\"" + NOW
                + "\",\"validTo\":null,\"product\":\"passgate\",\"denyListed\":false,\"allotments\":["
                + "{\"name\":\"analyzer\",\"units\":1,\"overage\":0},{\"name\":\"analyzer\",\"units\":9,\"overage\":0}],"
                + "\"tokens\":0,\"conversion\":null,\"may\":{\"parallel\":5,\"exemptUsers\":5,\"anonymous\":false,"
                + "\"shadowUntil\":null}}}";

        assertThatThrownBy(() ->
                        Answer.read(outer("9999000000002782", Jws.sign(VENDOR, Purpose.ANSWER, payload)), SIGNERS))
                .hasMessage("answer.sld.definition.allotments[1].name: a second allotment analyzer");
    }

    @Test
    void everyMissingMemberIsNamed() {
        String text = Jws.sign(VENDOR, Purpose.ANSWER, "{\"format\":1}");

        assertThatThrownBy(() -> Answer.read(outer("9999000000002782", text), SIGNERS))
                .hasMessageStartingWith("answer.sld: lacks definition, issuedAt, license");
    }

    @Test
    void aLicenseKeyIsNoAnswer() {
        String key = LicenseKey.issue(VENDOR, java.util.UUID.randomUUID(), "9999000000002782")
                .compact();

        assertThatThrownBy(() -> Answer.read(outer("9999000000002782", key), SIGNERS))
                .hasMessage("answer.sld: header.typ: expected SLD, found JWT");
    }

    private static String outer(String license, String sld) {
        return "{\"license\":\"" + license + "\",\"sld\":\"" + sld + "\"}";
    }
}
