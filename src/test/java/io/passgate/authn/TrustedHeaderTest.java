package io.passgate.authn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.passgate.wire.TrustedProxies;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which header may name the user. */
class TrustedHeaderTest {

    private static final TrustedProxies NEAR = TrustedProxies.of(List.of("127.0.0.1"));

    @ParameterizedTest
    @ValueSource(strings = {"X-Qlik-User", "x-qlik-user", "My-X-Qlik-Security-2", "X-Qlik-ProxySession", "X-QLIK-APP"})
    void theHubsOwnIdentityHeadersAreNone(String name) {
        assertThat(TrustedHeader.isForbidden(name)).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> new TrustedHeader(name, "CORP", NEAR));
    }

    @Test
    void anyOtherHeaderMayBe() {
        assertThat(new TrustedHeader("X-Remote-User", "CORP", NEAR).name()).isEqualTo("X-Remote-User");
        assertThat(TrustedHeader.isForbidden("X-Qlik")).isFalse();
    }
}
