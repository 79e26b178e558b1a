package io.passgate.gatekeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which paths a pattern means. */
class PathPatternTest {

    @Test
    void aPathMeansItselfOnly() {
        PathPattern pattern = new PathPattern("/qps/user");

        assertThat(pattern.matches("/qps/user")).isTrue();
        assertThat(pattern.matches("/qps/user/")).isFalse();
        assertThat(pattern.matches("/qps/users")).isFalse();
        assertThat(pattern.matches("/QPS/user")).isFalse();
    }

    @Test
    void aStarMeansAllBelow() {
        PathPattern pattern = new PathPattern("/login/*");

        assertThat(pattern.matches("/login/")).isTrue();
        assertThat(pattern.matches("/login/a/b")).isTrue();
        assertThat(pattern.matches("/login")).isFalse();
        assertThat(pattern.matches("/loginx")).isFalse();
    }

    @Test
    void aStarAloneMeansEverything() {
        assertThat(new PathPattern("/*").matches("/")).isTrue();
        assertThat(new PathPattern("/*").matches("/a/b")).isTrue();
        assertThat(new PathPattern("/").matches("/")).isTrue();
        assertThat(new PathPattern("/").matches("/a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "*", "/a*", "/*/a", "//", "/a//b", "/./a", "/a/..", "/a b", "/a?b", "/a#b", "/ä"})
    void whatNoCanonicalPathCanMatchIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PathPattern(text));
    }
}
