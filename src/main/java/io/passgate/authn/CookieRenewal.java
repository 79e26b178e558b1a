package io.passgate.authn;

import io.passgate.identity.Credential;
import io.passgate.identity.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How {@code Set-Cookie} values change credentials. A cookie set to nothing is gone. */
final class CookieRenewal {

    private CookieRenewal() {}

    /** The credentials afterwards; empty when no cookie among {@code names} is set. */
    static Optional<Credentials> of(Credentials before, List<String> setCookies, List<NamedCredential> names) {
        List<Credential> after = new ArrayList<>(before.all());
        boolean touched = false;
        for (String setCookie : setCookies) {
            String pair = setCookie.substring(0, indexOrEnd(setCookie, ';'));
            int equals = indexOrEnd(pair, '=');
            Optional<NamedCredential> cookie = named(pair.substring(0, equals).strip(), names);
            if (cookie.isPresent()) {
                touched = true;
                String name = cookie.get().name();
                String value =
                        pair.substring(Math.min(equals + 1, pair.length())).strip();
                after.removeIf(
                        c -> c.kind() == Credential.Kind.COOKIE && c.name().equals(name));
                if (!value.isEmpty()) {
                    after.add(new Credential(Credential.Kind.COOKIE, name, value));
                }
            }
        }
        return touched ? Optional.of(inOrder(after, names)) : Optional.empty();
    }

    private static Optional<NamedCredential> named(String name, List<NamedCredential> names) {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        return names.stream()
                .filter(n ->
                        n.kind() == NamedCredential.Kind.COOKIE && n.behind(bytes, 0, bytes.length) == bytes.length)
                .findFirst();
    }

    /** The order of the preset, so that the fingerprint is the one of the browser's next request. */
    private static Credentials inOrder(List<Credential> all, List<NamedCredential> names) {
        return new Credentials(names.stream()
                .flatMap(n -> all.stream()
                        .filter(c -> c.kind() == n.credentialKind() && c.name().equals(n.name())))
                .toList());
    }

    private static int indexOrEnd(String text, char wanted) {
        int at = text.indexOf(wanted);
        return at < 0 ? text.length() : at;
    }
}
