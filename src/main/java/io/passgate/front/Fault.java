package io.passgate.front;

import io.passgate.hub.HubFault;
import io.passgate.wire.Malformed;

/**
 * Why something failed, as a client is told. A value; what was thrown becomes one in {@link #of}.
 *
 * @param whose who has to mend it
 * @param status the HTTP status
 * @param reason a code for machines
 * @param detail one clause for a person, without anything the client sent
 */
public record Fault(Whose whose, int status, String reason, String detail) {
    /** Who has to mend it. */
    public enum Whose {
        CLIENT,
        HUB,
        GATE
    }

    static final Fault NO_SUCH_PLACE =
            new Fault(Whose.CLIENT, 404, "no-virtual-proxy", "nothing is served under this address");
    static final Fault HEAD_TIMEOUT =
            new Fault(Whose.CLIENT, 408, "request-timeout", "the request did not arrive in time");
    static final Fault UNDECIDED = new Fault(Whose.GATE, 503, "decision-timeout", "the gate could not decide in time");
    static final Fault DRAINING = new Fault(Whose.GATE, 503, "draining", "the gate is going down for a restart");

    /** The one place where what was thrown turns into a status. */
    public static Fault of(Throwable thrown) {
        if (thrown instanceof Malformed malformed) {
            String reason =
                    malformed.flaw().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
            return new Fault(
                    Whose.CLIENT,
                    malformed.flaw().status(),
                    reason,
                    malformed.flaw().text());
        }
        if (thrown instanceof HubFault hub) {
            String reason = "hub-"
                    + hub.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
            return new Fault(Whose.HUB, hub.kind().status(), reason, hub.kind().text());
        }
        return new Fault(Whose.GATE, 500, "internal", "the gate failed");
    }
}
