package io.passgate.telemetry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.admission.DecisionLog;
import io.passgate.admission.StandingChange;
import io.passgate.decision.Refusal;
import io.passgate.license.Standing;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.event.Level;

/**
 * The licenses log: lines of JSON with the fields and words that seed 000 shows (domain.md §6.2), so that what searches for them
 * finds them, but at the level they deserve. Its {@code corrId} is the request id. Safe for use by many threads.
 */
final class LicenseLines implements DecisionLog {

    private static final int FORBIDDEN = 403;

    private final LineFile file;

    /** Writes to {@code file}. */
    LicenseLines(LineFile file) {
        this.file = file;
    }

    /** A standing that lets nobody in is an invalid license, in the seed's words. */
    void standing(StandingChange change) {
        Standing.State state = change.after().state();
        file.offer(sequence -> (state.admits() ? known(change) : invalid(change)).toString());
    }

    /** A sync of assignments: a line of the seed, and a warning with the reason where it failed. */
    void synced(Instant at, String license, String error) {
        file.offer(sequence -> {
            ObjectNode line = line("sync")
                    .put("level", level(error.isEmpty() ? Level.INFO : Level.WARN))
                    .put("licenseNumber", license)
                    .put("message", "re-syncing assignments with the backend");
            if (!error.isEmpty()) {
                line.put("errorMessage", error);
            }
            return line.put("timestamp", at.toString()).toString();
        });
    }

    private static ObjectNode known(StandingChange change) {
        Standing after = change.after();
        return line("standing")
                .put("level", level(StandingLevel.of(after.state())))
                .put("licenseNumber", change.license())
                .put("message", "lic is " + StandingLevel.word(after.state()) + ": " + after.detail())
                .put("timestamp", change.at().toString());
    }

    /** The seed has words for a stale license alone, and nothing behind them. */
    private static ObjectNode invalid(StandingChange change) {
        Standing after = change.after();
        String why = after.state() == Standing.State.STALE ? "" : ": " + after.detail();
        return line("standing")
                .put("level", level(StandingLevel.of(after.state())))
                .put(
                        "message",
                        "invalid license error, license verification error: lic is " + StandingLevel.word(after.state())
                                + why)
                .put("res.errorType", "licenses.InvalidLicenseError")
                .put("res.statusCode", FORBIDDEN)
                .put("timestamp", change.at().toString());
    }

    @Override
    public void refused(Refused refused) {
        if (refused.verdict().reason() != Refusal.LICENSE_STALE) {
            return;
        }
        file.offer(sequence -> line("decision")
                .put("corrId", refused.facts().requestId())
                .put("errorMessage", "Too much time has passed since the last license update")
                .put("errorType", "LICENSES-OutdatedLicense")
                .put("level", level(Level.ERROR))
                .put("statusCode", FORBIDDEN)
                .put("timestamp", refused.at().toString())
                .toString());
    }

    private static ObjectNode line(String caller) {
        return JsonNodeFactory.instance.objectNode().put("caller", caller);
    }

    private static String level(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void opened(Opened opened) {
        // Says nothing of the license.
    }

    @Override
    public void renewed(Renewed renewed) {
        // Says nothing of the license.
    }

    @Override
    public void ended(Ended ended) {
        // Says nothing of the license.
    }

    @Override
    public void exempt(Exempt exempt) {
        // Says nothing of the license.
    }

    @Override
    public void usedFrom(UsedFrom usedFrom) {
        // Says nothing of the license.
    }
}
