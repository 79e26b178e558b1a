package io.passgate.authn;

import io.passgate.identity.Credential;
import io.passgate.identity.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Collects what a {@link CredentialWalk} finds in one head. Confined to one thread, used once. */
final class PresentedBuilder implements CredentialWalk.Found {

    private static final List<String> BOUND_SCHEMES = List.of("ntlm", "negotiate", "digest");

    private final List<NamedCredential> names;
    private final Optional<String>[] values;

    @SuppressWarnings({"unchecked", "rawtypes"})
    PresentedBuilder(List<NamedCredential> names) {
        this.names = names;
        this.values = new Optional[names.size()];
        Arrays.fill(values, Optional.empty());
    }

    @Override
    public void found(int which, byte[] b, int start, int end) {
        String value = new String(b, start, end - start, StandardCharsets.ISO_8859_1);
        if (values[which].isPresent() && !values[which].get().equals(value)) {
            throw new UnclearCredentials(what(names.get(which)) + " is sent twice with different values");
        }
        values[which] = Optional.of(value);
    }

    /** An empty cookie, header or parameter is none; but an empty trusted header is a fault, not nobody. */
    Presented presented() {
        Optional<String> gateCookie = Optional.empty();
        List<Credential> credentials = new ArrayList<>();
        boolean oneTime = false;
        Map<String, List<String>> identityHeaders = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            NamedCredential name = names.get(i);
            String value = values[i].orElse("");
            if (name.kind() == NamedCredential.Kind.IDENTITY_HEADER) {
                if (values[i].isPresent()) {
                    identityHeaders.put(name.name().toLowerCase(Locale.ROOT), List.of(checked(name, value)));
                }
            } else if (!value.isEmpty()) {
                switch (name.kind()) {
                    case GATE_COOKIE -> gateCookie = Optional.of(value);
                    case ONE_TIME_QUERY -> oneTime = true;
                    default -> {
                        if (isBound(name, value)) {
                            oneTime = true;
                        } else {
                            credentials.add(new Credential(name.credentialKind(), name.name(), value));
                        }
                    }
                }
            }
        }
        return new Presented(gateCookie, new Credentials(credentials), oneTime, identityHeaders);
    }

    private static String checked(NamedCredential name, String value) {
        HeaderValue.flaw(value).ifPresent(flaw -> {
            throw new UnclearCredentials(what(name) + " " + flaw);
        });
        return value;
    }

    /** Proves something about one connection or one request only: replayed, it proves nothing and may break the next. */
    private static boolean isBound(NamedCredential name, String value) {
        if (!name.name().equalsIgnoreCase("Authorization")) {
            return false;
        }
        int space = value.indexOf(' ');
        String scheme = space < 0 ? value : value.substring(0, space);
        return BOUND_SCHEMES.contains(scheme.toLowerCase(Locale.ROOT));
    }

    private static String what(NamedCredential name) {
        String where = name.inCookies() ? "the cookie " : name.inQuery() ? "the query parameter " : "the header ";
        return where + name.name();
    }
}
