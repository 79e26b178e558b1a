package io.passgate.contract;

import java.time.Instant;

/**
 * Lets one site, once, forget the highest time that it has seen, after a clock that ran ahead (decision 34). A compact JWS of its own
 * type. Immutable.
 *
 * @param license the license number
 * @param site the one site that it is for
 * @param nonce of that site's request: it is used up with it
 * @param issuedAt when it was signed; the highest time begins there anew
 */
public record TimeReset(String license, SiteId site, Nonce nonce, Instant issuedAt) {
    /** The one format that this version reads and writes. */
    public static final int FORMAT = 1;

    /** Cuts the time to milliseconds, which is what the text form holds. */
    public TimeReset {
        issuedAt = Definition.cut(issuedAt);
    }

    static TimeReset read(String text, Signers signers, String place) throws ContractException {
        Members members = StrictJson.object(Jws.open(text, Purpose.RESET, signers, place), place)
                .format(FORMAT)
                .exactly("format", "license", "site", "nonce", "issuedAt");
        return new TimeReset(
                members.text("license", LicenseNumber.FORM, LicenseNumber.EXPECTED),
                new SiteId(members.text("site", SiteId.FORM, SiteId.EXPECTED)),
                new Nonce(members.text("nonce", Nonce.FORM, Nonce.EXPECTED)),
                members.instant("issuedAt"));
    }

    String write(SigningKey signer) {
        return Jws.sign(
                signer,
                Purpose.RESET,
                StrictJson.write(StrictJson.newObject()
                        .put("format", FORMAT)
                        .put("license", license)
                        .put("site", site.text())
                        .put("nonce", nonce.text())
                        .put("issuedAt", issuedAt.toString())));
    }
}
