package io.passgate.config;

import io.passgate.config.Node.Look;
import io.passgate.front.ListenerSettings;
import io.passgate.front.ListenerSettings.Tls;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code listen}. Confined to the reading thread. */
final class ListenerReader {

    /** Stands for the port of the first listener with TLS until all are read. */
    private static final int HTTPS = 0;

    private static final Kind<Integer> REDIRECT = new Kind<>(
            "https \\| port",
            "https, or the port that clients reach https at",
            Set.of(Look.TEXT, Look.NUMBER),
            text -> text.equals("https")
                    ? HTTPS
                    : Kinds.number(1, 65_535).parse().apply(text),
            port -> port == HTTPS ? "https" : String.valueOf(port));

    private final AcrossSections across;

    ListenerReader(AcrossSections across) {
        this.across = across;
    }

    Read<List<ListenerSettings>> of(Section root) {
        Read<List<ListenerSettings>> all = root.nestedList("listen", this::listener);
        return all.then(listeners ->
                Read.of(listeners.stream().map(one -> withPort(one, listeners)).toList(), all.place()));
    }

    private Read<ListenerSettings> listener(Section s) {
        var address = s.required("address", Kinds.ADDRESS);
        var tls = s.optionalNested("tls", ListenerReader::tls);
        var redirectTo = s.optional("redirectTo", REDIRECT);
        across.address(s, address);
        boolean toHttps = redirectTo
                .orElse(Optional.empty())
                .filter(port -> port == HTTPS)
                .isPresent();
        across.listener(s, address, s.has("tls"), toHttps);
        return s.make(() -> new ListenerSettings(address.get(), tls.get(), redirectTo.get()));
    }

    private static Read<Tls> tls(Section s) {
        var certificate = s.required("certificate", Kinds.FILE);
        var key = s.required("key", Kinds.FILE);
        return s.make(() -> new Tls(certificate.get(), key.get()));
    }

    private static ListenerSettings withPort(ListenerSettings one, List<ListenerSettings> all) {
        Optional<Integer> port = one.redirectPort()
                .map(written -> written != HTTPS
                        ? written
                        : all.stream()
                                .filter(listener -> listener.tls().isPresent())
                                .findFirst()
                                .map(listener -> listener.address().getPort())
                                .orElse(HTTPS));
        return new ListenerSettings(one.address(), one.tls(), port);
    }
}
