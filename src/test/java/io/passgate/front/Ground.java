package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;

/** Where hazards are tried: an open gate before a recording hub. */
final class Ground implements AutoCloseable {
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** Follows every attack on the same connection and must never be served. */
    static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

    final ScriptedHub hub;
    final TestGate gate;

    /** Before a hub that answers every request with {@link #OK}. */
    Ground() {
        this(ScriptedHub.answering(OK));
    }

    /** Before this hub. */
    Ground(ScriptedHub hub) {
        this(hub, new TestGate(hub.url()));
    }

    /** Before this hub, with a gate that is not started yet. */
    Ground(ScriptedHub hub, TestGate gate) {
        this.hub = hub;
        this.gate = gate.start();
    }

    /** Before a hub whose every connection runs this script. */
    static Ground before(ScriptedHub.Script script) {
        return new Ground(new ScriptedHub(script));
    }

    RawClient client() {
        return new RawClient(gate.address());
    }

    /** The request is answered with this status, the connection ends, and the hub has seen nothing of it. */
    void refuses(int status, String reason, String request) {
        String answer = RawClient.exchange(gate.address(), request + SMUGGLED);

        assertOneRefusal(status, reason, answer);
        assertServesOthers();
        assertThat(hub.conversations()).as("hub connections").hasSize(1);
        assertThat(hub.received()).startsWith("GET /sound ").containsOnlyOnce(" HTTP/1.1\r\n");
    }

    /** The same for a request whose head is sound and may have gone on: the hub sees it cut, not ended. */
    void refusesBody(String reason, String request) {
        String answer = RawClient.exchange(gate.address(), request + SMUGGLED);

        assertOneRefusal(400, reason, answer);
        assertServesOthers();
        assertThat(hub.received()).doesNotContain("smuggled").doesNotContain("\r\n0\r\n\r\n");
    }

    /** The request is served, and this is what the hub gets of it. */
    void passes(String request, String atHub) {
        try (RawClient client = client()) {
            client.send(request);
            assertThat(client.readAnswer()).isEqualTo(OK);
        }
        assertThat(hub.received()).isEqualTo(atHub);
    }

    /** Whoever comes next, on a connection of their own, is served as always. */
    void assertServesOthers() {
        try (RawClient other = client()) {
            other.send("GET /sound HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(other.readAnswer()).isEqualTo(OK);
        }
    }

    static void assertOneRefusal(int status, String reason, String answer) {
        assertThat(answer).startsWith("HTTP/1.1 " + status + ' ').contains("\r\nConnection: close\r\n", reason);
        assertThat(answer.split("HTTP/1\\.1 [0-9]{3} ", -1))
                .as("one answer and no more")
                .hasSize(2);
    }

    /** The lines the gate adds to every request from the test's own address to host {@code a}. */
    static String forwarded() {
        return "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\n"
                + "Forwarded: for=127.0.0.1;proto=http;host=\"a\"\r\n"
                + "X-Forwarded-Host: a\r\nX-Forwarded-Port: 80\r\n";
    }

    @Override
    public void close() {
        gate.close();
        hub.close();
    }
}
