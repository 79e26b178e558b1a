package io.passgate.gatekeeper;

import io.passgate.testing.ScriptedHub;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A hub behind the preset {@code demo} that believes everything: the cookie {@code DEMOHUB=ana.1} is the user {@code DEMO\ana},
 * what stands behind the dot only makes a difference. Paths other than {@code /whoami} are answered as a test says, with the
 * user's name to begin with and a redirect to the login for nobody. Safe for use by many threads.
 */
final class TalkingHub implements AutoCloseable {
    /** What a login page would be. */
    static final String TO_LOGIN = "HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n";

    private final ScriptedHub hub = new ScriptedHub(this::talk);
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private volatile Function<String, String> answers = this::greeting;
    private final Map<String, String> rebound = new ConcurrentHashMap<>();
    private volatile boolean knows = true;

    private void talk(ScriptedHub.Conversation conversation) throws IOException {
        while (conversation.request()) {
            String head = conversation.head();
            heads.add(head);
            conversation.send(head.startsWith("GET /whoami ") ? whoAmI(head) : answers.apply(head));
        }
    }

    private String whoAmI(String head) {
        if (!knows) {
            return "HTTP/1.1 503 Not Now\r\nContent-Length: 0\r\n\r\n";
        }
        String user = user(head);
        return ok(user.isEmpty() ? "{\"user\":null}" : "{\"user\":{\"directory\":\"DEMO\",\"id\":\"" + user + "\"}}");
    }

    private String greeting(String head) {
        String user = user(head);
        return user.isEmpty() && !head.startsWith("GET /login") ? TO_LOGIN : ok("hello " + user);
    }

    /** 200 with this body and these further header lines. */
    static String ok(String body, String... lines) {
        StringBuilder answer = new StringBuilder("HTTP/1.1 200 OK\r\n");
        List.of(lines).forEach(line -> answer.append(line).append("\r\n"));
        return answer.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    /** The user of its own cookie; percent-encoded characters stand for themselves. */
    private String user(String head) {
        int at = head.toLowerCase(Locale.ROOT).indexOf("demohub=");
        if (at < 0) {
            return "";
        }
        String value = head.substring(at + 8).split("[;\r]", 2)[0];
        if (rebound.containsKey(value)) {
            return rebound.getOrDefault(value, "");
        }
        int dot = value.lastIndexOf('.');
        return java.net.URLDecoder.decode(
                dot < 0 ? value : value.substring(0, dot), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** From now on this value of the cookie is another user: what a login does that keeps the session's id. */
    void rebind(String cookie, String user) {
        rebound.put(cookie, user);
    }

    /** Answers everything but who-am-I so from now on. */
    void answers(Function<String, String> newAnswers) {
        answers = newAnswers;
    }

    /** Answers as at the beginning. */
    void answersAsEver() {
        answers = this::greeting;
        knows = true;
    }

    /** Whether who-am-I works. */
    void knows(boolean isWell) {
        knows = isWell;
    }

    /** The heads of all requests so far, those of the gate's own included. */
    List<String> heads() {
        return heads;
    }

    URI url() {
        return hub.url();
    }

    @Override
    public void close() {
        hub.close();
    }
}
