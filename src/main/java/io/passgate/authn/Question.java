package io.passgate.authn;

import io.passgate.hub.HubCall;
import io.passgate.identity.Credential;
import io.passgate.identity.Credentials;
import io.passgate.identity.RequestFacts;
import io.passgate.wire.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes the question to a hub's who-am-I endpoint: the preset's path and fixed headers, the request's own credentials as they
 * came, and where the client is. Immutable.
 */
final class Question {

    private final AskHub settings;
    private final String path;

    Question(AskHub settings, String prefix) {
        this.settings = settings;
        this.path = (prefix.equals("/") ? "" : prefix) + settings.path();
    }

    /**
     * The call for these credentials.
     *
     * @throws IllegalArgumentException when a value could end its cookie, parameter or line and so become something else
     */
    HubCall about(Credentials credentials, RequestFacts facts) {
        Map<String, Field> fields = new LinkedHashMap<>();
        put(fields, "Accept", "application/json");
        put(fields, "Accept-Encoding", "identity");
        settings.headers().forEach((name, value) -> put(fields, name, value));
        of(credentials, Credential.Kind.HEADER).forEach(c -> put(fields, c.name(), c.value()));
        String cookies = pairs(credentials, Credential.Kind.COOKIE, "; ", ";");
        if (!cookies.isEmpty()) {
            put(fields, "Cookie", cookies);
        }
        put(fields, "X-Forwarded-For", facts.address());
        put(fields, "X-Forwarded-Proto", facts.secure() ? "https" : "http");
        String query = pairs(credentials, Credential.Kind.QUERY, "&", "&#");
        String target = query.isEmpty() ? path : path + (path.indexOf('?') < 0 ? '?' : '&') + query;
        return HubCall.get(target, List.copyOf(fields.values()));
    }

    private static void put(Map<String, Field> fields, String name, String value) {
        fields.put(name.toLowerCase(Locale.ROOT), new Field(name, value));
    }

    private static List<Credential> of(Credentials credentials, Credential.Kind kind) {
        return credentials.all().stream().filter(c -> c.kind() == kind).toList();
    }

    private static String pairs(Credentials credentials, Credential.Kind kind, String between, String forbidden) {
        return of(credentials, kind).stream()
                .map(c -> c.name() + "=" + whole(c, forbidden))
                .collect(Collectors.joining(between));
    }

    private static String whole(Credential credential, String forbidden) {
        if (credential.value().chars().anyMatch(c -> forbidden.indexOf(c) >= 0)) {
            throw new IllegalArgumentException(credential + " holds a separator");
        }
        return credential.value();
    }
}
