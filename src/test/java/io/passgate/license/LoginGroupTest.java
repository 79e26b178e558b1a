package io.passgate.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Login access passes: ten a token, an hour, four weeks (domain.md §1.1 and §1.3). */
class LoginGroupTest {

    @Test
    void tokenIsTenPasses() {
        assertThat(new LoginGroup("visitors", 100, 0).passes()).isEqualTo(1000);
        assertThat(new LoginGroup("visitors", 100, 100).remaining()).isEqualTo(900);
    }

    @ParameterizedTest
    @CsvSource({
        // shrunk to: the tokens of unused passes return at once, one for each ten
        "3, 0, 3", "1, 25, 3", "1, 20, 2", "1, 10, 1", "1, 11, 2",
        // deleted: used passes return one token for each ten as they leave use
        "0, 30, 3", "0, 21, 3", "0, 20, 2", "0, 1, 1", "0, 0, 0"
    })
    void groupMadeSmallerKeepsTheTokensItsUsedPassesNeed(int tokens, int used, int held) {
        assertThat(new LoginGroup("visitors", tokens, used).tokensHeld()).isEqualTo(held);
    }

    @Test
    void groupWithMoreUsedThanItHasGivesNothingOut() {
        assertThat(new LoginGroup("visitors", 1, 25).remaining()).isZero();
    }

    @Test
    void passLastsAnHourAndReturnsAfterTwentyEightDays() {
        LoginPass pass = new LoginPass("visitors", Instant.parse("2026-01-01T08:00:00Z"));

        assertThat(pass.until()).isEqualTo("2026-01-01T09:00:00Z");
        assertThat(pass.returns()).as("used on day 1, back on day 29").isEqualTo("2026-01-29T08:00:00Z");
    }

    @Test
    void groupWithoutNameOrWithNegativeFiguresIsRefused() {
        assertThatThrownBy(() -> new LoginGroup(" ", 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LoginGroup("a", -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LoginGroup("a", 1, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
