package io.passgate.gatekeeper;

import io.passgate.admission.AdmittedSession;
import io.passgate.admission.Identifier;
import io.passgate.admission.LiveExchange;
import io.passgate.admission.Renew;
import io.passgate.authn.CredentialBytes;
import io.passgate.front.Activity;
import io.passgate.front.ConnectionMemo;
import io.passgate.front.Exchange;
import io.passgate.front.Passage;
import io.passgate.front.ResponseVerdict;
import io.passgate.identity.User;
import io.passgate.session.Ending;
import io.passgate.wire.Header;
import io.passgate.wire.ResponseHead;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a client connection remembers: the exact credential bytes last seen, whose they were proved to be, and until when that
 * needs no new look. Equal bytes within that time and the credentials' epoch are admitted from memory alone; anything else goes
 * the long way (design.md §4). Carries the requests of its session on this connection, one at a time. Confined to the connection's event
 * loop, but for {@link #sessionEnded}.
 */
final class ConnectionProof implements ConnectionMemo, LiveExchange {

    private final Visitor proved;
    private final CredentialBytes presented;
    private final Optional<AdmittedSession> session;
    private final long untilMillis;
    private final Covers covers;
    private final long epoch;
    private final Identifier identifier;
    private final Guards guards;
    private final Executor loop;
    private final Passage passage;
    private final Runnable over = this::over;
    private @Nullable Exchange running;
    private @Nullable Visitor mayLogOut;

    /**
     * Holds from now on.
     *
     * @param proved who was proved
     * @param presented the bytes that prove it; owned by this object from now on
     * @param session the session they are admitted with; empty for a user who needs none
     * @param until until when, and for which paths
     * @param loop the connection's event loop
     */
    ConnectionProof(
            Visitor proved,
            CredentialBytes presented,
            Optional<AdmittedSession> session,
            Until until,
            Doorkeeping doorkeeping,
            Executor loop) {
        this.proved = proved;
        this.presented = presented;
        this.session = session;
        this.untilMillis = until.millis();
        this.covers = until.covers();
        this.epoch = until.epoch();
        this.identifier = doorkeeping.identifier();
        this.guards = doorkeeping.guards();
        this.loop = loop;
        boolean hubCounts = proved.virtualProxy().settings().countHubFrames();
        Activity activity = session.<Activity>map(s -> new SessionActivity(s, proved.facts(), hubCounts, doorkeeping))
                .orElse(Activity.IGNORED);
        this.passage = new Passage(proved.virtualProxy().cut(), List.of(), Optional.of(this::answered), activity);
    }

    @Override
    public Optional<User> user() {
        return session.map(s -> s.session().user());
    }

    /** Which paths a proof admits to. */
    enum Covers {
        EVERY_PATH,
        /** Who was only seen to be signed in still has to show an access pass where one is needed. */
        PATHS_WITHOUT_PASS
    }

    /**
     * How far a proof reaches.
     *
     * @param millis until when, milliseconds since the epoch
     * @param covers which paths
     * @param epoch of the credentials that it holds in: the one in which they were asked about
     */
    record Until(long millis, Covers covers, long epoch) {}

    /** What every proof works with. */
    record Doorkeeping(Guards guards, Renew renew, Identifier identifier, InstantSource clock) {}

    boolean isFor(VirtualProxyRules virtualProxy) {
        return proved.virtualProxy() == virtualProxy;
    }

    /**
     * Whether these bytes are admitted without another look, to a path that needs a pass or does not. A session whose paid time
     * is over needs one: this request is the activity that pays anew.
     */
    boolean admits(CredentialBytes bytes, boolean needsPass, long nowMillis) {
        return nowMillis < untilMillis
                && (covers == Covers.EVERY_PATH || !needsPass)
                && presented.sameAs(bytes)
                && epoch == identifier.epoch(proved.facts())
                && (session.isEmpty()
                        || (session.get().admits(nowMillis) && !session.get().due(nowMillis)));
    }

    /** Sends a request to the hub that these bytes admit. */
    void pass(Exchange exchange, long nowMillis) {
        if (session.isPresent()) {
            session.get().active(nowMillis);
        }
        mayLogOut = proved.virtualProxy().mayLogOut(exchange.head()) ? proved.as(exchange) : null;
        carry(exchange, passage);
    }

    /** Sends the request that was just proved, with these cookies set on the way back. */
    void passFirst(Exchange exchange, List<String> setCookies) {
        mayLogOut = proved.virtualProxy().mayLogOut(exchange.head()) ? proved : null;
        carry(
                exchange,
                setCookies.isEmpty()
                        ? passage
                        : new Passage(passage.edit(), setCookies, passage.guard(), passage.activity()));
    }

    private void carry(Exchange exchange, Passage how) {
        running = exchange;
        if (session.isPresent()) {
            session.get().started(this);
        }
        exchange.onEnd(over);
        exchange.pass(how);
    }

    private void over() {
        running = null;
        session.ifPresent(s -> s.finished(this));
    }

    private void answered(ResponseHead head, ResponseVerdict verdict) {
        Visitor logOut = mayLogOut;
        Exchange exchange = running;
        boolean plain = logOut == null && !head.has(Header.SET_COOKIE) && !head.has(Header.CLEAR_SITE_DATA);
        if (plain || exchange == null) {
            verdict.forward(List.of());
            return;
        }
        Visitor visitor = logOut == null ? proved : logOut;
        if (guards.isLogOut(visitor, head)) {
            session.ifPresent(s -> s.finished(this));
            guards.logOut(exchange, visitor, verdict);
        } else {
            guards.known(exchange, visitor, head, verdict);
        }
    }

    @Override
    public void sessionEnded(Ending ending) {
        loop.execute(() -> {
            Exchange exchange = running;
            if (exchange != null) {
                guards.ended(exchange, proved, ending);
            }
        });
    }
}
