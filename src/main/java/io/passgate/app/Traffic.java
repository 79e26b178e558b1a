package io.passgate.app;

import io.passgate.front.TrafficListener;
import io.passgate.hub.HubFault;
import io.passgate.telemetry.GateMetrics;
import io.passgate.telemetry.GateMetrics.HubError;

/** Counts the front's traffic in the metrics. Safe for use by many threads. */
final class Traffic implements TrafficListener {

    private final GateMetrics metrics;

    Traffic(GateMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void answered(int status) {
        metrics.request(status);
    }

    @Override
    public void hubFailed(HubFault.Kind kind) {
        metrics.hubError(
                switch (kind) {
                    case UNREACHABLE -> HubError.CONNECT;
                    case CONNECT_TIMEOUT, NO_ANSWER -> HubError.TIMEOUT;
                    case TLS -> HubError.TLS;
                    case MALFORMED, TOO_LONG -> HubError.BAD_ANSWER;
                    case CUT -> HubError.CUT;
                });
    }
}
