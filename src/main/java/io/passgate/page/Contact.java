package io.passgate.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where the contact of a site leads, if it leads anywhere: a mail already begun, or the page it names. */
final class Contact {

    private static final Pattern MAIL = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+");

    private Contact() {}

    /**
     * The link.
     *
     * @param contact as configured
     * @param subject of a mail
     * @param message of a mail
     */
    static Optional<String> link(String contact, String subject, String message) {
        if (MAIL.matcher(contact).matches()) {
            return Optional.of("mailto:" + encoded(contact).replace("%40", "@") + "?subject=" + encoded(subject)
                    + "&body=" + encoded(message));
        }
        return Optional.of(contact).filter(c -> c.startsWith("https://") || c.startsWith("http://"));
    }

    /** Percent-encoded (RFC 6068 §2), where a space is not a plus. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
