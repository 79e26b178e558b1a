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
import java.util.stream.Stream;

/**
 * Makes calls of the gate's own to a hub on somebody's behalf: the question to its who-am-I endpoint, or another, with the
 * preset's fixed headers, the request's own credentials and Host as they came, and where the client is. Immutable.
 */
public final class Question {

    private final String prefix;
    private final String path;
    private final Map<String, String> headers;

    Question(AskHub settings, String prefix) {
        this(prefix, settings.path(), settings.headers());
    }

    private Question(String prefix, String path, Map<String, String> headers) {
        this.prefix = prefix.equals("/") ? "" : prefix;
        this.path = this.prefix + path;
        this.headers = headers;
    }

    /** For calls through the virtual proxy {@code prefix}: with the fixed headers of the first hub that its chain asks. */
    public static Question of(IdentitySettings settings, String prefix) {
        return settings.chain().stream()
                .flatMap(source -> source.<Stream<Question>>fold(
                        trustedHeader -> Stream.empty(), askHub -> Stream.of(new Question(askHub, prefix))))
                .findFirst()
                .orElseGet(() -> new Question(prefix, "/", Map.of()));
    }

    /**
     * A call of another path on behalf of who presented these credentials.
     *
     * @param below path and query without the virtual proxy's prefix
     * @throws IllegalArgumentException when a value could end its cookie, parameter or line and so become something else
     */
    public HubCall replay(String method, String below, Credentials credentials, RequestFacts facts) {
        HubCall about = about(credentials, facts);
        return new HubCall(method, prefix + below, about.fields(), about.timeout(), about.maxBody());
    }

    /**
     * The call for these credentials.
     *
     * @throws IllegalArgumentException when a value could end its cookie, parameter or line and so become something else
     */
    HubCall about(Credentials credentials, RequestFacts facts) {
        Map<String, Field> fields = new LinkedHashMap<>();
        if (!facts.host().isEmpty()) {
            put(fields, "Host", facts.host());
        }
        put(fields, "Accept", "application/json");
        put(fields, "Accept-Encoding", "identity");
        headers.forEach((name, value) -> put(fields, name, value));
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
