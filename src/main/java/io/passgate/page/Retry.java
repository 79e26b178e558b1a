package io.passgate.page;

import io.passgate.decision.Refusal;
import io.passgate.decision.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When it is worth coming again without anybody doing anything. */
final class Retry {

    /** Where a slot frees at a moment that is not known. */
    private static final Duration UNKNOWN = Duration.ofMinutes(1);
    /** Shorter waits would be a hammering. */
    private static final Duration SHORTEST = Duration.ofSeconds(5);

    private Retry() {}

    /** For {@code Retry-After}: whole seconds, rounded up; empty where time alone changes nothing. */
    static Optional<Duration> after(Notice notice, Instant now) {
        return notice.fold(
                refused -> refused(refused.verdict(), now),
                notSignedIn -> Optional.empty(),
                cannotTell -> Optional.of(Duration.ofSeconds(15)),
                failed -> failed.fault().retryAfter());
    }

    private static Optional<Duration> refused(Verdict.Refused verdict, Instant now) {
        if (verdict.reason().kind() != Refusal.Kind.TOO_MANY_SESSIONS) {
            return Optional.empty();
        }
        Duration left = verdict.retryAt()
                .map(at -> Duration.ofSeconds(
                        Duration.between(now, at).plusNanos(999_999_999).toSeconds()))
                .orElse(UNKNOWN);
        return Optional.of(left.compareTo(SHORTEST) < 0 ? SHORTEST : left);
    }

    /**
     * How long a page that cannot run its script waits before it looks again: {@code base} and up to a third more, so that
     * many pages do not come at once. Chance is drawn from the request id, which is different for each.
     */
    static long jittered(Duration base, String requestId) {
        long spread = Math.max(1, base.toSeconds() / 3);
        return base.toSeconds() + Math.floorMod(requestId.hashCode(), spread + 1);
    }
}
