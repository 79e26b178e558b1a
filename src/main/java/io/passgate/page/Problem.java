package io.passgate.page;

import io.passgate.identity.User;
import java.time.Duration;
import java.util.Optional;

/** A notice as {@code application/problem+json} (RFC 9457). */
final class Problem {

    private Problem() {}

    static String write(Notice notice, Visit visit, Wording wording, SiteSettings site, Optional<Duration> retry) {
        String family = notice.fold(r -> "refusal", n -> "refusal", c -> "fault", f -> "fault");
        Json problem = Json.object()
                .put("type", "urn:passgate:" + family + ":" + wording.code())
                .put("title", wording.title())
                .put("status", wording.status())
                .put("detail", wording.detail())
                .put("reason", wording.code())
                .put("requestId", visit.requestId());
        visit.user().map(User::written).ifPresent(user -> problem.put("user", user));
        retry.ifPresent(r -> problem.put("retryAfter", r.toSeconds()));
        problem.put("remedy", remedy(notice, wording));
        site.contact().ifPresent(contact -> problem.put("contact", contact));
        return problem.write();
    }

    /** The decision's own remedy names what an administrator does; that is who reads what a program shows. */
    private static String remedy(Notice notice, Wording wording) {
        String decided = notice.fold(r -> r.verdict().explanation().remedy(), n -> "", c -> "", f -> "");
        return decided.isEmpty() ? String.join(" ", wording.next()) : decided;
    }
}
