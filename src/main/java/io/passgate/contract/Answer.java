package io.passgate.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The answer of the license backend: JSON {@code {license, sld}}, where {@code sld} is a signed JWS over all that is below
 * (design.md §5). Immutable.
 *
 * @param license the license number
 * @param site the site that asked
 * @param nonce the nonce of its request
 * @param issuedAt when the license backend answered, by its own clock
 * @param standing what it says of the key it was shown
 * @param definition what the license grants
 */
public record Answer(
        String license, SiteId site, Nonce nonce, Instant issuedAt, KeyStanding standing, Definition definition) {

    /** The one format that this version reads and writes. */
    public static final int FORMAT = 1;

    private static final String PLACE = "answer";
    private static final Pattern TEXT = Pattern.compile(".+", Pattern.DOTALL);
    private static final Pattern STANDING = Pattern.compile("valid|revoked");

    /** Cuts the time to milliseconds, which is what the text form holds. */
    public Answer {
        issuedAt = Definition.cut(issuedAt);
    }

    /**
     * The answer that {@code text} is, signed by one of {@code signers}. Whether it answers this site's question, and now,
     * is for the caller to see.
     */
    public static Answer read(String text, Signers signers) throws ContractException {
        Members outer = StrictJson.object(text, PLACE).exactly("license", "sld");
        String named = outer.text("license", LicenseNumber.FORM, LicenseNumber.EXPECTED);
        String place = outer.path("sld");
        byte[] payload = Jws.open(outer.text("sld", TEXT, "a compact JWS"), Purpose.ANSWER, signers, place);
        Answer answer = read(StrictJson.object(payload, place));
        if (!answer.license.equals(named)) {
            throw ContractException.malformed(outer.path("license"), "is not the license that the signed part names");
        }
        return answer;
    }

    private static Answer read(Members members) throws ContractException {
        members.format(FORMAT).exactly("format", "license", "site", "nonce", "issuedAt", "standing", "definition");
        return new Answer(
                members.text("license", LicenseNumber.FORM, LicenseNumber.EXPECTED),
                new SiteId(members.text("site", SiteId.FORM, SiteId.EXPECTED)),
                new Nonce(members.text("nonce", Nonce.FORM, Nonce.EXPECTED)),
                members.instant("issuedAt"),
                members.text("standing", STANDING, "valid or revoked").equals(KeyStanding.VALID.word())
                        ? KeyStanding.VALID
                        : KeyStanding.REVOKED,
                Definition.read(members.object("definition")));
    }

    /** The signed text of it. */
    public String write(SigningKey signer) {
        ObjectNode signed = StrictJson.newObject()
                .put("format", FORMAT)
                .put("license", license)
                .put("site", site.text())
                .put("nonce", nonce.text())
                .put("issuedAt", issuedAt.toString())
                .put("standing", standing.word());
        signed.set("definition", definition.write());
        return StrictJson.write(StrictJson.newObject()
                .put("license", license)
                .put("sld", Jws.sign(signer, Purpose.ANSWER, StrictJson.write(signed))));
    }
}
