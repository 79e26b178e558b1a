package io.passgate.gatekeeper;

import io.passgate.admission.Admittance;
import io.passgate.decision.Refusal;
import io.passgate.front.Exchange;
import io.passgate.front.LocalAnswer;
import io.passgate.front.SocketAnswer;
import io.passgate.gatekeeper.VirtualProxySettings.RefusalStyle;
import io.passgate.identity.User;
import io.passgate.page.Answer;
import io.passgate.page.Answers;
import io.passgate.page.ClientKind;
import io.passgate.page.Fault;
import io.passgate.page.Notice;
import io.passgate.page.SignOut;
import io.passgate.page.SocketNotice;
import io.passgate.page.SocketNotices;
import io.passgate.page.SocketNotices.SignedIn;
import io.passgate.page.Visit;
import io.passgate.session.Ending;
import io.passgate.session.Session;
import io.passgate.wire.Field;
import io.passgate.wire.Header;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a request gets instead of the hub's answer, in the form its client can read (design.md §8). Safe for use by many
 * threads.
 */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final Answers answers;
    private final SocketNotices notices;
    private final FormTokens tokens;
    private final OwnSessions ownSessions;
    private final InstantSource clock;

    Refusals(Answers answers, SocketNotices notices, FormTokens tokens, OwnSessions ownSessions, InstantSource clock) {
        this.ownSessions = ownSessions;
        this.answers = answers;
        this.notices = notices;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Goes on with what was decided, on the connection's event loop; says so where the ledger could not decide. */
    void orStoreLost(
            CompletionStage<Admittance> decided, Exchange exchange, Visitor visitor, Consumer<Admittance> then) {
        var unused = decided.whenCompleteAsync(
                (admittance, failure) -> {
                    if (failure == null) {
                        then.accept(admittance);
                    } else {
                        LOG.error(
                                "request {} could not be decided",
                                visitor.facts().requestId(),
                                failure);
                        exchange.answer(failed(exchange, visitor, Fault.STORE_LOST));
                    }
                },
                exchange.executor());
    }

    /** Tells a refused user: a page, problem+json, or on a WebSocket what the virtual proxy says. */
    void refuse(Exchange exchange, Visitor visitor, Admittance.Refused refused) {
        if (exchange.webSocket() && visitor.virtualProxy().settings().refusal() == RefusalStyle.QLIK) {
            SignedIn who = new SignedIn(refused.user(), logoutUri(exchange, visitor.virtualProxy()));
            exchange.answerSocket(socket(
                    notices.refused(refused.verdict(), who, visitor.facts().requestId(), clock.instant())));
        } else {
            refused(exchange, visitor, refused, exchange::answer);
        }
    }

    /** The refusal as an answer, made on the connection's event loop once the user's sessions are read. */
    void refused(Exchange exchange, Visitor visitor, Admittance.Refused refused, Consumer<LocalAnswer> then) {
        if (refused.verdict().reason().kind() != Refusal.Kind.TOO_MANY_SESSIONS) {
            then.accept(refused(exchange, visitor, refused, List.of()));
            return;
        }
        var unused = ownSessions
                .of(refused.user())
                .exceptionally(failure -> List.of())
                .thenAcceptAsync(
                        sessions -> then.accept(refused(exchange, visitor, refused, sessions)), exchange.executor());
    }

    private LocalAnswer refused(
            Exchange exchange, Visitor visitor, Admittance.Refused refused, List<Session> sessions) {
        Notice notice = new Notice.Refused(
                refused.verdict(),
                sessions,
                tokens.of(refused.user(), visitor.virtualProxy().prefix()));
        Optional<User> signedIn = Optional.of(refused.user()).filter(user -> !user.isAnonymous());
        return answer(exchange, visitor, notice, signedIn, refused.setCookies());
    }

    /** A person's own open sessions, for the page that offers to end one. */
    interface OwnSessions {
        /** Reads them; completes on any thread. */
        CompletionStage<List<Session>> of(User user);
    }

    LocalAnswer notSignedIn(Exchange exchange, Visitor visitor, boolean unlicensed) {
        Notice notice = new Notice.NotSignedIn(Optional.empty(), unlicensed);
        return answer(exchange, visitor, notice, Optional.empty(), List.of());
    }

    LocalAnswer cannotTell(Exchange exchange, Visitor visitor, String why) {
        LOG.warn("request {}: cannot tell who is asking: {}", visitor.facts().requestId(), why);
        return answer(exchange, visitor, new Notice.CannotTell(), Optional.empty(), List.of());
    }

    LocalAnswer failed(Exchange exchange, Visitor visitor, Fault fault) {
        return answer(exchange, visitor, new Notice.Failed(fault), Optional.empty(), List.of());
    }

    /** A credential that contradicts itself: nobody can say who is asking (design.md §4). */
    LocalAnswer unclear(Exchange exchange, VirtualProxyRules virtualProxy, String what) {
        LOG.debug("request {} refused: {}", exchange.requestId(), what);
        Visit visit = new Visit(
                exchange.requestId(),
                virtualProxy.prefix(),
                Optional.empty(),
                Optional.empty(),
                "/",
                false,
                virtualProxy.settings().embedding(),
                clock.instant());
        return local(answers.answer(new Notice.Failed(Fault.BAD_REQUEST), visit, client(exchange)), List.of());
    }

    /** What a live exchange is told when its session ends. */
    SocketAnswer socketEnded(Ending ending, String requestId, RefusalStyle style) {
        SocketNotice notice = notices.ended(ending, requestId, clock.instant());
        return style == RefusalStyle.QLIK
                ? socket(notice)
                : SocketAnswer.close(notice.closeCode(), notice.closeReason());
    }

    /** Of this origin: where the first log-out of the preset is, else the front page. */
    private static String logoutUri(Exchange exchange, VirtualProxyRules virtualProxy) {
        String path = virtualProxy.settings().logout().stream()
                .findFirst()
                .map(rule -> virtualProxy.below(rule.path().text()))
                .orElseGet(virtualProxy::frontPage);
        return (exchange.secure() ? "https://" : "http://") + exchange.head().host() + path;
    }

    private static SocketAnswer socket(SocketNotice notice) {
        return new SocketAnswer(notice.messages(), notice.closeCode(), notice.closeReason());
    }

    private LocalAnswer answer(
            Exchange exchange, Visitor visitor, Notice notice, Optional<User> user, List<String> setCookies) {
        VirtualProxyRules virtualProxy = visitor.virtualProxy();
        Visit visit = new Visit(
                visitor.facts().requestId(),
                virtualProxy.prefix(),
                user,
                user.filter(u -> !virtualProxy.settings().logout().isEmpty())
                        .map(u -> SignOut.form(virtualProxy.ownPath("/sign-out"), tokens.of(u, virtualProxy.prefix()))),
                visitor.target(),
                visitor.facts().method().equals("GET"),
                virtualProxy.settings().embedding(),
                clock.instant());
        List<Field> more = new ArrayList<>(cors(exchange, virtualProxy));
        setCookies.forEach(cookie -> more.add(new Field("Set-Cookie", cookie)));
        return local(answers.answer(notice, visit, client(exchange)), more);
    }

    private static ClientKind client(Exchange exchange) {
        return ClientKind.of(
                exchange.head().value(Header.SEC_FETCH_DEST), exchange.head().value(Header.ACCEPT));
    }

    /** A script of a named origin may read why it was refused (design.md §4). */
    private static List<Field> cors(Exchange exchange, VirtualProxyRules virtualProxy) {
        Optional<String> origin = exchange.head().value(Header.ORIGIN);
        return origin.filter(virtualProxy.settings().corsOrigins()::contains)
                .map(o -> List.of(
                        new Field("Access-Control-Allow-Origin", o),
                        new Field("Access-Control-Allow-Credentials", "true"),
                        new Field("Vary", "Origin")))
                .orElse(List.of());
    }

    static LocalAnswer local(Answer answer, List<Field> more) {
        List<Field> fields = new ArrayList<>();
        answer.headers().forEach(h -> fields.add(new Field(h.name(), h.value())));
        fields.addAll(more);
        return new LocalAnswer(answer.status(), fields, answer.bytes());
    }
}
