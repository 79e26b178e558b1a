package io.passgate.front;

import io.passgate.wire.RequestEdit;
import java.util.List;
import java.util.Optional;

/**
 * How a request goes to the hub. Immutable; the common instances are made once and shared.
 *
 * @param edit the gate's cookies cut, fields removed and added
 * @param setCookies values of Set-Cookie added to the final answer, which then is {@code Cache-Control: private}
 * @param guard looks at the hub's answer first
 * @param activity told of the client's WebSocket data frames
 */
public record Passage(RequestEdit edit, List<String> setCookies, Optional<ResponseGuard> guard, Activity activity) {
    /** Untouched. */
    public static final Passage PLAIN = new Passage(RequestEdit.NONE, List.of(), Optional.empty(), Activity.IGNORED);

    public Passage {
        setCookies = List.copyOf(setCookies);
    }
}
