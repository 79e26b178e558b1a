package io.passgate.page;

import io.passgate.session.Session;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The part of the too-many-sessions page that lists the person's own sessions, the longest unused first, each with a form that
 * ends it, and counts down to the next free slot. The form is a plain POST of {@code session}, {@code token} and
 * {@code return} to {@code <prefix>/.passgate/sessions/end}.
 */
final class SessionList {

    private final Html html;
    private final Notice.Refused refused;
    private final Visit visit;

    SessionList(Html html, Notice.Refused refused, Visit visit) {
        this.html = html;
        this.refused = refused;
        this.visit = visit;
    }

    void write() {
        if (refused.verdict().retryAt().isPresent()) {
            countdown(Retry.after(refused, visit.now()).orElseThrow());
        }
        List<Session> sessions = refused.sessions().stream()
                .sorted(Comparator.comparing(Session::lastSeen))
                .toList();
        if (sessions.isEmpty()) {
            return;
        }
        html.open("ul", "class", "sessions", "aria-label", "Your sessions");
        for (int i = 0; i < sessions.size(); i++) {
            item(sessions.get(i), "session-" + (i + 1));
        }
        html.close("ul");
    }

    private void countdown(Duration left) {
        html.open("p", "class", "step countdown")
                .text("Or wait: a slot becomes free in ")
                .element(
                        "b",
                        Spans.clock(left),
                        "id",
                        "left",
                        "role",
                        "timer",
                        "data-seconds",
                        Long.toString(left.toSeconds()))
                .text(idle().map(s -> " if " + words(s) + " stays unused").orElse(""))
                .text(".")
                .close("p");
    }

    /** The session whose idling frees the slot; a hold frees it by time alone. */
    private Optional<Session> idle() {
        return refused.sessions().stream()
                .filter(s -> refused.verdict().retryAt().equals(Optional.of(s.idleUntil())))
                .findFirst();
    }

    private static String words(Session session) {
        return Device.of(session.userAgent()).words();
    }

    private void item(Session session, String id) {
        html.open("li");
        html.open("div", "id", id).element("b", words(session));
        html.open("span", "class", "facts")
                .text(ShortAddress.of(session.address()).words());
        if (!session.virtualProxy().equals(visit.virtualProxy())) {
            html.text(", through ").isolated(session.virtualProxy());
        }
        html.close("span").open("span", "class", "facts");
        html.text("started " + Spans.ago(Duration.between(session.opened(), visit.now())));
        html.text(", last active " + Spans.ago(Duration.between(session.lastSeen(), visit.now())));
        html.close("span").close("div");
        html.open("form", "method", "post", "action", visit.own("/sessions/end"))
                .open(
                        "input",
                        "type",
                        "hidden",
                        "name",
                        "session",
                        "value",
                        session.id().value())
                .open("input", "type", "hidden", "name", "token", "value", refused.token())
                .open("input", "type", "hidden", "name", "return", "value", visit.returnTo())
                .element("button", "End this session", "type", "submit", "aria-describedby", id)
                .close("form");
        html.close("li");
    }
}
