package io.passgate.page;

import io.passgate.decision.Refusal;
import io.passgate.decision.Verdict;
import io.passgate.identity.User;
import io.passgate.session.Ending;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Makes what WebSockets are told: Qlik's JSON-RPC notifications, letter for letter in the form of domain.md §7.6, and the
 * close codes of design.md §8. Which notification the client can read the virtual proxy's preset says; the close says in any
 * case why, with reason code and request id, which Qlik's notification has no place for. Immutable; safe for use by many
 * threads.
 */
public final class SocketNotices {

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String NO_ACCESS = "Access to the app is denied: No available access type";

    private final SiteSettings site;

    /** Speaks in the name of {@code site}. */
    public SocketNotices(SiteSettings site) {
        this.site = site;
    }

    /**
     * Who is told.
     *
     * @param user who is signed in
     * @param logoutUri where they sign out of the hub
     */
    public record SignedIn(User user, String logoutUri) {}

    /** An opening was refused. As on Qlik's own proxy, who is signed in comes first (domain.md §7.6). */
    public SocketNotice refused(Verdict.Refused verdict, SignedIn who, String requestId, Instant now) {
        boolean tooMany = verdict.reason().kind() == Refusal.Kind.TOO_MANY_SESSIONS;
        String text = tooMany
                ? notification(
                        "OnMaxParallelSessionsExceeded",
                        "You cannot access " + site.name() + " because you have too many sessions active in parallel.",
                        now)
                : notification("OnLicenseAccessDenied", NO_ACCESS, now);
        int code = tooMany ? SocketNotice.TOO_MANY_SESSIONS : SocketNotice.NO_ACCESS_PASS;
        return new SocketNotice(
                List.of(signedIn(who), text), code, reason(verdict.reason().code(), requestId));
    }

    /** The session of a live socket has ended. */
    public SocketNotice ended(Ending ending, String requestId, Instant now) {
        String reason = reason(ending.name().toLowerCase(Locale.ROOT).replace('_', '-'), requestId);
        return switch (ending) {
            case LOG_OUT, USER_SWITCH ->
                new SocketNotice(
                        List.of(notification("OnSessionLoggedOut", "User logged out manually", now)),
                        SocketNotice.SESSION_ENDED,
                        reason);
            case IDLE ->
                new SocketNotice(
                        List.of(notification("OnSessionTimedOut", "Session timed out due to inactivity", now)),
                        SocketNotice.SESSION_ENDED,
                        reason);
            case ADMINISTRATOR, REMOVED, OWN_OTHER, DISPLACED ->
                new SocketNotice(
                        List.of(notification("OnSessionClosed", "Session closed by server", now)),
                        SocketNotice.SESSION_ENDED,
                        reason);
            case WITHDRAWN, USED_UP, LICENSE ->
                new SocketNotice(
                        List.of(notification("OnLicenseAccessDenied", NO_ACCESS, now)),
                        SocketNotice.NO_ACCESS_PASS,
                        reason);
        };
    }

    /** The gate is being restarted; the session goes on afterwards, so there is nothing to notify of. */
    public SocketNotice draining() {
        return new SocketNotice(List.of(), SocketNotice.DRAINING, "service restart");
    }

    private static String signedIn(SignedIn who) {
        return Json.object()
                .put("jsonrpc", "2.0")
                .put("method", "OnAuthenticationInformation")
                .put(
                        "params",
                        Json.object()
                                .put("userId", who.user().id())
                                .put("userDirectory", who.user().directory())
                                .put("logoutUri", who.logoutUri())
                                .put("mustAuthenticate", false))
                .write();
    }

    private static String notification(String method, String message, Instant now) {
        return Json.object()
                .put("jsonrpc", "2.0")
                .put("method", method)
                .put(
                        "params",
                        Json.object()
                                .put("severity", "fatal")
                                .put("timestamp", TIMESTAMP.format(now))
                                .put("message", message))
                .write();
    }

    /** Reason code and request id; an id of unexpected form is left out rather than cut. */
    private static String reason(String code, String requestId) {
        return requestId.matches("[!-~]{1,64}") ? code + "; request " + requestId : code;
    }
}
