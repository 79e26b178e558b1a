package io.passgate.rest;

import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A filter that answers 421 unless the Host header names one of the given hosts, whatever its port. Immutable. */
public final class AllowedHosts implements UnaryOperator<Handler> {
    private final Set<String> hosts;

    /** Host names in lower case, IPv6 literals in brackets. */
    public AllowedHosts(Set<String> hosts) {
        this.hosts = Set.copyOf(hosts);
    }

    @Override
    public Handler apply(Handler next) {
        return call -> {
            String host = call.header("host").orElse("");
            if (!hosts.contains(withoutPort(host).toLowerCase(Locale.ROOT))) {
                throw new RestProblem(421, "host-not-served", "This listener does not serve the host '" + host + "'.");
            }
            return next.handle(call);
        };
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        boolean insideBrackets = colon < host.lastIndexOf(']');
        return colon < 0 || insideBrackets ? host : host.substring(0, colon);
    }
}
