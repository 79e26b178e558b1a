package io.passgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Five days without the license backend, as users and the administrator of a whole gate live them (domain.md §4.4): let in until
 * the end and told why from then on, and in again when it is back. Time is moved, not waited for.
 */
@Timeout(120)
class FiveDaysIT {
    private static final String PROXIES =
            """
            - prefix: /
              hub: { urls: ["%s"] }
              identity: [ { trustedHeader: { name: X-Remote-User, directory: CORP, from: [127.0.0.1/32] } } ]
            """;

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private final ScriptedHub hub = ScriptedHub.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

    @TempDir
    private Path directory;

    private TestSite site;
    private Gate gate;

    @BeforeEach
    void start() throws Exception {
        site = new TestSite(directory, now::get);
        gate = open();
        gate.allocate(User.parse("CORP\\ana"), AccessType.ANALYZER);
    }

    @AfterEach
    void end() throws Exception {
        gate.close();
        site.close();
        hub.close();
    }

    private Gate open() throws Exception {
        return site.gate(PROXIES.formatted(hub.url()));
    }

    private String asAna() {
        return RawClient.exchange(
                gate.addresses().get(1),
                "GET /hub HTTP/1.1\r\nHost: localhost\r\nX-Remote-User: ana\r\nAccept: application/json\r\n"
                        + "Connection: close\r\n\r\n");
    }

    private JsonNode verify() {
        return site.admin(gate.adminPort()).call("POST", "/api/v1/license/verify", "");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void usersAreLetInUntilTheLicenseIsStaleAndAgainOnceItIsVerified(boolean restartedOnEachDay) throws Exception {
        assertThat(asAna()).startsWith("HTTP/1.1 200 ");
        site.issuer().switchOff(true);

        for (String standing : List.of("late", "late", "warning", "warning")) {
            nextDay(restartedOnEachDay);
            assertThat(verify().path("standing").asText()).isEqualTo(standing);
            assertThat(asAna()).as(standing).startsWith("HTTP/1.1 200 ");
        }
        nextDay(restartedOnEachDay);
        JsonNode stale = verify();
        assertThat(stale.path("standing").asText()).isEqualTo("stale");
        assertThat(stale.path("lastError").asText()).contains("503");
        assertThat(asAna())
                .startsWith("HTTP/1.1 403 ")
                .contains("license-stale")
                .contains("could not be verified for five days, so nobody can be let in");

        site.issuer().switchOff(false);
        assertThat(verify().path("standing").asText()).isEqualTo("valid");
        assertThat(asAna()).startsWith("HTTP/1.1 200 ");
    }

    private void nextDay(boolean restarted) throws Exception {
        now.updateAndGet(time -> time.plus(Duration.ofDays(1)));
        if (restarted) {
            gate.close();
            gate = open();
        }
    }
}
