package io.passgate.page;

import io.passgate.decision.Explanation;
import io.passgate.decision.Refusal;
import io.passgate.identity.User;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * A notice as a page for a person: what happened, why, what to do; works without script, on a phone, with a keyboard and read
 * aloud.
 *
 * <p>A refused person's page waits by itself (design.md §8). While it is looked at, its script holds one request at
 * {@code <prefix>/.passgate/wait?since=<milliseconds>}, the time the page was made: 204 says that something has changed since
 * and the page reloads; 200 that nothing has for as long as a request is held, and it asks again; any other status that
 * nobody is held there, and it reloads after 15 to 20 seconds, as it does without script.
 */
final class HtmlPage {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final SiteSettings site;
    private final Notice notice;
    private final Visit visit;
    private final Wording wording;
    private final Html html = new Html();

    HtmlPage(SiteSettings site, Notice notice, Visit visit, Wording wording) {
        this.site = site;
        this.notice = notice;
        this.visit = visit;
        this.wording = wording;
    }

    /** The whole document. */
    String write() {
        Optional<Notice.Refused> refused =
                notice.fold(Optional::of, n -> Optional.empty(), c -> Optional.empty(), f -> Optional.empty());
        html.open("html", "lang", "en");
        head(refused.isPresent());
        html.open("body", body(refused.isPresent()));
        html.open("header").element("p", site.name(), "class", "site").close("header");
        html.open("main");
        icon();
        html.element("h1", wording.title()).element("p", wording.happened(), "class", "lead");
        wording.why().forEach(paragraph -> html.element("p", paragraph));
        next(refused);
        refused.ifPresent(r -> explanation(r.verdict().explanation()));
        html.close("main");
        footer();
        if (refused.isPresent()) {
            html.script();
        }
        return html.close("body").close("html").write();
    }

    private void head(boolean waits) {
        html.open("head")
                .open("meta", "charset", "utf-8")
                .open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .element("title", wording.title())
                .open("link", "rel", "icon", "href", "data:,")
                .style();
        if (waits) {
            html.open("noscript");
            refresh(LOOK_AGAIN);
            html.close("noscript");
        } else if (passes()) {
            refresh(Retry.after(notice, visit.now()).orElseThrow());
        }
        html.close("head");
    }

    private void refresh(Duration after) {
        String seconds = Long.toString(Retry.jittered(after, visit.requestId()));
        html.open(
                "meta", "http-equiv", "refresh", "content", seconds + (visit.get() ? "" : "; url=" + visit.returnTo()));
    }

    private String[] body(boolean waits) {
        if (!waits) {
            return new String[0];
        }
        String wait = visit.own("/wait?since=" + visit.now().toEpochMilli());
        return visit.get()
                ? new String[] {"data-wait", wait}
                : new String[] {"data-wait", wait, "data-to", visit.returnTo()};
    }

    private void icon() {
        Icon icon = notice.fold(
                r -> switch (r.verdict().reason().kind()) {
                    case NO_ACCESS_PASS -> Icon.BADGE;
                    case TOO_MANY_SESSIONS -> Icon.WINDOWS;
                    case LICENSE -> Icon.DOCUMENT;
                },
                n -> Icon.PERSON,
                c -> Icon.PERSON,
                f -> Icon.PULSE);
        html.open("svg", "viewBox", "0 0 24 24", "aria-hidden", "true", "focusable", "false")
                .open("path", "d", icon.path())
                .close("path")
                .close("svg");
    }

    private void next(Optional<Notice.Refused> refused) {
        html.open("section", "aria-labelledby", "next").element("h2", "What you can do", "id", "next");
        wording.next().forEach(step -> html.element("p", step, "class", "step"));
        refused.filter(r -> r.verdict().reason().kind() == Refusal.Kind.TOO_MANY_SESSIONS)
                .ifPresent(r -> new SessionList(html, r, visit).write());
        html.open("div", "class", "actions");
        signIn().ifPresent(url -> html.element("a", "Sign in", "href", url, "class", "button"));
        if (refused.isEmpty() && signIn().isEmpty()) {
            again();
        }
        contact();
        html.close("div");
        if (refused.isPresent()) {
            waiting(site.name() + " opens by itself as soon as you can be let in.");
        } else if (passes()) {
            waiting("it tries again by itself.");
        }
        html.close("section");
    }

    private void waiting(String forWhat) {
        html.element("p", "Keep this page open: " + forWhat, "role", "status", "class", "waiting");
    }

    /** Whether coming again by itself is worth it and repeats nothing but a reading. */
    private boolean passes() {
        return visit.get() && Retry.after(notice, visit.now()).isPresent();
    }

    private Optional<String> signIn() {
        return notice.fold(
                r -> Optional.empty(), Notice.NotSignedIn::signIn, c -> Optional.empty(), f -> Optional.empty());
    }

    private void again() {
        boolean passes = passes();
        html.element(
                "a",
                passes ? "Try again" : "Go to " + site.name(),
                "href",
                passes ? visit.returnTo() : visit.virtualProxy(),
                "class",
                "quiet button");
    }

    private void contact() {
        String contact = site.contact().orElse("");
        if (contact.isEmpty()) {
            return;
        }
        String who = visit.user().map(User::written).orElse("not known");
        String message = "\n\n\nUser: " + who + "\nReason: " + wording.code() + "\nRequest id: " + visit.requestId()
                + "\nTime: " + TIME.format(visit.now());
        Optional<String> link = Contact.link(contact, wording.title(), message);
        if (link.isPresent()) {
            html.open("a", "href", link.get(), "class", "quiet button")
                    .text(link.get().startsWith("mailto:") ? "Write to " : "Ask at ")
                    .isolated(contact)
                    .close("a");
        } else {
            html.open("span").text("Contact: ").isolated(contact).close("span");
        }
    }

    private void explanation(Explanation explanation) {
        html.open("details").element("summary", "Why?");
        html.element("p", "What was looked at, in this order:").open("ol");
        explanation.steps().forEach(step -> {
            html.open("li", "class", step.hit() ? "yes" : "no");
            html.element("b", step.name())
                    .text(step.hit() ? " – yes: " : " – no: ")
                    .isolated(step.text());
            html.close("li");
        });
        html.close("ol");
        if (!explanation.remedy().isEmpty()) {
            html.open("p")
                    .element("b", "What would help: ")
                    .isolated(explanation.remedy())
                    .close("p");
        }
        html.close("details");
    }

    private void footer() {
        html.open("footer");
        visit.user().ifPresent(user -> {
            html.open("div", "class", "who").open("span").text("Signed in as ");
            html.open("b").isolated(user.written()).close("b").close("span");
            visit.signOut().ifPresent(this::signOut);
            html.close("div");
        });
        html.open("p").text("Request id ").element("code", visit.requestId());
        html.text(" · ")
                .element(
                        "time",
                        TIME.format(visit.now()),
                        "datetime",
                        visit.now().toString());
        html.close("p").close("footer");
    }

    private void signOut(SignOut signOut) {
        if (signOut.token().isEmpty()) {
            html.element("a", "Sign out", "href", signOut.url());
            return;
        }
        html.open("form", "method", "post", "action", signOut.url())
                .open(
                        "input",
                        "type",
                        "hidden",
                        "name",
                        "token",
                        "value",
                        signOut.token().get())
                .element("button", "Sign out", "type", "submit", "class", "link")
                .close("form");
    }
}
