package io.passgate.gatekeeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.app.Gate;
import io.passgate.app.TestSite;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.testing.AdminClient;
import io.passgate.testing.RawClient;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole gate of this process in front of a {@link TalkingHub}, spoken to byte by byte over clear HTTP; its time only moves
 * with that of the machine and when it is told to. Not safe for use by several threads.
 */
final class DoorFixture implements AutoCloseable {
    /** The gate cookie's name on clear HTTP. */
    static final String GATE_COOKIE = "passgate-http";

    /** The further header lines of a WebSocket handshake (RFC 6455 §1.3). */
    static final String WEB_SOCKET = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

    /** The hub's answer to it. */
    static final String WEB_SOCKET_ACCEPTED = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    private static final Pattern SET = Pattern.compile("(?i)\r\nset-cookie: " + GATE_COOKIE + "=([^;]+);");

    final TalkingHub hub = new TalkingHub();
    private final TestSite site;
    private final Gate gate;
    private volatile Duration ahead = Duration.ZERO;

    /** With these further keys of the virtual proxy, in YAML's flow style and each after a comma. */
    DoorFixture(Path directory, String more) throws Exception {
        InstantSource clock = () -> Instant.now().plus(ahead);
        site = new TestSite(directory, clock);
        gate = site.gate("- { prefix: /, preset: demo, hub: { urls: [\"" + hub.url() + "\"] }" + more + " }");
    }

    DoorFixture(Path directory) throws Exception {
        this(directory, "");
    }

    void later(Duration time) {
        ahead = ahead.plus(time);
    }

    /** Gives this user of the directory DEMO an access pass. */
    void allocate(String id) {
        gate.allocate(new User("DEMO", id), AccessType.ANALYZER);
    }

    AdminClient admin() {
        return site.admin(gate.adminPort());
    }

    TestSite site() {
        return site;
    }

    List<String> sessions(String id) {
        return admin().sessionIds("DEMO\\" + id);
    }

    /** The clear listener. */
    InetSocketAddress address() {
        return gate.addresses().get(1);
    }

    String host() {
        return "localhost:" + address().getPort();
    }

    RawClient connect() {
        return new RawClient(address());
    }

    /** A browser's GET on a connection of its own, with these further header lines: the answer. */
    String get(String path, String... lines) {
        return send("GET " + path, "", lines);
    }

    /** A browser's GET with these two cookies. */
    String get(String path, Cookies cookies) {
        return get(path, cookies.line());
    }

    /** A request without body on a connection of its own. */
    String send(String methodAndPath, String body, String... lines) {
        try (RawClient client = connect()) {
            return client.send(request(methodAndPath, body, lines)).readAnswer();
        }
    }

    /** A browser's request. */
    String request(String methodAndPath, String body, String... lines) {
        List<String> all = new ArrayList<>(List.of(lines));
        if (all.stream().noneMatch(line -> line.startsWith("Sec-Fetch-Site"))) {
            all.add("Sec-Fetch-Site: same-origin");
        }
        if (!body.isEmpty()) {
            all.add("Content-Type: application/x-www-form-urlencoded");
            all.add("Content-Length: " + body.length());
        }
        return methodAndPath + " HTTP/1.1\r\nHost: " + host() + "\r\nAccept: text/html\r\n" + String.join("\r\n", all)
                + "\r\n\r\n" + body;
    }

    /**
     * What a browser holds.
     *
     * @param gate the gate cookie, empty for none
     * @param hub the hub's cookie, empty for none
     */
    record Cookies(String gate, String hub) {
        String line() {
            List<String> all = new ArrayList<>();
            if (!gate.isEmpty()) {
                all.add(GATE_COOKIE + "=" + gate);
            }
            if (!hub.isEmpty()) {
                all.add("DEMOHUB=" + hub);
            }
            return "Cookie: " + String.join("; ", all);
        }
    }

    /** Opens a session with this cookie of the hub; the user must hold a pass. */
    Cookies open(String hubCookie) {
        String answer = get("/", "Cookie: DEMOHUB=" + hubCookie);
        assertThat(answer).startsWith("HTTP/1.1 200");
        return new Cookies(newCookie(answer), hubCookie);
    }

    /** The gate cookie that an answer sets. */
    static String newCookie(String answer) {
        Matcher set = SET.matcher(answer);
        assertThat(set.find()).as("sets the gate cookie: " + answer).isTrue();
        return set.group(1);
    }

    static boolean setsCookie(String answer) {
        return SET.matcher(answer).find();
    }

    /** The value of a hidden field of a page. */
    static String field(String page, String name) {
        Matcher field =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\"").matcher(page);
        assertThat(field.find()).as("a field " + name + " in " + page).isTrue();
        return field.group(1);
    }

    static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    @Override
    public void close() {
        gate.close();
        site.close();
        hub.close();
    }
}
