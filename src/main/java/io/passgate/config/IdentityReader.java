package io.passgate.config;

import com.fasterxml.jackson.core.JsonPointer;
import io.passgate.authn.AskHub;
import io.passgate.authn.CredentialNames;
import io.passgate.authn.DirectorySource;
import io.passgate.authn.IdentitySettings;
import io.passgate.authn.IdentitySource;
import io.passgate.authn.NobodySigns;
import io.passgate.authn.TrustedHeader;
import io.passgate.authn.UserPointers;
import io.passgate.wire.TrustedProxies;
import java.util.List;
import java.util.stream.Stream;

/** Reads {@code virtualProxies[].identity}. Immutable; the virtual proxy's prefix is put into cookie names. */
final class IdentityReader {

    private static final Kind<DirectorySource> DIRECTORY = Kind.text(
            "JSON pointer or user directory",
            "a JSON pointer such as /userDirectory, or the user directory of all",
            text -> text.startsWith("/")
                    ? new DirectorySource.InAnswer(WebKinds.POINTER_TO.parse().apply(text))
                    : new DirectorySource.Fixed(WebKinds.DIRECTORY.parse().apply(text)));

    private final String prefix;

    IdentityReader(String prefix) {
        this.prefix = prefix;
    }

    Read<IdentitySettings> of(Section virtualProxy) {
        Read<List<IdentitySource>> chain = virtualProxy.nestedList("identity", this::source);
        return chain.then(sources -> Read.of(new IdentitySettings(sources), chain.place()));
    }

    private Read<IdentitySource> source(Section s) {
        var trustedHeader = s.optionalNested("trustedHeader", IdentityReader::trustedHeader);
        var askHub = s.optionalNested("askHub", this::askHub);
        s.exactlyOne("trustedHeader", "askHub");
        return s.make(() -> Stream.<IdentitySource>concat(trustedHeader.get().stream(), askHub.get().stream())
                .findFirst()
                .orElseThrow());
    }

    private static Read<TrustedHeader> trustedHeader(Section s) {
        var name = s.required("name", WebKinds.TRUSTED_HEADER_NAME);
        var directory = s.required("directory", WebKinds.DIRECTORY);
        var from = s.requiredList("from", WebKinds.RANGE);
        return s.make(() -> new TrustedHeader(name.get(), directory.get(), TrustedProxies.of(from.get())));
    }

    private Read<AskHub> askHub(Section s) {
        var path = s.required("path", WebKinds.ENDPOINT);
        var user = s.required("user", WebKinds.POINTER_TO);
        var directory = s.required("directory", DIRECTORY);
        var attributes = s.map("attributes", Kinds.TEXT, WebKinds.POINTER_TO);
        var nobody = s.nested("nobody", IdentityReader::nobody);
        var headers = s.map("headers", WebKinds.HEADER_NAME, WebKinds.HEADER_VALUE);
        var credentials = s.nested("credentials", this::credentials);
        return s.make(() -> new AskHub(
                path.get(),
                new UserPointers(user.get(), directory.get(), attributes.get()),
                nobody.get(),
                headers.get(),
                credentials.get()));
    }

    private static Read<NobodySigns> nobody(Section s) {
        var statuses = s.list("statuses", WebKinds.STATUS, List.of(401));
        var absent = s.list("absent", WebKinds.POINTER_TO, List.<JsonPointer>of());
        var equal = s.optionalNestedList("equal", IdentityReader::equal);
        return s.make(() -> new NobodySigns(statuses.get(), absent.get(), equal.get()));
    }

    private static Read<NobodySigns.Equal> equal(Section s) {
        var at = s.required("at", WebKinds.POINTER_TO);
        var value = s.required("value", Kinds.TEXT);
        return s.make(() -> new NobodySigns.Equal(at.get(), value.get()));
    }

    private Read<CredentialNames> credentials(Section s) {
        var cookies = s.list("cookies", WebKinds.COOKIE_NAME, List.of());
        var headers = s.list("headers", WebKinds.HEADER_NAME, List.of());
        var query = s.list("query", WebKinds.PARAMETER, List.of());
        var oneTime = s.list("oneTime", WebKinds.PARAMETER, List.of());
        if (!s.has("cookies") && !s.has("headers") && !s.has("query")) {
            s.problem(s.place(), "", "missing; expected cookies, headers or query parameters that carry a credential");
        }
        return s.make(() -> new CredentialNames(named(cookies.get()), headers.get(), query.get(), oneTime.get()));
    }

    /** Names with the prefix filled in; the default virtual proxy, which has none, has no such names. */
    private List<String> named(List<String> cookies) {
        return cookies.stream()
                .filter(name -> !name.contains(WebKinds.PREFIX_PLACE) || prefix.length() > 1)
                .map(name -> name.replace(WebKinds.PREFIX_PLACE, prefix.substring(1)))
                .distinct()
                .toList();
    }
}
