package io.passgate.issuer;

import io.passgate.contract.EnablerAttribute;
import io.passgate.contract.EnablerFile;
import io.passgate.contract.EnablerLine;
import io.passgate.contract.LicenseNumber;
import io.passgate.contract.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The License Enabler Files of an issuer, signed, in memory, each with its control number. Safe for use by many threads.
 *
 * <p>The number of a file is the time at which it was signed in seconds, or one more than the last, as that of a definition.
 */
final class EnablerFiles {
    private final SigningKey signingKey;
    private final InstantSource clock;
    private final Map<String, Issued> issued = new ConcurrentHashMap<>();

    private record Issued(String control, long number, String text) {}

    EnablerFiles(SigningKey signingKey, InstantSource clock) {
        this.signingKey = signingKey;
        this.clock = clock;
    }

    String issue(String serial, String control, List<EnablerLine> lines) {
        return issued.merge(
                        LicenseNumber.of(serial),
                        sign(serial, control, lines, 0),
                        (before, after) -> sign(serial, control, lines, before.number()))
                .text();
    }

    private Issued sign(String serial, String control, List<EnablerLine> lines, long before) {
        Instant now = clock.instant();
        long number = Math.max(before + 1, now.getEpochSecond());
        List<EnablerLine> all = new ArrayList<>(lines);
        all.add(0, EnablerLine.of(EnablerAttribute.ISSUE, number).from(LocalDate.ofInstant(now, ZoneOffset.UTC)));
        return new Issued(control, number, new EnablerFile(serial, all).write(signingKey));
    }

    /** The file of that serial number, for whoever knows its control number; an unknown serial takes as long as a known one. */
    Optional<String> find(String serial, String control) {
        Optional<Issued> found = Optional.ofNullable(issued.get(serial));
        boolean knows = MessageDigest.isEqual(
                found.map(Issued::control).orElse("").getBytes(StandardCharsets.UTF_8),
                control.getBytes(StandardCharsets.UTF_8));
        return found.filter(file -> knows && !control.isEmpty()).map(Issued::text);
    }
}
