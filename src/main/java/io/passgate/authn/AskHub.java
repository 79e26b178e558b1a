package io.passgate.authn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Asking the hub: the request's own credentials are replayed to its who-am-I endpoint and the user is read from the JSON
 * answer (design.md §4). Immutable.
 *
 * @param path path and query of the endpoint, without the virtual proxy's prefix, which is put in front
 * @param user where in the answer the user stands
 * @param nobody how an answer says that nobody is signed in
 * @param headers fixed headers of the question, in the order written
 * @param credentials what of the request is replayed
 */
public record AskHub(
        String path, UserPointers user, NobodySigns nobody, Map<String, String> headers, CredentialNames credentials)
        implements IdentitySource {

    /** Copies. @throws IllegalArgumentException when the path does not begin with a slash */
    public AskHub {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("the path of the who-am-I endpoint must begin with /");
        }
    }

    @Override
    public <R> R fold(Function<TrustedHeader, R> trustedHeader, Function<AskHub, R> askHub) {
        return askHub.apply(this);
    }
}
