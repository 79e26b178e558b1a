package io.passgate.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.passgate.admin.AdminApi;
import io.passgate.admin.AdminServer;
import io.passgate.admin.AdminToken;
import io.passgate.admission.Allocate;
import io.passgate.admission.Loosening;
import io.passgate.admission.Records;
import io.passgate.admission.Records.AllocationOutcome;
import io.passgate.admission.Waiting;
import io.passgate.alerts.Alerts;
import io.passgate.authn.IdentityChain;
import io.passgate.backend.Seal;
import io.passgate.backend.Sharing;
import io.passgate.backend.SiteLicense;
import io.passgate.config.Settings;
import io.passgate.front.Front;
import io.passgate.front.FrontSettings;
import io.passgate.front.Gatekeeper;
import io.passgate.gatekeeper.Doors;
import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.store.SiteMark;
import io.passgate.store.SqliteLedger;
import io.passgate.telemetry.GateMetrics;
import io.passgate.telemetry.LicenseMetrics;
import io.passgate.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One gate: everything built and put together from its settings. Started once, closed once, in this order; not safe for use by
 * several threads.
 */
public final class Gate implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    /** A first verification is waited for this long, so that a fresh gate does not refuse its first users. */
    private static final Duration FIRST_VERIFICATION = Duration.ofSeconds(3);

    private static final Duration DRAIN = Duration.ofSeconds(20);
    private static final int WAITING_PLACES = 10_000;

    private final Settings settings;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Readiness readiness = new Readiness();
    private final List<AutoCloseable> started = new ArrayList<>();
    private Optional<Allocate> allocate = Optional.empty();
    private Optional<Records> records = Optional.empty();
    private Optional<Front> front = Optional.empty();
    private Runnable stopWaiting = () -> {};
    private boolean adoptsLedger;
    private int adminPort;

    /** A gate that does nothing yet. */
    public Gate(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Takes the ledger for its own when it starts, even if that was another site's; before the start. */
    public void adoptLedger() {
        adoptsLedger = true;
    }

    /**
     * Builds and starts it.
     *
     * @throws IOException when the data directory, a key or an address cannot be used
     * @throws io.passgate.admission.LedgerUnavailable when the ledger cannot be used
     * @throws io.passgate.store.ForeignLedger when the ledger is another site's
     */
    public void start() throws IOException {
        GateFiles files = new GateFiles(settings.data());
        files.make();
        byte[] siteKey = files.siteKey(random);
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        GateMetrics metrics = new GateMetrics(registry);
        LicenseMetrics licenseMetrics = new LicenseMetrics(registry);
        Telemetry telemetry = owned(new Telemetry(settings.audit(), machine(), version(), metrics));
        telemetry.start();
        Seal seal = new Seal(siteKey);
        SqliteLedger ledger = owned(new SqliteLedger(
                settings.store(),
                SqliteLedger.Limits.DEFAULT,
                new SiteMark(
                        seal.over("ledger", "of this site"),
                        settings.site().name() + " on " + machine(),
                        adoptsLedger)));
        ledger.start();
        Alerts alerts = owned(new Alerts(
                settings.alerts(),
                new Alerts.Surroundings(
                        settings.site().name(),
                        machine(),
                        clock,
                        () -> UUID.randomUUID().toString(),
                        random::nextDouble,
                        registry)));
        alerts.start();
        Waiting waiting = new Waiting(WAITING_PLACES, clock);
        stopWaiting = waiting::stop;
        LicenseChanges changes = owned(new LicenseChanges(
                waiting,
                List.of(telemetry::standingChanged, licenseMetrics::standingChanged, alerts::standingChanged),
                clock));
        SiteLicense license = owned(SiteLicense.of(
                Optional.of(settings.license()),
                new SiteLicense.Surroundings(
                        settings.data(),
                        clock,
                        random,
                        changes::changed,
                        new Sharing(
                                ledger.assignments(),
                                (terms, now) -> Loosening.inEffect(
                                        settings.policy(), UseCases.anonymous(settings), terms.may(), now),
                                changes::assignmentsChanged,
                                (number, error) -> telemetry.synced(clock.instant(), number, error)),
                        seal)));
        licenseMetrics.watchLicense(() -> license.current(clock.instant()), clock);

        Hubs hubs = new Hubs(settings.virtualProxies());
        IdentityChain identity = new IdentityChain(hubs.identities(), metrics::whoAmI, clock);
        UseCases use = UseCases.of(
                settings,
                new UseCases.Ports(ledger, license, identity, telemetry.decisionLog(), waiting),
                siteKey,
                clock);
        changes.start(use.applyTerms());
        var verified = license.start();
        allocate = Optional.of(use.allocate());
        records = Optional.of(ledger.records());
        ExecutorService readers = Executors.newFixedThreadPool(2, task -> new Thread(task, "ledger-readers"));
        started.add(readers::shutdownNow);
        Gatekeeper door = Doors.open(
                settings.virtualProxies().stream()
                        .map(proxy -> new Doors.Proxy(proxy.front(), proxy.identity()))
                        .toList(),
                new Doors.Uses(use.admit(), use.endSession(), use.renew(), ledger, ledger.records(), identity, waiting),
                new Doors.Surroundings(settings.site(), siteKey, hubs::call, readers, clock));
        Front listening = new Front(
                new FrontSettings(
                        settings.listen(), settings.trustedProxies(), settings.limits(), hubs.identityHeaders(), 0),
                hubs.routes(),
                door,
                new FaultPages(settings.site(), clock),
                new Traffic(metrics, telemetry.accessLog(), clock));
        hubs.use(listening.loops());
        AdminApi api = new AdminApi(
                new AdminApi.UseCases(
                        ledger.records(),
                        use.allocate(),
                        use.endSession(),
                        use.explain(),
                        use.plan(),
                        use.applyRules(),
                        use.release(),
                        license,
                        use.loosening()),
                clock);
        AdminServer admin = owned(new AdminServer(
                settings.admin(), api, AdminToken.ofData(settings.data(), random), readiness, registry));
        adminPort = admin.start();
        awaitFirst(verified);
        owned(listening).start();
        front = Optional.of(listening);
        owned(new Rounds(use, ledger.records(), license, new Rounds.Watchers(metrics, licenseMetrics, alerts), clock))
                .start(listening.loops());
        readiness.ready();
        LOG.info("listening at {}, administration at port {}", listening.addresses(), adminPort);
    }

    private static void awaitFirst(CompletionStage<?> verified) {
        try {
            verified.toCompletableFuture().get(FIRST_VERIFICATION.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
            LOG.info("the license is not verified yet; the gate starts all the same");
        }
    }

    /** The port of the first listener. */
    public int port() {
        return front.orElseThrow().addresses().get(0).getPort();
    }

    /** Where the gate listens, in the order of the settings. */
    public List<InetSocketAddress> addresses() {
        return front.orElseThrow().addresses();
    }

    /** The port of the administration. */
    public int adminPort() {
        return adminPort;
    }

    /** Makes {@code user} known with these attributes, as if they had signed in before. Blocks. */
    void introduce(User user, Attributes attributes) {
        records.orElseThrow().seen(user, attributes, clock.instant());
    }

    /** Gives {@code user} an access pass, as an administrator would. Blocks. */
    public AllocationOutcome allocate(User user, AccessType type) {
        return allocate.orElseThrow().allocate(user, type);
    }

    /** Not ready any more, nobody new, what runs finishes, sockets close with 1012; then everything ends. */
    @Override
    public void close() {
        readiness.draining();
        stopWaiting.run();
        front.ifPresent(f -> {
            if (!f.drain(DRAIN)) {
                LOG.warn("not everything ended within {}; the rest is cut", DRAIN);
            }
        });
        for (int i = started.size() - 1; i >= 0; i--) {
            try {
                started.get(i).close();
            } catch (Exception e) {
                LOG.warn("{} did not close", started.get(i), e);
            }
        }
        started.clear();
    }

    private <C extends AutoCloseable> C owned(C closeable) {
        started.add(closeable);
        return closeable;
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            LOG.debug("this machine does not know its own name", e);
            return "localhost";
        }
    }

    private static String version() {
        return Optional.ofNullable(Gate.class.getPackage().getImplementationVersion())
                .orElse("0");
    }
}
