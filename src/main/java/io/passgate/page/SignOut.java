package io.passgate.page;

import java.util.Optional;

/**
 * How a person signs out from a refusal page: by a link, or by a form that is posted. Immutable.
 *
 * @param url a path of this host, or an http(s) URL
 * @param token the anti-forgery token of the form, sent as its field {@code token}; empty makes it a link
 */
public record SignOut(String url, Optional<String> token) {

    /** @throws IllegalArgumentException when the URL is neither a path nor http(s) */
    public SignOut {
        if (!url.startsWith("/") && !url.startsWith("https://") && !url.startsWith("http://")) {
            throw new IllegalArgumentException("to sign out takes a path or an http(s) URL, not: " + url);
        }
    }

    /** A link: the URL is opened by GET. */
    public static SignOut link(String url) {
        return new SignOut(url, Optional.empty());
    }

    /**
     * A form, posted to {@code path} on this host with {@code token}. Its answer must not redirect to another host: browsers
     * hold the page's {@code form-action} against redirects too.
     */
    public static SignOut form(String path, String token) {
        return new SignOut(path, Optional.of(token));
    }
}
