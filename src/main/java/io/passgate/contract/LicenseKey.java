package io.passgate.contract;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A signed license key (design.md §5, domain.md §4.1): it names a license and grants nothing by itself. Immutable; its
 * compact form is a secret, shown to the license backend only and never by {@link #toString}.
 *
 * @param id what tells this key from others of the same license ({@code jti})
 * @param license the license number
 * @param compact the key as it is written
 */
public record LicenseKey(String id, String license, String compact) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final String PLACE = "license key";

    /** The key that {@code text} is, signed by one of {@code signers}; white space around it does not matter. */
    public static LicenseKey read(String text, Signers signers) throws ContractException {
        String compact = text.strip();
        byte[] payload = Jws.open(compact, Purpose.KEY, signers, PLACE);
        Members claims = StrictJson.object(payload, PLACE).exactly("jti", "license");
        return new LicenseKey(
                claims.text("jti", ID, "a UUID in lower case"),
                claims.text("license", LicenseNumber.FORM, LicenseNumber.EXPECTED),
                compact);
    }

    /** Signs a key for {@code license}. */
    public static LicenseKey issue(SigningKey signer, UUID id, String license) {
        String payload = StrictJson.write(
                StrictJson.newObject().put("jti", id.toString()).put("license", LicenseNumber.of(license)));
        return new LicenseKey(id.toString(), license, Jws.sign(signer, Purpose.KEY, payload));
    }

    /** Never the key itself. */
    @Override
    public String toString() {
        return "LicenseKey[" + id + " of " + license + "]";
    }
}
