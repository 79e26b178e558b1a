package io.passgate.page;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Who reads an answer, and so the form it takes (design.md §8). */
public enum ClientKind {
    /** A person, in a browser: an HTML page. */
    PERSON,
    /** A program or a script in a page: {@code application/problem+json}. */
    PROGRAM;

    private static final Set<String> SHOWN = Set.of("document", "iframe", "frame", "object", "embed");

    /**
     * Tells by what the request says of itself. {@code Sec-Fetch-Dest} settles it where it is sent: what is shown as a
     * document goes to a person, a script's call or a stylesheet does not. Else HTML must be accepted by name, and no less
     * than JSON.
     *
     * @param secFetchDest the {@code Sec-Fetch-Dest} header, if sent
     * @param accept the {@code Accept} header, if sent; several joined by commas
     */
    public static ClientKind of(Optional<String> secFetchDest, Optional<String> accept) {
        boolean person = secFetchDest.isPresent()
                ? SHOWN.contains(secFetchDest.get().strip())
                : accept.map(ClientKind::prefersHtml).orElse(false);
        return person ? PERSON : PROGRAM;
    }

    private static boolean prefersHtml(String accept) {
        double html = Math.max(quality(accept, "text/html"), quality(accept, "application/xhtml+xml"));
        double json = Math.max(quality(accept, "application/json"), quality(accept, "application/problem+json"));
        return html > 0 && html >= json;
    }

    /** The quality of {@code type} where it is listed by name, else 0; what is malformed counts as not listed. */
    private static double quality(String accept, String type) {
        double best = 0;
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", 64)) {
            String[] parts = range.split(";", 16);
            if (parts[0].strip().equals(type)) {
                best = Math.max(best, weight(parts));
            }
        }
        return best;
    }

    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("q=")) {
                String q = parameter.substring(2).strip();
                return q.matches("[01](\\.\\d{0,3})?") ? Double.parseDouble(q) : 0;
            }
        }
        return 1;
    }
}
