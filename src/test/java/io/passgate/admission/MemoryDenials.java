package io.passgate.admission;

import io.passgate.admission.Records.DeniedAccess;
import io.passgate.decision.Explanation;
import io.passgate.decision.Refusal;
import io.passgate.identity.Attributes;
import io.passgate.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The denied access that a {@link MemoryLedger} remembers. Guarded by its ledger's lock. */
final class MemoryDenials {

    private final List<DeniedAccess> denied = new ArrayList<>();

    /** One refusal, as it happens. */
    record Denial(
            Session session, String requestId, Instant now, Refusal reason, boolean shadow, Explanation explanation) {

        static Denial of(Opening opening, Refusal reason, boolean shadow, Explanation explanation) {
            return new Denial(
                    opening.session(),
                    opening.facts().requestId(),
                    opening.session().opened(),
                    reason,
                    shadow,
                    explanation);
        }

        boolean continues(DeniedAccess earlier) {
            return earlier.user().equals(session.user())
                    && earlier.reason().equals(reason.code())
                    && earlier.shadow() == shadow
                    && earlier.virtualProxy().equals(session.virtualProxy())
                    && now.isBefore(earlier.last().plus(Duration.ofDays(1)));
        }
    }

    void addAll(MemoryDenials others) {
        denied.addAll(others.denied);
    }

    void add(Attributes attributes, Denial denial) {
        Optional<DeniedAccess> earlier =
                denied.stream().filter(denial::continues).findFirst();
        earlier.ifPresent(denied::remove);
        denied.add(new DeniedAccess(
                denial.session().user(),
                attributes,
                denial.reason().code(),
                denial.shadow(),
                denial.session().virtualProxy(),
                denial.session().address(),
                denial.requestId(),
                earlier.map(DeniedAccess::first).orElse(denial.now()),
                denial.now(),
                earlier.map(DeniedAccess::count).orElse(0L) + 1,
                denial.explanation()));
    }

    List<DeniedAccess> since(Instant since) {
        return denied.stream()
                .filter(d -> !d.last().isBefore(since))
                .sorted(Comparator.comparing(DeniedAccess::last).reversed())
                .toList();
    }

    Optional<DeniedAccess> latest(String requestId) {
        return denied.stream()
                .filter(d -> d.requestId().equals(requestId))
                .max(Comparator.comparing(DeniedAccess::last));
    }
}
