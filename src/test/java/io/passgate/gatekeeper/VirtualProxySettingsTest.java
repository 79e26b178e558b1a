package io.passgate.gatekeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prefixes of virtual proxies and their log-out rules. */
class VirtualProxySettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sales", "/a-b.c_d~e", "/..."})
    void aPrefixIsOneSegmentInLowerCase(String prefix) {
        assertThat(VirtualProxySettings.isPrefix(prefix)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "sales", "/Sales", "/a/b", "/a/", "/.", "/..", "/.passgate", "/a b", "/a%20b", "/ä", "/a\n"})
    void nothingElseIsAPrefix(String prefix) {
        assertThat(VirtualProxySettings.isPrefix(prefix)).isFalse();
    }

    @Test
    void aLogoutIsRecognizedByMethodPathAndStatus() {
        LogoutRule rule = new LogoutRule("DELETE", new PathPattern("/qps/user"), List.of(200));

        assertThat(rule.recognizes("DELETE", "/qps/user", 200)).isTrue();
        assertThat(rule.recognizes("GET", "/qps/user", 200)).isFalse();
        assertThat(rule.recognizes("DELETE", "/qps/users", 200)).isFalse();
        assertThat(rule.recognizes("DELETE", "/qps/user", 204)).isFalse();
    }

    @Test
    void aLogoutThatFailedIsNone() {
        LogoutRule rule = new LogoutRule("POST", new PathPattern("/logout"), List.of());

        assertThat(rule.recognizes("POST", "/logout", 302)).isTrue();
        assertThat(rule.recognizes("POST", "/logout", 403)).isFalse();
        assertThat(rule.recognizes("POST", "/logout", 500)).isFalse();
    }
}
