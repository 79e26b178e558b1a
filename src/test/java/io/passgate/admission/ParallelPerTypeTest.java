package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.decision.Refusal;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.TestTerms;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Five sessions of one user in parallel, whichever access type lets them in (domain.md §1.1, §1.3, §2). */
class ParallelPerTypeTest {

    private static final User ANNA = User.parse("CORP\\anna");

    @ParameterizedTest
    @EnumSource(names = "UNLICENSED", mode = EnumSource.Mode.EXCLUDE)
    void fiveSessionsOfEachTypeAndNoSixth(AccessType type) {
        TestGate gate = new TestGate();
        gate.terms.set(TestTerms.capacity(TestTerms.of(1, 1, 1), 60, 0));
        gate.rules(type == AccessType.LOGIN_ACCESS_PASS ? TestRules.group("visitors", 1) : TestRules.everybody(type));

        List<Admittance> six = IntStream.range(0, 6)
                .mapToObj(i ->
                        new TestBrowser(gate, "192.0.2." + i, "B").signIn(ANNA).open())
                .toList();

        assertThat(six.subList(0, 5))
                .allSatisfy(
                        in -> assertThat(TestGate.session(in).session().user()).isEqualTo(ANNA));
        assertThat(six.get(5)).isNotInstanceOf(Admittance.Admitted.class);
        assertThat(gate.log.opened)
                .extracting(one -> one.verdict().paid().type())
                .containsOnly(type);
        assertThat(gate.log.refused)
                .singleElement()
                .satisfies(one -> assertThat(one.verdict().reason()).isEqualTo(Refusal.TOO_MANY_SESSIONS));
    }
}
