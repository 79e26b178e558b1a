package io.passgate.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.passgate.identity.User;
import io.passgate.license.May;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is configured, cut down to what the license lets a site loosen (design.md §5). */
class PolicyTest {

    private static May may(int parallel, int exempt) {
        return new May(parallel, exempt, false, Optional.empty());
    }

    private static Policy policy(int parallel, String... exempt) {
        Set<User> users = java.util.Arrays.stream(exempt).map(User::parse).collect(java.util.stream.Collectors.toSet());
        return Policy.enforced(parallel, Duration.ofMinutes(5), AtLimit.REFUSE, users);
    }

    @Test
    void fiveSessionsFiveMinutesUnlessSaidOtherwise() {
        assertThat(Policy.DEFAULT).as("domain.md §2").isEqualTo(policy(5));
        assertThat(Policy.DEFAULT.within(May.DEFAULT, Instant.EPOCH)).isEqualTo(Policy.DEFAULT);
    }

    @Test
    void configurationMayLowerTheLimitAndNotRaiseIt() {
        assertThat(policy(3).within(may(5, 5), Instant.EPOCH).parallel()).isEqualTo(3);
        assertThat(policy(50).within(may(5, 5), Instant.EPOCH).parallel()).isEqualTo(5);
        assertThat(policy(50).within(may(20, 5), Instant.EPOCH).parallel()).isEqualTo(20);
    }

    @Test
    void ofTooManyExemptUsersTheFirstByNameStay() {
        Policy policy = policy(5, "CORP\\zoe", "CORP\\anna", "CORP\\bert");

        assertThat(policy.within(may(5, 2), Instant.EPOCH).exempt())
                .containsExactlyInAnyOrder(User.parse("CORP\\anna"), User.parse("CORP\\bert"));
        assertThat(policy.within(may(5, 0), Instant.EPOCH).exempt()).isEmpty();
        assertThat(policy.within(may(5, 3), Instant.EPOCH)).isEqualTo(policy);
    }

    @Test
    void holdAndWhatHappensAtTheLimitStay() {
        Policy policy = Policy.enforced(9, Duration.ofMinutes(7), AtLimit.END_LONGEST_IDLE, Set.of());

        assertThat(policy.within(May.DEFAULT, Instant.EPOCH))
                .isEqualTo(Policy.enforced(5, Duration.ofMinutes(7), AtLimit.END_LONGEST_IDLE, Set.of()));
    }

    @Test
    void limitBelowOneAndNegativeHoldAreRefused() {
        assertThatThrownBy(() -> policy(0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> Policy.enforced(5, Duration.ofSeconds(-1), AtLimit.REFUSE, Set.of()))
                .hasMessageContaining("hold");
    }
}
