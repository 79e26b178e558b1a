package io.passgate.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.passgate.admission.DecisionLog;
import io.passgate.decision.Refusal;
import io.passgate.identity.Identification;
import io.passgate.license.AccessType;
import io.passgate.session.Ending;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * The numbers of one node, on a registry given by the composition root. Their names, as Prometheus reads them, stand in
 * {@code operations.md}. All counters exist from the start, so that a rate over one that has not happened yet is zero and not
 * missing. Counting allocates nothing and never blocks. Safe for use by many threads.
 */
public final class GateMetrics implements DecisionLog {

    private final MeterRegistry registry;
    private final Map<AccessType, Counter> granted = new EnumMap<>(AccessType.class);
    private final Map<AccessType, Counter> renewed = new EnumMap<>(AccessType.class);
    private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);
    private final Map<Refusal, Counter> shadowed = new EnumMap<>(Refusal.class);
    private final Map<Ending, Counter> ended = new EnumMap<>(Ending.class);
    private final Map<HubError, Counter> hubErrors = new EnumMap<>(HubError.class);
    private final List<Counter> requests;
    private final Counter exempt;
    private final Timer opening;
    private final Timer whoAmIUser;
    private final Timer whoAmINobody;
    private final Timer whoAmICannotTell;
    private final Timer eventLoopDelay;
    /** The registry itself holds on to what it counts by function only weakly. */
    private final List<LongSupplier> watched = new CopyOnWriteArrayList<>();

    /** What can go wrong on the way to the hub. */
    public enum HubError {
        /** No connection could be made. */
        CONNECT,
        /** Its certificate or its TLS was not accepted. */
        TLS,
        /** It did not answer in time. */
        TIMEOUT,
        /** Its answer was no HTTP. */
        BAD_ANSWER,
        /** The connection was cut within an answer. */
        CUT;

        private String word() {
            return words(this);
        }
    }

    /** Counts on {@code registry}. */
    public GateMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (AccessType type : AccessType.values()) {
            granted.put(type, verdict("granted", type.key()));
            renewed.put(
                    type,
                    Counter.builder("passgate.renewals")
                            .description("Open sessions paid for anew, by access type")
                            .tag("type", type.key())
                            .register(registry));
        }
        for (Refusal reason : Refusal.values()) {
            refused.put(reason, verdict("refused", reason.code()));
            shadowed.put(reason, verdict("shadowed", reason.code()));
        }
        exempt = verdict("exempt", "exempt");
        for (Ending ending : Ending.values()) {
            ended.put(
                    ending,
                    Counter.builder("passgate.sessions.ended")
                            .description("Sessions ended, by how")
                            .tag("ending", words(ending))
                            .register(registry));
        }
        for (HubError error : HubError.values()) {
            hubErrors.put(
                    error,
                    Counter.builder("passgate.hub.errors")
                            .description("Failures on the way to the hub, by kind")
                            .tag("kind", error.word())
                            .register(registry));
        }
        requests = IntStream.rangeClosed(1, 5)
                .mapToObj(c -> Counter.builder("passgate.requests")
                        .description("Requests answered, by status class")
                        .tag("status", c + "xx")
                        .register(registry))
                .toList();
        opening = Timer.builder("passgate.opening")
                .description("From the head of a request that opens a session to its verdict, who-am-I included")
                .register(registry);
        whoAmIUser = whoAmI("user");
        whoAmINobody = whoAmI("nobody");
        whoAmICannotTell = whoAmI("cannot-tell");
        eventLoopDelay = Timer.builder("passgate.eventloop.delay")
                .description("How late an event loop runs what it was asked to run at a moment")
                .register(registry);
    }

    private Timer whoAmI(String outcome) {
        return Timer.builder("passgate.who.am.i")
                .description("From asking a hub who somebody is to its answer, by outcome")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** A hub was asked who somebody is. */
    public void whoAmI(Identification who, Duration took) {
        who.fold(user -> whoAmIUser, nobody -> whoAmINobody, cannotTell -> whoAmICannotTell)
                .record(took);
    }

    private Counter verdict(String verdict, String reason) {
        return Counter.builder("passgate.verdicts")
                .description("Verdicts on openings, by reason: the access type granted or the reason of the refusal")
                .tag("verdict", verdict)
                .tag("reason", reason)
                .register(registry);
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Shows how many sessions are open.
     *
     * @param sessions must answer from memory
     */
    public void watchSessions(LongSupplier sessions) {
        Gauge.builder("passgate.sessions", sessions, LongSupplier::getAsLong)
                .description("Open sessions of the site")
                .strongReference(true)
                .register(registry);
    }

    /**
     * Shows how many records of denied access there are.
     *
     * @param denied must answer from memory
     */
    public void watchDenied(LongSupplier denied) {
        Gauge.builder("passgate.denied", denied, LongSupplier::getAsLong)
                .description(
                        "Records of denied access of the last seven days: one for each user, virtual proxy and reason")
                .strongReference(true)
                .register(registry);
    }

    /** Shows how many lines of a record were dropped. */
    void watchDropped(String file, LongSupplier dropped) {
        watched.add(dropped);
        FunctionCounter.builder("passgate.record.dropped", dropped, LongSupplier::getAsLong)
                .description("Lines that found the queue or the disk full, by file")
                .tag("file", file)
                .register(registry);
    }

    /** A request was answered with {@code status}. */
    public void request(int status) {
        int statusClass = status / 100;
        if (statusClass >= 1 && statusClass <= requests.size()) {
            requests.get(statusClass - 1).increment();
        }
    }

    /** The way to the hub failed. */
    public void hubError(HubError error) {
        count(hubErrors, error);
    }

    @Override
    public void usedFrom(UsedFrom usedFrom) {
        // For the record only.
    }

    @Override
    public void exempt(Exempt let) {
        exempt.increment();
    }

    /** An event loop ran something this much later than asked. */
    public void eventLoopDelay(Duration delay) {
        eventLoopDelay.record(delay);
    }

    @Override
    public void opened(Opened opened) {
        count(granted, opened.verdict().accessType());
        opened.verdict().shadowed().ifPresent(reason -> count(shadowed, reason));
        opening.record(opened.took());
    }

    @Override
    public void renewed(Renewed renewal) {
        count(renewed, renewal.verdict().paid().type());
    }

    @Override
    public void refused(Refused refusal) {
        count(refused, refusal.verdict().reason());
        opening.record(refusal.took());
    }

    @Override
    public void ended(Ended end) {
        count(ended, end.ending());
    }

    /** How many openings were refused since the start. */
    public long refusals() {
        return refused.values().stream()
                .mapToLong(counter -> (long) counter.count())
                .sum();
    }

    private static <K extends Enum<K>> void count(Map<K, Counter> counters, K key) {
        Counter counter = counters.get(key);
        if (counter != null) {
            counter.increment();
        }
    }
}
