package io.passgate.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the license backend answers to a {@link SyncRequest}: JSON {@code {license, sync}}, where {@code sync} is a signed JWS over
 * all that is below. Immutable.
 *
 * @param license the license number
 * @param site the site that asked
 * @param nonce the nonce of its request
 * @param issuedAt when the license backend answered, by its own clock
 * @param acknowledged the number of the last change of this site that is applied
 * @param revision up to which assignments are told
 * @param more whether there are more: ask again with {@code since} = {@code revision}
 * @param assignments what has changed since, oldest first, the site's own too; as many as {@link #fitting} says
 * @param consumption of the months asked about and the running month
 */
public record SyncAnswer(
        String license,
        SiteId site,
        Nonce nonce,
        Instant issuedAt,
        long acknowledged,
        long revision,
        boolean more,
        List<Assignment> assignments,
        List<PoolUse> consumption) {
    /** The one format that this version reads and writes. */
    public static final int FORMAT = 1;

    /** The most assignments in one answer. */
    public static final int MOST_ASSIGNMENTS = 1_000;

    /** What assignments may take in bytes of JSON: signed, all is within {@link Purpose#SYNC}'s length. */
    private static final int MOST_ASSIGNMENT_BYTES = 128 * 1_024;

    private static final String PLACE = "sync answer";
    private static final Pattern TEXT = Pattern.compile(".+", Pattern.DOTALL);

    /** Copies; the time is cut to milliseconds, which is what the text form holds. */
    public SyncAnswer {
        issuedAt = Definition.cut(issuedAt);
        assignments = List.copyOf(assignments);
        consumption = List.copyOf(consumption);
    }

    /** As many of the first of {@code assignments} as one answer holds, one at the least if there is any. */
    public static List<Assignment> fitting(List<Assignment> assignments) {
        return Room.first(assignments, MOST_ASSIGNMENTS, MOST_ASSIGNMENT_BYTES, Assignment::write);
    }

    /**
     * The answer that {@code text} is, signed by one of {@code signers}. Whether it answers this site's question, and now, is for
     * the caller to see.
     */
    public static SyncAnswer read(String text, Signers signers) throws ContractException {
        Members outer = StrictJson.object(text, PLACE).exactly("license", "sync");
        String named = outer.text("license", LicenseNumber.FORM, LicenseNumber.EXPECTED);
        String place = outer.path("sync");
        byte[] payload = Jws.open(outer.text("sync", TEXT, "a compact JWS"), Purpose.SYNC, signers, place);
        SyncAnswer answer = read(StrictJson.object(payload, place));
        if (!answer.license.equals(named)) {
            throw ContractException.malformed(outer.path("license"), "is not the license that the signed part names");
        }
        return answer;
    }

    private static SyncAnswer read(Members members) throws ContractException {
        members.format(FORMAT)
                .exactly(
                        "format",
                        "license",
                        "site",
                        "nonce",
                        "issuedAt",
                        "acknowledged",
                        "revision",
                        "more",
                        "assignments",
                        "consumption");
        List<Assignment> assignments = new ArrayList<>();
        for (Members item : members.objects("assignments", MOST_ASSIGNMENTS)) {
            assignments.add(Assignment.read(item));
        }
        List<PoolUse> consumption = new ArrayList<>();
        for (Members item : members.objects("consumption", SyncRequest.MOST_MONTHS + 1)) {
            consumption.add(PoolUse.read(item));
        }
        return new SyncAnswer(
                members.text("license", LicenseNumber.FORM, LicenseNumber.EXPECTED),
                new SiteId(members.text("site", SiteId.FORM, SiteId.EXPECTED)),
                new Nonce(members.text("nonce", Nonce.FORM, Nonce.EXPECTED)),
                members.instant("issuedAt"),
                members.integer("acknowledged", 0, Definition.MOST_SEQ),
                members.integer("revision", 0, Definition.MOST_SEQ),
                members.bool("more"),
                assignments,
                consumption);
    }

    /** The signed text of it. */
    public String write(SigningKey signer) {
        ObjectNode signed = StrictJson.newObject()
                .put("format", FORMAT)
                .put("license", license)
                .put("site", site.text())
                .put("nonce", nonce.text())
                .put("issuedAt", issuedAt.toString())
                .put("acknowledged", acknowledged)
                .put("revision", revision)
                .put("more", more);
        ArrayNode list = signed.putArray("assignments");
        assignments.forEach(assignment -> list.add(assignment.write()));
        ArrayNode months = signed.putArray("consumption");
        consumption.forEach(month -> months.add(month.write()));
        return StrictJson.write(StrictJson.newObject()
                .put("license", license)
                .put("sync", Jws.sign(signer, Purpose.SYNC, StrictJson.write(signed))));
    }
}
