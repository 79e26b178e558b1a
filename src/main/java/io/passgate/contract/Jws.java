package io.passgate.contract;

import io.passgate.contract.ContractException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Compact JWS (RFC 7515 §3.1). The algorithm is that of the signer's key (EdDSA, RFC 8037; for license keys also RS512 and
 * ES256): what a token names must be that one and never chooses (RFC 8725 §3.1). The header has {@code alg}, {@code kid} and {@code typ} and nothing else. Stateless.
 */
final class Jws {
    private static final Pattern WORD = Pattern.compile("\\p{Graph}{0,64}");

    private Jws() {}

    /** Signs {@code payload} for {@code purpose}. */
    static String sign(SigningKey key, Purpose purpose, String payload) {
        String header = StrictJson.write(StrictJson.newObject()
                .put("alg", Algorithm.EDDSA.word())
                .put("kid", key.kid())
                .put("typ", purpose.type()));
        String signed = Base64Url.encode(header) + "." + Base64Url.encode(payload);
        return signed + "." + Base64Url.encode(key.sign(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    /**
     * The payload of {@code compact}, once it is sure that one of {@code signers} signed it for {@code purpose}.
     *
     * @param place what to call it in messages
     */
    static byte[] open(String compact, Purpose purpose, Signers signers, String place) throws ContractException {
        if (compact.length() > purpose.maxLength()) {
            throw ContractException.malformed(place, "is longer than " + purpose.maxLength() + " characters");
        }
        String[] parts = compact.split("\\.", -1);
        if (parts.length != 3) {
            throw ContractException.malformed(place, "expected three parts with dots between, found " + parts.length);
        }
        byte[] header = decoded(parts[0], place + ": header");
        byte[] payload = decoded(parts[1], place + ": payload");
        byte[] signature = decoded(parts[2], place + ": signature");
        Signer signer = signer(header, purpose, signers, place);
        byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        if (!signer.signed(signed, signature)) {
            throw new ContractException(Reason.SIGNATURE, place + ": the signature is not that of " + signer.kid());
        }
        return payload;
    }

    /** The {@code typ} that {@code compact} names, unproved; empty when it is not a compact JWS. */
    static Optional<String> typeOf(String compact) {
        return unproved(compact, "typ", WORD);
    }

    /** The key id that {@code compact} names, unproved; empty when it is not a compact JWS. */
    static Optional<String> kidOf(String compact) {
        return unproved(compact, "kid", Signer.KID);
    }

    private static Optional<String> unproved(String compact, String name, Pattern form) {
        String header = compact.split("\\.", 2)[0];
        try {
            return header.length() > 512
                    ? Optional.empty()
                    : Optional.of(StrictJson.object(decoded(header, "header"), "header")
                            .text(name, form, "a word"));
        } catch (ContractException e) {
            return Optional.empty(); // whoever reads it says what is wrong
        }
    }

    /** The payload of {@code compact}, whoever signed it: to be believed in nothing. */
    static byte[] unprovedPayload(String compact, String place) throws ContractException {
        String[] parts = compact.split("\\.", -1);
        if (parts.length != 3 || compact.length() > Purpose.SIGNERS.maxLength()) {
            throw ContractException.malformed(place, "expected a compact JWS");
        }
        return decoded(parts[1], place + ": payload");
    }

    private static Signer signer(byte[] header, Purpose purpose, Signers signers, String place)
            throws ContractException {
        Members members = StrictJson.object(header, place + ": header").exactly("alg", "kid", "typ");
        pinned(members, "typ", purpose.type());
        String kid = members.text("kid", Signer.KID, "a key id: " + Signer.KID_FORM);
        Signer signer = signers.find(kid, purpose)
                .orElseThrow(() -> new ContractException(
                        Reason.SIGNER,
                        place + ": signed with the key id " + kid + ", which may not sign this; the signers are "
                                + signers));
        pinned(members, "alg", signer.algorithm().word());
        return signer;
    }

    private static void pinned(Members members, String name, String expected) throws ContractException {
        String found = members.text(name, WORD, expected);
        if (!found.equals(expected)) {
            throw new ContractException(
                    Reason.ALGORITHM, members.path(name) + ": expected " + expected + ", found " + found);
        }
    }

    private static byte[] decoded(String part, String place) throws ContractException {
        return Base64Url.decode(part)
                .orElseThrow(() -> ContractException.malformed(place, "is not base64url without padding"));
    }
}
