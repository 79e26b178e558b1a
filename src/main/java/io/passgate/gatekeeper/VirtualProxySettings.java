package io.passgate.gatekeeper;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One virtual proxy as configured, apart from its hub and its identity chain: who may go where, and how the answers look
 * (design.md §4, §9). All paths are canonical and without the prefix. Immutable.
 *
 * @param prefix {@code /} for the default virtual proxy, else a slash and one segment of {@code a-z 0-9 - . _ ~}
 *     (domain.md §7.2)
 * @param nobody what somebody who is not signed in gets outside the open paths
 * @param open paths that need neither identity nor pass and never open a session
 * @param needsPass paths that an access pass is needed for; the rest needs a session only
 * @param logout how a log-out is recognized
 * @param refusal how a WebSocket is told that it is refused
 * @param idle how long a session lives without activity
 * @param embedding whether the gate's cookie works in a page of another site ({@code SameSite=None; Partitioned})
 * @param corsOrigins origins whose scripts may read a refusal, as browsers write them
 * @param countHubFrames whether frames from the hub count as activity too (wall displays)
 */
public record VirtualProxySettings(
        String prefix,
        NobodyRule nobody,
        List<PathPattern> open,
        List<PathPattern> needsPass,
        List<LogoutRule> logout,
        RefusalStyle refusal,
        Duration idle,
        boolean embedding,
        List<String> corsOrigins,
        boolean countHubFrames) {

    private static final Set<String> RESERVED = Set.of("/.", "/..", "/.passgate");

    /** Copies. @throws IllegalArgumentException when the prefix is none or the idle time is not positive */
    public VirtualProxySettings {
        open = List.copyOf(open);
        needsPass = List.copyOf(needsPass);
        logout = List.copyOf(logout);
        corsOrigins = List.copyOf(corsOrigins);
        if (!isPrefix(prefix)) {
            throw new IllegalArgumentException("not a prefix: " + prefix);
        }
        if (idle.isNegative() || idle.isZero()) {
            throw new IllegalArgumentException("the idle time must be positive");
        }
    }

    /** Whether {@code text} can be the prefix of a virtual proxy; the gate's own {@code /.passgate} cannot. */
    public static boolean isPrefix(String text) {
        return text.equals("/") || (text.matches("/[a-z0-9._~-]{1,64}") && !RESERVED.contains(text));
    }

    /** Whether this is the virtual proxy of all paths that belong to no other. */
    public boolean isDefault() {
        return prefix.equals("/");
    }

    /** What somebody who is not signed in gets outside the open paths. */
    public enum NobodyRule {
        /** The hub answers, which may only be a redirect or a refusal where a pass is needed. */
        TO_HUB,
        /** The gate answers 401. */
        UNAUTHORIZED,
        /** They are an anonymous user, who needs a pass. */
        ANONYMOUS
    }

    /** How a WebSocket is told that it is refused (design.md §8). */
    public enum RefusalStyle {
        /** An HTTP refusal of the upgrade. */
        HTTP,
        /** 101, the JSON-RPC notification that Qlik's clients know, and a close. */
        QLIK
    }
}
