package io.passgate.front;

import io.passgate.wire.Field;
import java.util.List;

/** Sends everybody to the same place over TLS. Immutable. */
final class RedirectToHttps implements Gatekeeper {
    private final int port;

    RedirectToHttps(int port) {
        this.port = port;
    }

    @Override
    public void arrived(Exchange exchange) {
        String host = exchange.head().host();
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        if (name.isEmpty()) {
            exchange.answer(new LocalAnswer(400, List.of(), new byte[0]));
            return;
        }
        String authority = port == 443 ? name : name + ':' + port;
        Field location = new Field(
                "Location",
                "https://" + authority + exchange.head().path()
                        + exchange.head().query());
        exchange.answer(new LocalAnswer(308, List.of(location), new byte[0]));
    }
}
