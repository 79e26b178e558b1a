package io.passgate.config;

import com.fasterxml.jackson.core.JsonPointer;
import io.passgate.authn.TrustedHeader;
import io.passgate.gatekeeper.PathPattern;
import io.passgate.gatekeeper.VirtualProxySettings;
import io.passgate.wire.TrustedProxies;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The kinds of values that come from HTTP and its neighbors. */
final class WebKinds {

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}"); // RFC 9110 §5.6.2
    private static final Pattern POINTER = Pattern.compile("(/([^~/]|~[01])*)+"); // RFC 6901 §3
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,252})|\\[[0-9A-Fa-f:.]{2,45}]");
    private static final Set<String> NOT_FREE = Set.of(
            "connection",
            "content-length",
            "cookie",
            "expect",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** Stands in a cookie name for the prefix of the virtual proxy. */
    static final String PREFIX_PLACE = "{prefix}";

    static final Kind<String> RANGE =
            Kind.text("address range", "an address or a range such as 10.0.0.0/8 or ::1/128", text -> {
                TrustedProxies.of(List.of(text));
                return text;
            });

    static final Kind<JsonPointer> POINTER_TO = Kind.text("JSON pointer", "a JSON pointer such as /user/id", text -> {
        if (!POINTER.matcher(text).matches()) {
            throw new IllegalArgumentException();
        }
        return JsonPointer.compile(text);
    });

    static final Kind<String> HEADER_NAME = Kind.text("header name", "a header name", text -> {
        if (!TOKEN.matcher(text).matches()) {
            throw new IllegalArgumentException();
        }
        if (NOT_FREE.contains(text.toLowerCase(Locale.ROOT))) {
            throw new Kind.Unfit("the gate itself decides about this header");
        }
        return text;
    });

    static final Kind<String> TRUSTED_HEADER_NAME = Kind.text("header name", "a header name", text -> {
        if (TrustedHeader.isForbidden(text)) {
            throw new Kind.Unfit("a name must not contain any of " + String.join(", ", TrustedHeader.FORBIDDEN));
        }
        return HEADER_NAME.parse().apply(text);
    });

    static final Kind<String> HEADER_VALUE = Kinds.such(
            "header value",
            "a header value of printable ASCII",
            text -> text.length() <= 4096 && text.matches("[!-~]([ -~]*[!-~])?"));

    static final Kind<String> COOKIE_NAME = Kinds.such(
            "cookie name",
            "a cookie name, in which {prefix} stands for the virtual proxy's",
            text -> TOKEN.matcher(text.replace(PREFIX_PLACE, "p")).matches());

    static final Kind<String> PARAMETER = Kinds.such(
            "query parameter", "the name of a query parameter", text -> text.matches("[A-Za-z0-9._~-]{1,128}"));

    static final Kind<String> METHOD =
            Kinds.such("method", "a request method in upper case", text -> text.matches("[A-Z]{1,20}"));

    static final Kind<Integer> STATUS = Kinds.number(100, 599);

    static final Kind<String> ENDPOINT = Kinds.such(
            "path",
            "a path that begins with /, perhaps with a query",
            text -> text.matches("/[!-~&&[^#\\\\]]*") && !text.startsWith("//"));

    static final Kind<PathPattern> PATTERN = Kind.text(
                    "path pattern", "a path such as /qps/user, or /login/* for all below /login/", PathPattern::new)
            .shown(PathPattern::text);

    static final Kind<String> PREFIX = Kinds.such(
            "prefix",
            "/ or a slash and one segment of a-z 0-9 - . _ ~ (not /.passgate)",
            VirtualProxySettings::isPrefix);

    static final Kind<String> ORIGIN = Kinds.such(
            "origin",
            "an origin such as https://portal.example.com",
            text -> text.equals(text.toLowerCase(Locale.ROOT))
                    && isBare(URI.create(text), Set.of("http", "https"), ""));

    static final Kind<String> DIRECTORY = Kinds.such(
            "user directory",
            "a user directory of 1 to 256 characters without backslash",
            text -> !text.isBlank()
                    && text.length() <= 256
                    && text.indexOf('\\') < 0
                    && text.codePoints().noneMatch(Character::isISOControl));

    static final Kind<URI> HTTPS_URL = Kind.text("https url", "a url such as https://license.example.com", text -> {
        URI url = URI.create(text);
        boolean fits =
                "https".equals(url.getScheme()) && hasHost(url) && url.getQuery() == null && url.getFragment() == null;
        if (!fits) {
            throw new IllegalArgumentException();
        }
        return url;
    });

    static final Kind<URI> PROXY_URL = Kind.text("http url", "a url such as http://proxy.example.com:3128", text -> {
        URI url = URI.create(text);
        if (!isBare(url, Set.of("http"), "") || url.getPort() < 0) {
            throw new IllegalArgumentException();
        }
        return url;
    });

    static final Kind<URI> WEBHOOK_URL = Kind.text("url", "a url such as https://alerts.example.com/passgate", text -> {
        URI url = URI.create(text);
        boolean fits = url.getScheme() != null
                && Set.of("http", "https").contains(url.getScheme())
                && hasHost(url)
                && url.getFragment() == null;
        if (!fits) {
            throw new IllegalArgumentException();
        }
        return url;
    });

    private WebKinds() {}

    /** Whether {@code url} is nothing but a scheme, a host, perhaps a port, and the path {@code path} or none. */
    static boolean isBare(URI url, Set<String> schemes, String path) {
        return url.getScheme() != null
                && schemes.contains(url.getScheme())
                && hasHost(url)
                && url.getQuery() == null
                && url.getFragment() == null
                && (url.getPath().isEmpty() || url.getPath().equals(path));
    }

    private static boolean hasHost(URI url) {
        return url.getHost() != null
                && HOST.matcher(url.getHost()).matches()
                && url.getUserInfo() == null
                && url.getPort() != 0
                && url.getPort() <= 65_535;
    }
}
