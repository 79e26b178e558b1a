package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.decision.Policy;
import io.passgate.identity.Attributes;
import io.passgate.identity.Credentials;
import io.passgate.identity.Identification;
import io.passgate.identity.RequestFacts;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Quarantine;
import io.passgate.license.Standing;
import io.passgate.license.Terms;
import io.passgate.license.TestTerms;
import io.passgate.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The use cases on a ledger in memory, with a clock that is set, a hub that is scripted and a log that remembers. Safe for use
 * by many threads.
 */
final class TestGate {

    static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    static final Duration IDLE = Duration.ofMinutes(30);
    static final Terms TERMS = TestTerms.of(10, 10, 0);

    final Time clock = new Time();
    final Hub hub = new Hub();
    final Log log = new Log();
    final MemoryLedger records = new MemoryLedger();
    final Setting<Ledger> ledger = new Setting<>(records);
    final Setting<Policy> policy = new Setting<>(Policy.DEFAULT);
    final Setting<Standing> standing = new Setting<>(valid());
    final Waiting waiting = new Waiting(100, clock);
    final GateCookies cookies = new GateCookies(new byte[32]);
    private final AtomicLong drawn = new AtomicLong();

    final Setting<Terms> terms = new Setting<>(TERMS);
    final LicenseSource license = now -> new LicenseSource.License(terms.get().at(now), standing.get());
    final AnonymousOpenings anonymousOpenings = new AnonymousOpenings(3, clock);
    final EndSession endSession;

    TestGate() {
        endSession = new EndSession(records, license, policy::get, log, waiting, clock);
    }

    static Standing valid() {
        return new Standing(Standing.State.VALID, "verified", Optional.of(START), Instant.MAX);
    }

    static Standing stale() {
        return new Standing(Standing.State.STALE, "not verified", Optional.of(START), Instant.MAX);
    }

    /** Made anew each time, so that a test can put another ledger in between. */
    Admit admit() {
        return new Admit(
                ports(),
                policy::get,
                new Admit.Uses(endSession, renew(), anonymousOpenings),
                cookies,
                new Drawn(drawn),
                clock);
    }

    private Admit.Ports ports() {
        return new Admit.Ports(ledger.get(), hub, license, log);
    }

    Renew renew() {
        return new Renew(ports(), policy::get, endSession, new Drawn(drawn), clock);
    }

    Plan plan() {
        return new Plan(records, license, policy::get, clock);
    }

    ApplyTerms applyTerms() {
        return new ApplyTerms(records, license, policy::get, endSession, waiting, clock);
    }

    Allocate allocate() {
        return new Allocate(records, license, Quarantine.BY_FAMILY, endSession, waiting, clock);
    }

    Explain explain() {
        return new Explain(records, license, policy::get, clock);
    }

    /** These rules and groups are in force. */
    void rules(SiteRules rules) {
        assertThat(records.apply(rules, terms.get(), clock.instant())).isTrue();
    }

    /** Gives them a professional access pass. */
    User allocated(String written) {
        User user = User.parse(written);
        assertThat(allocate().allocate(user, AccessType.PROFESSIONAL)).isEqualTo(Records.AllocationOutcome.ALLOCATED);
        return user;
    }

    Admittance arrive(Arrival arrival) {
        return done(admit().admit(arrival));
    }

