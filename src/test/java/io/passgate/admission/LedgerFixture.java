package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.decision.AtLimit;
import io.passgate.decision.Decision;
import io.passgate.decision.LedgerView;
import io.passgate.decision.Policy;
import io.passgate.decision.Verdict;
import io.passgate.identity.Attributes;
import io.passgate.identity.Credentials;
import io.passgate.identity.RequestFacts;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Quarantine;
import io.passgate.license.Standing;
import io.passgate.license.Terms;
import io.passgate.license.TestTerms;
import io.passgate.session.Ending;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of a ledger have in common: a fresh ledger for each, openings with defaults, and races. */
public abstract class LedgerFixture {

    /** Where every test begins. */
    protected static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    protected static final Duration IDLE = Duration.ofMinutes(30);
    protected static final Duration HOLD = Duration.ofMinutes(5);
    protected static final Ledger.HoldTerms HOLD_TERMS = new Ledger.HoldTerms(5, HOLD);
    protected static final User ANNA = User.parse("CORP\\anna");
    protected static final User BERT = User.parse("CORP\\bert");
    /** Threads that race. */
    protected static final int RACERS = 64;
    /** How often a race is run. */
    protected static final int ROUNDS = 5;

    protected static final Terms TERMS = terms(10, 10, 10);

    private final AtomicLong drawn = new AtomicLong();
    private Subject subject;

    /**
     * The ledger under test.
     *
     * @param ledger as the request path sees it
     * @param records as administration sees it
     * @param assignments as the sync with the license backend sees it
     */
    public record Subject(Ledger ledger, Records records, Assignments assignments) {}

    /** A ledger on an empty store. */
    protected abstract Subject fresh();

    /** The same store, opened anew after {@code before} was closed: nothing of it may be in memory. */
    protected abstract Subject reopened(Subject before);

    /** Lets go of it. */
    protected void close(Subject done) {}

    @BeforeEach
    void begin() {
        subject = fresh();
    }

    @AfterEach
    void neverAboveTheLimitAndDone() {
        for (Records.KnownUser known : records().users()) {
            assertThat(known.sessions())
                    .as("open sessions of %s after the test", known.user())
                    .isLessThanOrEqualTo(5);
        }
        close(subject);
    }

    protected Ledger ledger() {
        return subject.ledger();
    }

    protected Records records() {
        return subject.records();
    }

    protected Assignments assignments() {
        return subject.assignments();
    }

    /** Goes on with an empty ledger. */
    protected void startOver() {
        close(subject);
        subject = fresh();
    }

    /** The process ends and starts anew. */
    protected void restart() {
        subject = reopened(subject);
    }

    protected static Terms terms(int professional, int analyzer, int userAccessPasses) {
        return TestTerms.of(professional, analyzer, userAccessPasses);
    }

    protected static Attributes groups(String... groups) {
        return new Attributes(Map.of("group", List.of(groups)));
    }

    protected SessionId drawSession() {
        return new SessionId(new UUID(0x4000L, drawn.incrementAndGet()).toString());
    }

    /** Gives {@code user} a professional access pass. */
    protected void allocate(User user) {
        assertThat(records().allocate(user, AccessType.PROFESSIONAL, TERMS, START))
                .isEqualTo(Records.AllocationOutcome.ALLOCATED);
    }

    /** Takes it away under {@link #TERMS}. */
    protected Optional<Allocation> withdraw(User user, AccessType type, Instant at) {
        return records().withdraw(user, type, TERMS, Quarantine.BY_FAMILY, at);
    }

    /** What the decision would read of {@code user} in the beginning. */
    protected LedgerView view(User user) {
        return records().view(user, TERMS, START);
    }

    /** A session of {@code user} opened at {@code at}, that nothing joins. */
    protected AdmittedSession open(User user, Instant at) {
        return opening(user, at).open().session().orElseThrow();
    }

    /** Fills {@code user}'s five slots at {@code at}. */
    protected List<AdmittedSession> fill(User user, Instant at) {
        return IntStream.range(0, 5).mapToObj(i -> open(user, at)).toList();
    }

    protected TestOpening opening(User user, Instant at) {
        return new TestOpening(user, at);
    }

    protected Optional<SessionRecord> end(AdmittedSession session, Ending ending, Instant at) {
        return done(ledger().end(session.session().id(), ending, HOLD_TERMS, at));
    }

