package io.passgate.admin;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.passgate.rest.BearerToken;
import io.passgate.rest.Reply;
import io.passgate.rest.RestServer;
import io.passgate.rest.RestSettings;
import io.passgate.rest.Router;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The admin listener: {@code /livez} and {@code /readyz} for anybody who reaches it, {@code /metrics} and the API behind the
 * bearer token. The Host header must name the listener, so that a page of a foreign origin cannot reach it by DNS
 * rebinding; no CORS. Safe for use by many threads.
 */
public final class AdminServer implements AutoCloseable {

    private static final String OPEN_METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final RestServer server;

    /** Serves {@code api} behind {@code token}. */
    public AdminServer(
            AdminSettings settings, AdminApi api, AdminToken token, Health health, PrometheusMeterRegistry metrics) {
        Router open =
                Router.empty().get("/livez", call -> Reply.text(200, "ok\n")).get("/readyz", call -> ready(health));
        Router guarded = api.routes()
                .get(
                        "/metrics",
                        call -> Reply.bytes(200, OPEN_METRICS, metrics.scrape().getBytes(StandardCharsets.UTF_8)))
                .filtered(new BearerToken(token.value()));
        InetSocketAddress address = settings.address();
        this.server = new RestServer(
                RestSettings.of("admin", address.getHostString(), address.getPort())
                        .withHosts(hosts(address)),
                open.and(guarded));
    }

    /** Binds and answers; gives the port. */
    public int start() throws IOException {
        return server.start();
    }

    @Override
    public void close() {
        server.close();
    }

    private static Set<String> hosts(InetSocketAddress address) {
        Set<String> hosts = new HashSet<>(RestSettings.LOOPBACK_HOSTS);
        hosts.add(address.getHostString());
        return hosts;
    }

    private static Reply ready(Health health) {
        List<String> unready = health.unready();
        return unready.isEmpty() ? Reply.text(200, "ready\n") : Reply.text(503, String.join("\n", unready) + "\n");
    }
}
