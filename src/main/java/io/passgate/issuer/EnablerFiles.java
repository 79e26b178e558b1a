package io.passgate.issuer;

import io.passgate.contract.EnablerAttribute;
import io.passgate.contract.EnablerFile;
import io.passgate.contract.EnablerLine;
import io.passgate.contract.LicenseNumber;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The License Enabler Files of an issuer, signed, each with the hash of its control number. Safe for use by many threads.
 *
 * <p>The number of a file is the time at which it was signed in seconds, or one more than the last, as that of a definition.
 */
final class EnablerFiles {
    private final IssuerStore store;
    private final SigningKeys signingKeys;
    private final InstantSource clock;

    private record Issued(String control, String text) {}

    EnablerFiles(IssuerStore store, SigningKeys signingKeys, InstantSource clock) {
        this.store = store;
        this.signingKeys = signingKeys;
        this.clock = clock;
    }

    String issue(String serial, String control, List<EnablerLine> lines) {
        LicenseNumber.of(serial);
        return store.write(h -> {
            Instant now = clock.instant();
            long before = h.createQuery("SELECT number FROM enabler_file WHERE serial = :serial")
                    .bind("serial", serial)
                    .mapTo(long.class)
                    .findOne()
                    .orElse(0L);
            long number = Math.max(before + 1, now.getEpochSecond());
            List<EnablerLine> all = new ArrayList<>(lines);
            all.add(0, EnablerLine.of(EnablerAttribute.ISSUE, number).from(LocalDate.ofInstant(now, ZoneOffset.UTC)));
            String text = new EnablerFile(serial, all).write(signingKeys.current());
            h.createUpdate("INSERT OR REPLACE INTO enabler_file (serial, control, number, text)"
                            + " VALUES (:serial, :control, :number, :text)")
                    .bind("serial", serial)
                    .bind("control", hash(control))
                    .bind("number", number)
                    .bind("text", text)
                    .execute();
            return text;
        });
    }

    /** The file of that serial number, for whoever knows its control number; an unknown serial takes as long as a known one. */
    Optional<String> find(String serial, String control) {
        Optional<Issued> found =
                store.read(h -> h.createQuery("SELECT control, text FROM enabler_file WHERE serial = :serial")
                        .bind("serial", serial)
                        .map((row, context) -> new Issued(row.getString("control"), row.getString("text")))
                        .findOne());
        boolean knows = MessageDigest.isEqual(
                found.map(Issued::control).orElse("").getBytes(StandardCharsets.UTF_8),
                hash(control).getBytes(StandardCharsets.UTF_8));
        return found.filter(file -> knows && !control.isEmpty()).map(Issued::text);
    }

    private static String hash(String control) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(control.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
