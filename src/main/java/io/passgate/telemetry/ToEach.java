package io.passgate.telemetry;

import io.passgate.admission.DecisionLog;
import java.util.List;

/**
 * Tells each of several decision logs, in order. As safe as they are.
 *
 * @param logs who is told
 */
record ToEach(List<DecisionLog> logs) implements DecisionLog {

    /** Copies. */
    ToEach {
        logs = List.copyOf(logs);
    }

    @Override
    public void exempt(Exempt exempt) {
        logs.forEach(log -> log.exempt(exempt));
    }

    @Override
    public void usedFrom(UsedFrom usedFrom) {
        logs.forEach(log -> log.usedFrom(usedFrom));
    }

    @Override
    public void opened(Opened opened) {
        logs.forEach(log -> log.opened(opened));
    }

    @Override
    public void renewed(Renewed renewed) {
        logs.forEach(log -> log.renewed(renewed));
    }

    @Override
    public void refused(Refused refused) {
        logs.forEach(log -> log.refused(refused));
    }

    @Override
    public void ended(Ended ended) {
        logs.forEach(log -> log.ended(ended));
    }
}
