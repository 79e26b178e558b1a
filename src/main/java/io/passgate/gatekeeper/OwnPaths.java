package io.passgate.gatekeeper;

import io.passgate.admission.Admit;
import io.passgate.admission.Admittance;
import io.passgate.admission.Identifier;
import io.passgate.admission.Waiting;
import io.passgate.front.Exchange;
import io.passgate.front.LocalAnswer;
import io.passgate.identity.Identification;
import io.passgate.identity.User;
import io.passgate.page.Fault;
import io.passgate.session.SessionId;
import io.passgate.wire.Field;
import io.passgate.wire.Header;
import io.passgate.wire.Method;
import io.passgate.wire.RequestHead;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * The gate's own paths under {@code /.passgate/} (design.md §4, §8): waiting for a change, ending one's own other session,
 * signing out. They identify the person, never touch a session's idle time, and only take a form from a page of this origin
 * that was shown to the same person. Safe for use by many threads.
 */
final class OwnPaths {

    /** How long a request is held when nothing changes; shorter than any balancer's idle time. */
    private static final Duration HELD = Duration.ofSeconds(25);

    private static final int FORM_BYTES = 8192;

    private final Identifier identifier;
    private final Admit admit;
    private final Waiting waiting;
    private final SignOutCall signOut;
    private final FormTokens tokens;
    private final Refusals refusals;

    OwnPaths(
            Identifier identifier,
            Admit admit,
            Waiting waiting,
            SignOutCall signOut,
            FormTokens tokens,
            Refusals refusals) {
        this.identifier = identifier;
        this.admit = admit;
        this.waiting = waiting;
        this.signOut = signOut;
        this.tokens = tokens;
        this.refusals = refusals;
    }

    void answer(Exchange exchange, Visitor visitor) {
        RequestHead head = exchange.head();
        String path = head.path();
        boolean post = head.method() == Method.POST;
        if (path.equals(visitor.virtualProxy().ownPath("/wait")) && head.method() == Method.GET) {
            Instant since = Form.of(head.query().replaceFirst("^\\?", "")).instant("since");
            identified(exchange, visitor, (user, e) -> hold(e, user, since));
        } else if (path.equals(visitor.virtualProxy().ownPath("/sessions/end")) && post) {
            form(exchange, visitor, (user, form) -> endOther(exchange, visitor, form));
        } else if (path.equals(visitor.virtualProxy().ownPath("/sign-out")) && post) {
            form(exchange, visitor, (user, form) -> signOut.signOut(exchange, visitor));
        } else {
            exchange.answer(refusals.failed(exchange, visitor, Fault.NOT_FOUND));
        }
    }

    /** 204 when something has changed since the page was made, 200 when nothing has for now, 503 when there is no place. */
    private void hold(Exchange exchange, User user, Instant since) {
        Optional<Waiting.Place> place =
                waiting.join(user, since, () -> exchange.executor().execute(() -> exchange.answer(woken())));
        if (place.isEmpty()) {
            exchange.answer(nothing(503));
            return;
        }
        exchange.onEnd(place.get()::leave);
        var unused = exchange.executor()
                .schedule(
                        () -> {
                            place.get().leave();
                            exchange.answer(nothing(200));
                        },
                        HELD.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private LocalAnswer woken() {
        return nothing(waiting.isStopped() ? 503 : 204);
    }

    private void endOther(Exchange exchange, Visitor visitor, Form form) {
        SessionId other = new SessionId(form.text("session"));
        String back = form.path("return", visitor.virtualProxy().prefix());
        refusals.orStoreLost(admit.admit(visitor.ending(other)), exchange, visitor, admittance -> admittance
                .<Runnable>fold(
                        admitted -> () -> exchange.answer(back(exchange, visitor, back, admitted)),
                        exempt -> () -> exchange.answer(seeOther(back, exempt.setCookies())),
                        signedIn -> () -> exchange.answer(seeOther(back, signedIn.setCookies())),
                        refused -> () -> refusals.refused(exchange, visitor, refused, exchange::answer),
                        nobody -> () -> exchange.answer(refusals.notSignedIn(exchange, visitor, false)),
                        cannotTell -> () -> exchange.answer(refusals.cannotTell(exchange, visitor, cannotTell.why())),
                        tooOften -> () -> exchange.answer(refusals.failed(exchange, visitor, Fault.TOO_OFTEN)))
                .run());
    }

    private static LocalAnswer back(Exchange exchange, Visitor visitor, String path, Admittance.Admitted admitted) {
        List<String> cookies = new ArrayList<>(admitted.setCookies());
        admitted.newCookie()
                .ifPresent(value -> cookies.add(visitor.virtualProxy().setCookie(value, exchange.secure())));
        return seeOther(path, cookies);
    }

    /** A form counts only from a page of this origin, with the token shown to the person who sends it. */
    private void form(Exchange exchange, Visitor visitor, BiConsumer<User, Form> then) {
        if (!isSameOrigin(exchange)) {
            exchange.answer(refusals.failed(exchange, visitor, Fault.NOT_OURS));
            return;
        }
        exchange.readBody(FORM_BYTES, body -> {
            Form form = Form.of(body);
            identified(exchange, visitor, (user, e) -> {
                if (tokens.isOf(user, visitor.virtualProxy().prefix(), form.text("token"))) {
                    then.accept(user, form);
                } else {
                    exchange.answer(refusals.failed(exchange, visitor, Fault.NOT_OURS));
                }
            });
        });
    }

    private void identified(Exchange exchange, Visitor visitor, BiConsumer<User, Exchange> then) {
        var unused = identifier
                .identify(visitor.facts())
                .thenAcceptAsync(
                        who -> who.<Runnable>fold(
                                        named -> () -> then.accept(named.user(), exchange),
                                        nobody -> () -> exchange.answer(refusals.notSignedIn(exchange, visitor, false)),
                                        (Identification.CannotTell cannotTell) -> () -> exchange.answer(
                                                refusals.cannotTell(exchange, visitor, cannotTell.why())))
                                .run(),
                        exchange.executor());
    }

    /** Browsers say it in Sec-Fetch-Site; those that do not, in Origin. A form from neither is not taken. */
    private static boolean isSameOrigin(Exchange exchange) {
        RequestHead head = exchange.head();
        Optional<String> site = head.value(Header.SEC_FETCH_SITE);
        String own = (exchange.secure() ? "https://" : "http://") + head.host();
        return site.map(s -> s.equals("same-origin"))
                .orElseGet(() ->
                        head.value(Header.ORIGIN).map(own::equalsIgnoreCase).orElse(false));
    }

    static LocalAnswer seeOther(String path, List<String> setCookies) {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("Location", path));
        fields.add(new Field("Cache-Control", "no-store"));
        setCookies.forEach(cookie -> fields.add(new Field("Set-Cookie", cookie)));
        return new LocalAnswer(303, fields, new byte[0]);
    }

    private static LocalAnswer nothing(int status) {
        return new LocalAnswer(status, List.of(new Field("Cache-Control", "no-store")), new byte[0]);
    }
}