    protected static <T> T done(java.util.concurrent.CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError("the ledger gave no answer", e);
        }
    }

    /** Runs all at the same moment on threads of their own; what each returned, in order. */
    protected static <T> List<T> race(List<Callable<T>> racers) {
        ExecutorService threads = Executors.newFixedThreadPool(racers.size());
        try {
            CyclicBarrier start = new CyclicBarrier(racers.size());
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> racer : racers) {
                running.add(threads.submit(() -> {
                    start.await(60, TimeUnit.SECONDS);
                    return racer.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get(120, TimeUnit.SECONDS));
            }
            return results;
        } catch (InterruptedException | ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError("a racer failed", e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** {@link #RACERS} openings at once. */
    protected static List<Opening.Outcome> race(IntStreamOpening each) {
        return race(IntStream.range(0, RACERS)
                .<Callable<Opening.Outcome>>mapToObj(i -> () -> each.of(i).open())
                .toList());
    }

    /** The opening of one racer. */
    protected interface IntStreamOpening {
        TestOpening of(int racer);
    }

    protected static boolean granted(Opening.Outcome outcome) {
        return outcome.verdict() instanceof Verdict.Granted;
    }

    protected static boolean renewed(Opening.Outcome outcome) {
        return outcome.verdict() instanceof Verdict.Renewed;
    }

    protected static boolean refused(Opening.Outcome outcome) {
        return outcome.verdict() instanceof Verdict.Refused;
    }

    /** An opening in the making: a user at a moment, the rest by default. Confined to one thread. */
    protected final class TestOpening {
        private final User user;
        private final Instant at;
        private final SessionId id = drawSession();
        private Instant arrived;
        private List<String> burst = List.of();
        private Optional<String> cookieLess = Optional.empty();
        private Optional<SessionId> endFirst = Optional.empty();
        private Attributes attributes = Attributes.NONE;
        private Policy policy = Policy.DEFAULT;
        private Standing standing = new Standing(Standing.State.VALID, "", Optional.empty(), Instant.MAX);
        private String virtualProxy = "/";
        private Terms terms = TERMS;
        private String requestId = "request-" + id.value();

        private TestOpening(User user, Instant at) {
            this.user = user;
            this.at = at;
            this.arrived = at;
        }

        /** Joins by these keys in a burst. */
        public TestOpening burst(String... keys) {
            burst = List.of(keys);
            return this;
        }

        /** Joins by that key as a client that keeps no cookies. */
        public TestOpening cookieLess(String key) {
            cookieLess = Optional.of(key);
            return this;
        }

        /** Arrived earlier than its turn came. */
        public TestOpening arrived(Instant earlier) {
            arrived = earlier;
            return this;
        }

        /** Ends that session first. */
        public TestOpening endFirst(AdmittedSession session) {
            endFirst = Optional.of(session.session().id());
            return this;
        }

        /** With these attributes as seen. */
        public TestOpening attributes(Attributes seen) {
            attributes = seen;
            return this;
        }

        /** At the limit the longest idle makes room. */
        public TestOpening endLongestIdle() {
            policy = Policy.enforced(5, HOLD, AtLimit.END_LONGEST_IDLE, Set.of());
            return this;
        }

        /** The user needs no access pass. */
        public TestOpening exempt() {
            policy = Policy.enforced(5, HOLD, AtLimit.REFUSE, Set.of(user));
            return this;
        }

        /** Under that limit. */
        public TestOpening parallel(int limit) {
            policy = Policy.enforced(limit, HOLD, AtLimit.REFUSE, Set.of());
            return this;
        }

        /** Nothing is enforced for a year; who would be refused is recorded. */
        public TestOpening shadow() {
            policy = new Policy(
                    5,
                    HOLD,
                    AtLimit.REFUSE,
                    Set.of(),
                    Policy.Enforcement.SHADOW,
                    Policy.Enforcement.SHADOW,
                    Optional.of(START.plus(Duration.ofDays(365))));
            return this;
        }

        /** While the license is stale. */
        public TestOpening stale() {
            standing = new Standing(Standing.State.STALE, "", Optional.empty(), Instant.MAX);
            return this;
        }

        /** Through that virtual proxy. */
        public TestOpening through(String prefix) {
            virtualProxy = prefix;
            return this;
        }

        /** Under these terms. */
        public TestOpening terms(Terms other) {
            terms = other;
            return this;
        }

        /** With that request id. */
        public TestOpening request(String name) {
            requestId = name;
            return this;
        }

        public SessionId id() {
            return id;
        }

        public SessionKey key() {
            return SessionKey.of("cookie of " + id.value());
        }

        public Opening made() {
            RequestFacts facts = new RequestFacts(
                    requestId,
                    virtualProxy,
                    "GET",
                    "/hub",
                    "127.0.0.1",
                    "192.0.2.7",
                    "hub.example",
                    "Browser/1",
                    true,
                    cookieLess.isPresent(),
                    Credentials.NONE,
                    Map.of());
            Session session =
                    new Session(id, user, virtualProxy, at, at, IDLE, "192.0.2.7", "Browser/1", Optional.empty());
            Decision decision = new Decision(policy);
            return new Opening(
                    session,
                    key(),
                    "usage of " + id.value(),
                    facts,
                    attributes,
                    new Opening.Joins(burst, cookieLess, arrived),
                    endFirst,
                    terms,
                    (request, view) -> decision.decide(request, view, standing, at));
        }

        public Opening.Outcome open() {
            return done(ledger().open(made()));
        }
    }
}
