package io.passgate.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The answer file to an {@link ActivationRequest}: JSON {@code {format, offline, reset}} (decision 34). Immutable.
 *
 * @param offline the signed offline definition, as {@code license.offline} takes it
 * @param reset what puts back the highest time, if the vendor has granted it
 */
public record ActivationAnswer(String offline, Optional<TimeReset> reset) {
    /** The one format that this version reads and writes. */
    public static final int FORMAT = 1;

    private static final Pattern TEXT = Pattern.compile("[\\p{Graph}]+");

    /**
     * The answer to {@code request} that {@code text} is, all of it signed by some of {@code signers}.
     *
     * @param place what to call it in messages
     * @throws ContractException also when a part of it is for another license, site or request
     */
    public static ActivationAnswer read(String text, ActivationRequest request, Signers signers, String place)
            throws ContractException {
        Members members = StrictJson.object(text, place).format(FORMAT).exactly("format", "offline", "reset");
        String offline = members.text("offline", TEXT, "a compact JWS");
        OfflineDefinition definition = OfflineDefinition.read(offline, signers, members.path("offline"));
        if (!definition.license().equals(request.license())) {
            throw ContractException.malformed(members.path("offline"), "is of another license than was asked for");
        }
        if (members.isNull("reset")) {
            return new ActivationAnswer(offline, Optional.empty());
        }
        TimeReset reset =
                TimeReset.read(members.text("reset", TEXT, "a compact JWS, or null"), signers, members.path("reset"));
        if (!reset.license().equals(request.license())
                || !reset.site().equals(request.site())
                || !reset.nonce().equals(request.nonce())) {
            throw ContractException.malformed(members.path("reset"), "answers another request");
        }
        return new ActivationAnswer(offline, Optional.of(reset));
    }

    /**
     * Signs the answer to {@code request}: the text of the file.
     *
     * @param offline the signed offline definition
     */
    public static String issue(
            SigningKey signer, ActivationRequest request, String offline, Instant now, boolean resetTime) {
        ObjectNode node = StrictJson.newObject().put("format", FORMAT).put("offline", offline);
        if (resetTime) {
            node.put("reset", new TimeReset(request.license(), request.site(), request.nonce(), now).write(signer));
        } else {
            node.putNull("reset");
        }
        return StrictJson.write(node);
    }
}