    static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }

    static AdmittedSession session(Admittance admittance) {
        assertThat(admittance).isInstanceOf(Admittance.Admitted.class);
        return ((Admittance.Admitted) admittance).session();
    }

    /** How often somebody who waits for a change of {@code user} from now on has been woken. */
    AtomicInteger waits(User user) {
        AtomicInteger woken = new AtomicInteger();
        assertThat(waiting.join(user, clock.instant().plusMillis(1), woken::incrementAndGet))
                .isPresent();
        return woken;
    }

    /** A request in the making, by default a browser's first at the gate's clock. */
    TestRequest request() {
        return new TestRequest(clock.instant());
    }

    /** Something that a test sets. Safe for use by many threads. */
    static final class Setting<T> {
        private volatile T value;

        Setting(T value) {
            this.value = value;
        }

        T get() {
            return value;
        }

        void set(T next) {
            value = next;
        }
    }

    /** A clock that stands until it is moved. */
    static final class Time implements InstantSource {
        private final Setting<Instant> now = new Setting<>(START);

        @Override
        public Instant instant() {
            return now.get();
        }

        void forward(Duration by) {
            now.set(now.get().plus(by));
        }
    }

    private record Drawn(AtomicLong count) implements Ids {
        @Override
        public SessionId session() {
            return new SessionId(new UUID(0x4000L, count.incrementAndGet()).toString());
        }

        @Override
        public String usage() {
            return new UUID(0x5000L, count.incrementAndGet()).toString();
        }
    }

    /** A hub that knows who signed in with which credentials; credentials that it does not know are nobody's. */
    static final class Hub implements Identifier {
        private final Map<String, Identification> answers = new ConcurrentHashMap<>();
        private final Map<String, Long> forgotten = new ConcurrentHashMap<>();
        final List<RequestFacts> asked = new CopyOnWriteArrayList<>();
        final Setting<CompletableFuture<Void>> gate = new Setting<>(CompletableFuture.completedFuture(null));

        void signIn(Credentials credentials, User user) {
            answer(
                    credentials,
                    new Identification.Named(user, Attributes.NONE, List.of(), START.plus(Duration.ofHours(9))));
        }

        void answer(Credentials credentials, Identification answer) {
            answers.put(credentials.fingerprint(), answer);
        }

        /** Answers nobody until the future that it returns completes. */
        CompletableFuture<Void> hold() {
            CompletableFuture<Void> held = new CompletableFuture<>();
            gate.set(held);
            return held;
        }

        @Override
        public CompletionStage<Identification> identify(RequestFacts facts) {
            asked.add(facts);
            return gate.get()
                    .thenApply(open -> answers.getOrDefault(
                            facts.credentials().fingerprint(), new Identification.Nobody(List.of("hub=asked"))));
        }

        @Override
        public void forget(RequestFacts facts) {
            answers.remove(facts.credentials().fingerprint());
            forgotten.merge(facts.credentials().fingerprint(), 1L, Long::sum);
        }

        @Override
        public long epoch(RequestFacts facts) {
            return forgotten.getOrDefault(facts.credentials().fingerprint(), 0L);
        }
    }

    /** Remembers what it is told. */
    static final class Log implements DecisionLog {
        final List<Opened> opened = new CopyOnWriteArrayList<>();
        final List<Renewed> renewed = new CopyOnWriteArrayList<>();
        final List<Refused> refused = new CopyOnWriteArrayList<>();
        final List<Ended> ended = new CopyOnWriteArrayList<>();
        final List<UsedFrom> usedFrom = new CopyOnWriteArrayList<>();
        final List<Exempt> exempt = new CopyOnWriteArrayList<>();

        @Override
        public void opened(Opened one) {
            opened.add(one);
        }

        @Override
        public void renewed(Renewed one) {
            renewed.add(one);
        }

        @Override
        public void refused(Refused one) {
            refused.add(one);
        }

        @Override
        public void ended(Ended one) {
            ended.add(one);
        }

        @Override
        public void usedFrom(UsedFrom one) {
            usedFrom.add(one);
        }

        @Override
        public void exempt(Exempt one) {
            exempt.add(one);
        }

        /** Every session that ended had been opened, and ended once. */
        void isWhole() {
            List<SessionId> open =
                    new ArrayList<>(opened.stream().map(Opened::session).toList());
            assertThat(open).doesNotHaveDuplicates();
            for (Ended one : ended) {
                assertThat(open.remove(one.session().session().id()))
                        .as("%s was open and ends once", one)
                        .isTrue();
            }
            assertThat(Set.copyOf(opened.stream().map(Opened::usageId).toList()))
                    .hasSize(opened.size());
        }
    }
}
