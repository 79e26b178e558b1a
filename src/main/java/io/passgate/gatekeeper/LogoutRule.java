package io.passgate.gatekeeper;

import java.util.List;

/**
 * How a log-out from the hub is recognized (design.md §4). Immutable.
 *
 * @param method the request method, in upper case
 * @param path the path
 * @param statuses the hub's statuses that mean it; none listed: every status below 400
 */
public record LogoutRule(String method, PathPattern path, List<Integer> statuses) {

    /** Copies. */
    public LogoutRule {
        statuses = List.copyOf(statuses);
    }

    /** Whether the hub's answer with {@code status} to this request ended the user's session there. */
    public boolean recognizes(String requestMethod, String requestPath, int status) {
        return method.equals(requestMethod)
                && path.matches(requestPath)
                && (statuses.isEmpty() ? status < 400 : statuses.contains(status));
    }
}
