package io.passgate.contract;

import java.time.Instant;

/**
 * The request file by which a site that reaches no license backend asks for its license (decision 34): plain JSON, carried by hand.
 * Immutable.
 *
 * @param site the site
 * @param nonce kept by the site until the answer comes
 * @param license the license number that it asks for
 * @param now the site's clock
 * @param highestTime the highest time that it has seen
 */
public record ActivationRequest(SiteId site, Nonce nonce, String license, Instant now, Instant highestTime) {
    /** The one format that this version reads and writes. */
    public static final int FORMAT = 1;

    /** Checks; times are cut to milliseconds, which is what the text form holds. */
    public ActivationRequest {
        LicenseNumber.of(license);
        now = Definition.cut(now);
        highestTime = Definition.cut(highestTime);
    }

    /**
     * The request that {@code text} is.
     *
     * @param place what to call it in messages
     */
    public static ActivationRequest read(String text, String place) throws ContractException {
        Members members = StrictJson.object(text, place)
                .format(FORMAT)
                .exactly("format", "site", "nonce", "license", "now", "highestTime");
        return new ActivationRequest(
                new SiteId(members.text("site", SiteId.FORM, SiteId.EXPECTED)),
                new Nonce(members.text("nonce", Nonce.FORM, Nonce.EXPECTED)),
                members.text("license", LicenseNumber.FORM, LicenseNumber.EXPECTED),
                members.instant("now"),
                members.instant("highestTime"));
    }

    /** The text of it. */
    public String write() {
        return StrictJson.write(StrictJson.newObject()
                .put("format", FORMAT)
                .put("site", site.text())
                .put("nonce", nonce.text())
                .put("license", license)
                .put("now", now.toString())
                .put("highestTime", highestTime.toString()));
    }
}
