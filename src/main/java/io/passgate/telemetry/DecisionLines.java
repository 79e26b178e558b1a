package io.passgate.telemetry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.admission.DecisionLog;
import io.passgate.decision.Refusal;
import io.passgate.session.Session;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One line of JSON for each opening, renewal, refusal, further address and end, all with the same fields in the same order; a field that has nothing to
 * say is {@code null}. The fields stand in {@code operations.md}. Safe for use by many threads.
 */
final class DecisionLines implements DecisionLog {

    private final LineFile file;

    /** Writes to {@code file}. */
    DecisionLines(LineFile file) {
        this.file = file;
    }

    @Override
    public void exempt(Exempt e) {
        file.offer(sequence -> line(e.at().toString(), "exempt", e.facts().requestId())
                .put("user", e.user().written())
                .putNull("session")
                .putNull("usageId")
                .putNull("accessId")
                .put("virtualProxy", e.facts().virtualProxy())
                .put("verdict", "exempt")
                .putNull("reason")
                .putNull("shadowed")
                .putNull("accessType")
                .putNull("sessionCount")
                .put("address", e.facts().address())
                .put("ms", millis(e.took()))
                .toString());
    }

    @Override
    public void opened(Opened o) {
        file.offer(sequence -> line(o.at().toString(), "opened", o.facts().requestId())
                .put("user", o.user().written())
                .put("session", o.session().value())
                .put("usageId", o.usageId())
                .putNull("accessId")
                .put("virtualProxy", o.facts().virtualProxy())
                .put("verdict", "granted")
                .putNull("reason")
                .put("shadowed", o.verdict().shadowed().map(Refusal::code).orElse(null))
                .put("accessType", o.verdict().accessType().key())
                .put("sessionCount", o.verdict().sessionCount())
                .put("address", o.facts().address())
                .put("ms", millis(o.took()))
                .toString());
    }

    @Override
    public void renewed(Renewed r) {
        file.offer(sequence -> line(r.at().toString(), "renewed", r.facts().requestId())
                .put("user", r.user().written())
                .put("session", r.verdict().session().value())
                .putNull("usageId")
                .putNull("accessId")
                .put("virtualProxy", r.facts().virtualProxy())
                .put("verdict", "renewed")
                .putNull("reason")
                .putNull("shadowed")
                .put("accessType", r.verdict().paid().type().key())
                .putNull("sessionCount")
                .put("address", r.facts().address())
                .put("ms", millis(r.took()))
                .toString());
    }

    @Override
    public void refused(Refused r) {
        file.offer(sequence -> line(r.at().toString(), "refused", r.facts().requestId())
                .put("user", r.user().written())
                .put("session", r.session().value())
                .putNull("usageId")
                .put("accessId", r.accessId())
                .put("virtualProxy", r.facts().virtualProxy())
                .put("verdict", "refused")
                .put("reason", r.verdict().reason().code())
                .putNull("shadowed")
                .putNull("accessType")
                .put("sessionCount", r.verdict().sessionCount())
                .put("address", r.facts().address())
                .put("ms", millis(r.took()))
                .toString());
    }

    @Override
    public void usedFrom(UsedFrom u) {
        file.offer(sequence -> line(u.at().toString(), "address", u.facts().requestId())
                .put("user", u.session().user().written())
                .put("session", u.session().id().value())
                .putNull("usageId")
                .putNull("accessId")
                .put("virtualProxy", u.session().virtualProxy())
                .putNull("verdict")
                .put("reason", "address-" + u.addresses())
                .putNull("shadowed")
                .putNull("accessType")
                .putNull("sessionCount")
                .put("address", u.facts().address())
                .putNull("ms")
                .toString());
    }

    @Override
    public void ended(Ended e) {
        Session session = e.session().session();
        file.offer(sequence -> line(e.at().toString(), "ended", null)
                .put("user", session.user().written())
                .put("session", session.id().value())
                .put("usageId", e.session().usageId())
                .putNull("accessId")
                .put("virtualProxy", session.virtualProxy())
                .putNull("verdict")
                .put("reason", e.ending().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .putNull("shadowed")
                .put("accessType", e.session().accessType().key())
                .putNull("sessionCount")
                .put("address", session.address())
                .putNull("ms")
                .toString());
    }

    private static ObjectNode line(String time, String event, @Nullable String requestId) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("time", time)
                .put("event", event)
                .put("requestId", requestId);
    }

    /** To the microsecond. */
    static double millis(Duration took) {
        return TimeUnit.NANOSECONDS.toMicros(took.toNanos()) / 1000.0;
    }
}
