package io.passgate.page;

import io.passgate.identity.User;
import java.time.Instant;
import java.util.Optional;

/**
 * The circumstances of an answer: whose request it answers, and where it came in. Text from outside may stand in it as it
 * came; it is escaped where it is written. Immutable.
 *
 * @param requestId the id that the log line carries too
 * @param virtualProxy prefix of the virtual proxy, {@code /} for the default
 * @param user who is signed in, if that is known
 * @param signOut where they sign out, if they can
 * @param returnTo path and query to go to once the way is free; what is no path of this host becomes the virtual proxy's
 *     root
 * @param get whether the answered request was a GET, so that reloading repeats nothing but a reading
 * @param embedding whether the page may stand in a frame of another site
 * @param now the time the answer is made
 */
public record Visit(
        String requestId,
        String virtualProxy,
        Optional<User> user,
        Optional<SignOut> signOut,
        String returnTo,
        boolean get,
        boolean embedding,
        Instant now) {

    /** Keeps {@code returnTo} on this host. */
    public Visit {
        returnTo = isLocal(returnTo) ? returnTo : virtualProxy;
    }

    /** {@code path}, which begins with a slash, under the gate's own paths of this virtual proxy (design.md §4). */
    String own(String path) {
        return (virtualProxy.equals("/") ? "" : virtualProxy) + "/.passgate" + path;
    }

    /** A browser takes {@code //} and {@code /\} for another host, and drops tabs and line breaks before it looks. */
    private static boolean isLocal(String target) {
        return target.startsWith("/")
                && (target.length() == 1 || (target.charAt(1) != '/' && target.charAt(1) != '\\'))
                && target.chars().noneMatch(c -> c < ' ' || c == 0x7f);
    }
}
