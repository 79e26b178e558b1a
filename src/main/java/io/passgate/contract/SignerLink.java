package io.passgate.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.contract.ContractException.Reason;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One link in the chain of signers: a new signer, endorsed by one that sites trust for answers already, so that they follow when a
 * signing key is changed (design.md §5, decision 32). A compact JWS of its own type. Immutable.
 *
 * @param signer the new one, an Ed25519 key
 * @param notBefore from when on it signs answers
 * @param endorsedBy the key id of who signed this link
 * @param retires key ids that from this link on are trusted for license keys only
 */
public record SignerLink(Signer signer, Instant notBefore, String endorsedBy, List<String> retires) {
    /** The one format that this version reads and writes. */
    public static final int FORMAT = 1;

    /** The most links of a chain. */
    public static final int MOST = 64;

    private static final Pattern TEXT = Pattern.compile("[\\p{Graph}]+");
    private static final Pattern RAW = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** Copies; the time is cut to milliseconds, which is what the text form holds. */
    public SignerLink {
        notBefore = Definition.cut(notBefore);
        retires = List.copyOf(retires);
    }

    static SignerLink read(String text, Signers signers, String place) throws ContractException {
        SignerLink link = read(StrictJson.object(Jws.open(text, Purpose.SIGNERS, signers, place), place));
        if (Jws.kidOf(text).filter(link.endorsedBy::equals).isEmpty()) {
            throw new ContractException(Reason.SIGNER, place + ": endorsedBy is not the signer of the link");
        }
        return link;
    }

    /** What {@code text} says, whoever signed it: to be believed in nothing. */
    static SignerLink unproved(String text, String place) throws ContractException {
        return read(StrictJson.object(Jws.unprovedPayload(text, place), place));
    }

    private static SignerLink read(Members members) throws ContractException {
        members.format(FORMAT).exactly("format", "kid", "publicKey", "purposes", "notBefore", "endorsedBy", "retires");
        byte[] raw = Base64Url.decode(members.text("publicKey", RAW, "a raw Ed25519 key as base64url"))
                .flatMap(key -> Ed25519.publicKey(Ed25519.publicDer(key)))
                .orElseThrow(() ->
                        ContractException.malformed(members.path("publicKey"), "expected a sound Ed25519 public key"));
        Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
        for (String word : members.texts("purposes", 4, TEXT, "a purpose")) {
            purposes.add(Purpose.of(word)
                    .orElseThrow(() -> ContractException.malformed(
                            members.path("purposes"), "expected some of key, answer, offline, lef")));
        }
        return new SignerLink(
                new Signer(
                        members.text("kid", Signer.KID, "a key id: " + Signer.KID_FORM),
                        purposes,
                        VerifyingKey.ed25519(raw)),
                members.instant("notBefore"),
                members.text("endorsedBy", Signer.KID, "a key id: " + Signer.KID_FORM),
                members.texts("retires", MOST, Signer.KID, "a key id: " + Signer.KID_FORM));
    }

    /** Endorses {@code signer} with {@code endorser}: the signed text of the link. */
    public static String issue(SigningKey endorser, Signer signer, Instant notBefore, List<String> retires) {
        if (signer.algorithm() != Algorithm.EDDSA) {
            throw new IllegalArgumentException("only Ed25519 keys are endorsed");
        }
        ObjectNode node = StrictJson.newObject()
                .put("format", FORMAT)
                .put("kid", signer.kid())
                .put(
                        "publicKey",
                        Base64Url.encode(Ed25519.publicKey(signer.key().der()).orElseThrow()));
        ArrayNode purposes = node.putArray("purposes");
        signer.purposes().stream().sorted().map(Purpose::word).forEach(purposes::add);
        node.put("notBefore", Definition.cut(notBefore).toString()).put("endorsedBy", endorser.kid());
        ArrayNode retired = node.putArray("retires");
        retires.forEach(retired::add);
        return Jws.sign(endorser, Purpose.SIGNERS, StrictJson.write(node));
    }

    /** The links that an answer to {@code GET /v1/signers} holds, unproved: {@link Signers#with} follows them. */
    public static List<String> chain(String text) throws ContractException {
        return StrictJson.object(text, "signers").exactly("chain").texts("chain", MOST, TEXT, "a compact JWS");
    }

    /** The answer to {@code GET /v1/signers}. */
    public static String answer(List<String> chain) {
        ObjectNode node = StrictJson.newObject();
        ArrayNode links = node.putArray("chain");
        chain.forEach(links::add);
        return StrictJson.write(node);
    }
}
