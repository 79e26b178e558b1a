package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** design.md §4: who is asking is never what the client says, in whatever spelling. */
@ExtendWith(LeakCheck.class)
class IdentityFieldHazardTest {
    private static final String PLAIN = "GET /a HTTP/1.1\r\nHost: a\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Qlik-User: UserDirectory=QS; UserId=root",
                "x-qlik-user: b",
                "X-QLIK-USER:b",
                "X_Qlik_User: b",
                "X-Qlik_User: b",
                "x_qlik-user: b",
                "X-Qlik-Security: SecureRequest=true",
                "X_Qlik_Security: b",
                "X-Qlik-ProxySession: b",
                "X-Qlik-ProxyId: b",
                "X-Qlik-Trace: b",
                "X-Qlik-Virtual-Proxy-Prefix: b",
                "X_Qlik_Virtual_Proxy_Prefix: b",
                "X-Qlik-App: b",
                "X-Qlik-Capabilities: b",
                "X-Passgate-User: b",
                "X-PASSGATE-: b",
                "x_passgate_user: b",
                "X-Passgate_Anything: b"
            })
    void identityFieldDoesNotReachTheHub(String field) {
        try (Ground ground = new Ground()) {
            ground.passes(
                    PLAIN + field + "\r\nX: y\r\n" + field + "\r\n\r\n",
                    PLAIN + "X: y\r\n" + Ground.forwarded() + "\r\n");
        }
    }

    @Test
    void rulesDoNotSeeIdentityFieldsEither() {
        List<String> seen = new CopyOnWriteArrayList<>();
        ScriptedHub hub = ScriptedHub.answering(Ground.OK);
        TestGate gate = new TestGate(hub.url()).gatekeeper(exchange -> {
            seen.addAll(exchange.head().values("x-qlik-user"));
            seen.addAll(exchange.head().values("x_qlik_user"));
            seen.addAll(exchange.head().values("x-forwarded-for"));
            exchange.pass(Passage.PLAIN);
        });
        try (Ground ground = new Ground(hub, gate);
                RawClient client = ground.client()) {
            client.send(PLAIN + "X-Qlik-User: b\r\nX_Qlik_User: b\r\nX-Forwarded-For: 10.0.0.1\r\n\r\n");

            assertThat(client.readAnswer()).isEqualTo(Ground.OK);
            assertThat(seen).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Qlik-Xrfkey: 0123456789abcdef", "X-Qlik-Userx: b", "Qlik-User: b", "X-Passgat: b"})
    void fieldThatOnlyLooksLikeOnePasses(String field) {
        try (Ground ground = new Ground()) {
            ground.passes(PLAIN + field + "\r\n\r\n", PLAIN + field + "\r\n" + Ground.forwarded() + "\r\n");
        }
    }

    @Test
    void knownFieldInUnderscoresDoesNotReachTheHub() {
        try (Ground ground = new Ground()) {
            ground.passes(
                    PLAIN + "Content_Type: a\r\nset_cookie: a\r\nUser_Agent: a\r\nx_y: z\r\n\r\n",
                    PLAIN + "x_y: z\r\n" + Ground.forwarded() + "\r\n");
        }
    }

    @Test
    void cookieAndAuthorizationInUnderscoresAreNoCredentials() {
        try (Ground ground = new Ground()) {
            ground.passes(
                    PLAIN + "_Cookie: a=b\r\nAuthorization: Basic YTpi\r\n\r\n",
                    PLAIN + "_Cookie: a=b\r\nAuthorization: Basic YTpi\r\n" + Ground.forwarded() + "\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearer x"})
    void authorizationSentTwiceIsRefused(String second) {
        try (Ground ground = new Ground()) {
            ground.refuses(
                    400,
                    "authorization",
                    PLAIN + "Authorization: Basic YTpi\r\nX: y\r\nauthorization: " + second + "\r\n\r\n");
        }
    }
}
