package io.passgate.page;

import io.passgate.page.Answer.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the gate's own answers: a page for a person, {@code application/problem+json} for a program. A pure function of what
 * it is given: the same notice to the same visit is the same bytes. Immutable; safe for use by many threads.
 */
public final class Answers {

    private final SiteSettings site;

    /** Answers in the name of {@code site}. */
    public Answers(SiteSettings site) {
        this.site = site;
    }

    /** The answer that tells {@code notice} in the form that {@code client} can read. Never to be stored by a cache. */
    public Answer answer(Notice notice, Visit visit, ClientKind client) {
        Wording wording = Wording.of(notice, visit, site);
        Optional<Duration> retry = Retry.after(notice, visit.now());
        boolean person = client == ClientKind.PERSON;
        String body = person
                ? new HtmlPage(site, notice, visit, wording).write()
                : Problem.write(notice, visit, wording, site, retry);

        List<Header> headers = new ArrayList<>();
        headers.add(new Header("Content-Type", person ? "text/html; charset=utf-8" : "application/problem+json"));
        headers.add(new Header("Content-Language", "en"));
        headers.add(new Header("Cache-Control", "no-store"));
        headers.add(new Header("Vary", "Sec-Fetch-Dest, Accept"));
        headers.add(
                new Header("Content-Security-Policy", person ? Inlined.policy(visit.embedding()) : Inlined.NOTHING));
        headers.add(new Header("X-Content-Type-Options", "nosniff"));
        // Not no-referrer: with it a browser posts the page's form with "Origin: null", which nobody could accept.
        headers.add(new Header("Referrer-Policy", "same-origin"));
        retry.ifPresent(r -> headers.add(new Header("Retry-After", Long.toString(r.toSeconds()))));
        if (wording.status() == 401) {
            // RFC 9110 §11.6.1 asks for a challenge; this one makes no browser open its password box.
            headers.add(new Header("WWW-Authenticate", "Hub-Session"));
        }
        return new Answer(wording.status(), headers, body);
    }
}
