package io.passgate.demo;

import static java.util.Objects.requireNonNull;

import io.netty.handler.stream.ChunkedWriteHandler;
import io.passgate.rest.RestServer;
import io.passgate.rest.RestSettings;
import io.passgate.rest.Router;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/**
 * The demo hub: a dashboard with a login, a live WebSocket feed, an event stream, an interface and a download, served
 * under one or more prefixes, each with its own session cookie. Clear HTTP. Started once, closed once; safe for use by
 * many threads.
 *
 * <p>Below each prefix: pages {@code /} and {@code /login}; {@code POST /login} and {@code POST /logout};
 * {@code /whoami}, {@code /api/kpis}, {@code /health}; {@code /assets/*}; WebSocket {@code /feed}; event stream
 * {@code /events}; {@code /download/10m}. Who is not signed in is sent to the login from a page and answered 401
 * elsewhere.
 */
public final class DemoHub implements AutoCloseable {
    private final RestServer server;

    /** A hub that takes its figures from the given time. */
    public DemoHub(DemoHubSettings settings, InstantSource time) {
        requireNonNull(settings, "settings");
        requireNonNull(time, "time");
        DemoPages pages = new DemoPages();
        DemoFigures figures = new DemoFigures();
        List<DemoApp> apps = settings.prefixes().stream()
                .map(prefix -> new DemoApp(prefix, pages, figures, time))
                .toList();
        Router routes = apps.stream().map(DemoApp::routes).reduce(Router.empty(), Router::and);
        this.server = new RestServer(
                RestSettings.of("demo-hub", settings.address(), settings.port()),
                routes,
                pipeline -> pipeline.addLast(new ChunkedWriteHandler(), new DemoStreams(apps)));
    }

    /**
     * Binds and begins to answer.
     *
     * @return the port it listens on
     */
    public int start() throws IOException {
        return server.start();
    }

    @Override
    public void close() {
        server.close();
    }
}
