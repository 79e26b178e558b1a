package io.passgate.front;

import io.passgate.hub.HubConnection;
import io.passgate.wire.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the response guard decides; a call counts only while it is waited for. Confined to the event loop. */
final class GuardVerdict implements ResponseVerdict {
    private final HttpExchange exchange;
    private final ResponseHead answer;
    private final List<String> ownCookies;
    private @Nullable HubConnection held;

    GuardVerdict(HttpExchange exchange, ResponseHead answer, List<String> ownCookies) {
        this.exchange = exchange;
        this.answer = answer;
        this.ownCookies = ownCookies;
    }

    /** The guard takes its time: the answer waits. */
    void waits(HubConnection connection) {
        held = connection;
        connection.hold();
    }

    @Override
    public void forward(List<String> setCookies) {
        if (exchange.stage() != Stage.GUARDING) {
            return;
        }
        exchange.forward(answer, setCookies.isEmpty() ? ownCookies : both(setCookies));
        if (held != null) {
            held.proceed();
        }
    }

    private List<String> both(List<String> guardsCookies) {
        List<String> all = new ArrayList<>(ownCookies);
        all.addAll(guardsCookies);
        return all;
    }

    @Override
    public void replace(LocalAnswer instead) {
        if (exchange.stage() == Stage.GUARDING) {
            exchange.replace(instead);
        }
    }
}
