package io.passgate.app;

import io.passgate.front.Served;
import io.passgate.front.TrafficListener;
import io.passgate.hub.HubFault;
import io.passgate.telemetry.AccessLine;
import io.passgate.telemetry.AccessLog;
import io.passgate.telemetry.GateMetrics;
import io.passgate.telemetry.GateMetrics.HubError;
import java.time.InstantSource;
import java.util.Optional;

/** Counts the front's traffic in the metrics, and writes access lines where they are configured. Safe for use by many threads. */
final class Traffic implements TrafficListener {

    private final GateMetrics metrics;
    private final Optional<AccessLog> accessLog;
    private final InstantSource clock;

    Traffic(GateMetrics metrics, Optional<AccessLog> accessLog, InstantSource clock) {
        this.metrics = metrics;
        this.accessLog = accessLog;
        this.clock = clock;
    }

    @Override
    public boolean wantsServed() {
        return accessLog.isPresent();
    }

    @Override
    public void served(Served served) {
        accessLog.ifPresent(log -> log.request(new AccessLine(
                clock.instant().minus(served.took()),
                served.requestId(),
                served.address(),
                served.user(),
                served.virtualProxy(),
                served.method(),
                served.path(),
                "HTTP/1.1",
                served.status(),
                served.bytesIn(),
                served.bytesOut(),
                served.took())));
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
