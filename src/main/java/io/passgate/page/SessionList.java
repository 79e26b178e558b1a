package io.passgate.page;

import io.passgate.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The part of the too-many-sessions page that lists the person's own sessions, the longest unused first, each with a form that
 * ends it, and counts down to the next free place. The form is a plain POST of {@code session}, {@code token} and
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
        if (!HtmlPage.isTooMany(refused)) {
            return;
        }
        if (refused.verdict().retryAt().isPresent()) {
            countdown(Retry.after(refused, visit.now()).orElseThrow());
        }
        List<Session> sessions = refused.sessions().stream()
                .sorted(Comparator.comparing(Session::lastSeen))
                .toList();
        if (sessions.isEmpty()) {
            return;
        }
        html.open("section", "aria-labelledby", "sessions")
                .element("h2", "Your sessions", "id", "sessions")
                .open("ul", "class", "sessions");
        for (int i = 0; i < sessions.size(); i++) {
            item(sessions.get(i), "session-" + (i + 1));
        }
        html.close("ul").close("section");
    }

    private void countdown(Duration left) {
        html.open("p", "class", "countdown")
                .text("A place becomes free in ")
                .element(
                        "b",
                        Spans.clock(left),
                        "id",
                        "left",
                        "role",
                        "timer",
                        "data-seconds",
                        Long.toString(left.toSeconds()))
                .text(restsOnIdle() ? " if the session unused the longest stays unused" : "")
                .text(refused.sessions().isEmpty() ? "." : ", or at once if you end a session below.")
                .close("p");
    }

    private boolean restsOnIdle() {
        Optional<Instant> retryAt = refused.verdict().retryAt();
        return refused.sessions().stream()
                .map(Session::idleUntil)
                .anyMatch(until -> retryAt.equals(Optional.of(until)));
    }

    private void item(Session session, String id) {
        html.open("li");
        html.open("div", "id", id).element("b", Device.of(session.userAgent()).words());
        html.open("span", "class", "facts")
                .text(ShortAddress.of(session.address()).words());
        html.text(" · started " + Spans.ago(Duration.between(session.opened(), visit.now())));
        html.text(" · last active " + Spans.ago(Duration.between(session.lastSeen(), visit.now())));
        if (!session.virtualProxy().equals(visit.virtualProxy())) {
            html.text(" · through ").isolated(session.virtualProxy());
        }
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
