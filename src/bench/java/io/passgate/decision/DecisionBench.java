package io.passgate.decision;

import io.passgate.admission.AdmittedSession;
import io.passgate.decision.LedgerView.Person;
import io.passgate.decision.LedgerView.Stock;
import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import io.passgate.license.AccessRule;
import io.passgate.license.AccessRules;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Capacity;
import io.passgate.license.Condition;
import io.passgate.license.Grant;
import io.passgate.license.LoginGroup;
import io.passgate.license.Pool;
import io.passgate.license.Standing;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import io.passgate.session.UserSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the decision costs: for a request that is admitted already, for an opening by allocation or by one of many rules, and for a
 * refusal. {@code src/bench/jmh.sh} runs it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class DecisionBench {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final User ANNA = User.parse("CORP\\anna");
    private static final User ROLF = User.parse("CORP\\rolf");
    private static final Standing VALID =
            new Standing(Standing.State.VALID, "verified", Optional.of(NOW), NOW.plusSeconds(86_400));

    /** Access rules of the site; none but the last matches. */
    @Param({"0", "100"})
    private int rules;

    private final Decision decision = new Decision(Policy.DEFAULT);
    private LedgerView holder = view(ANNA, List.of(), AccessRules.NONE);
    private LedgerView stranger = holder;
    private LedgerView byRule = holder;
    private final AdmittedSession admitted = new AdmittedSession(session(0), AccessType.ANALYZER, true);

    /** Makes what is asked about. */
    @Setup
    public void views() throws Exception {
        List<AccessRule> others = new ArrayList<>();
        for (int i = 0; i < rules; i++) {
            others.add(
                    rule("department " + i, "user.group=\"Department" + i + "\" and user.userDirectory=\"ELSEWHERE\""));
        }
        holder = view(ANNA, List.of(Allocation.given(ANNA, AccessType.ANALYZER, NOW)), new AccessRules(others));
        stranger = view(ROLF, List.of(), new AccessRules(others));
        List<AccessRule> all = new ArrayList<>(others);
        all.add(rule("zz finance", "user.group=\"Finance\""));
        byRule = view(ROLF, List.of(), new AccessRules(all));
    }

    private static AccessRule rule(String name, String condition) throws Exception {
        return new AccessRule(name, new Grant(AccessType.ANALYZER, ""), Condition.parse(condition));
    }

    private static LedgerView view(User user, List<Allocation> held, AccessRules rules) {
        return new LedgerView(
                new Person(
                        true,
                        new Attributes(Map.of("group", List.of("Everybody", "Finance", "Berlin"))),
                        held,
                        Optional.empty()),
                new Stock(
                        List.of(
                                new Pool(AccessType.PROFESSIONAL, 100, 100),
                                new Pool(AccessType.ANALYZER, 1000, 400),
                                new Pool(AccessType.USER_ACCESS_PASS, 0, 0)),
                        List.of(new LoginGroup("visitors", 10, 30)),
                        new Capacity(1000, 0),
                        600),
                rules,
                new UserSessions(
                        IntStream.range(0, 3).mapToObj(DecisionBench::session).toList(), List.of()));
    }

    private static Session session(int n) {
        return new Session(
                new SessionId("session-" + n),
                ANNA,
                "/",
                NOW,
                NOW,
                Duration.ofMinutes(30),
                "192.0.2.7",
                "Mozilla/5.0",
                Optional.empty());
    }

    /** All that a request of an admitted session asks. */
    @Benchmark
    public boolean admittedAlready() {
        long now = NOW.toEpochMilli();
        boolean admits = admitted.admits(now) && !admitted.due(now);
        admitted.active(now);
        return admits;
    }

    /** An opening by an allocation. */
    @Benchmark
    public Verdict opening() {
        return decision.decide(Request.opening(ANNA), holder, VALID, NOW);
    }

    /** An opening by an access rule, the last of all. */
    @Benchmark
    public Verdict openingByRule() {
        return decision.decide(Request.opening(ROLF), byRule, VALID, NOW);
    }

    /** A refusal. */
    @Benchmark
    public Verdict refusal() {
        return decision.decide(Request.opening(ROLF), stranger, VALID, NOW);
    }
}
