package io.passgate.page;

import java.util.Set;

/**
 * An HTML document in the making; the one place where text from outside is escaped for HTML. There is no way to write
 * anything else: text and attribute values are always escaped, and the style and script are the constants of
 * {@link Inlined}. Tag and attribute names are constants of the caller. Confined to one thread.
 */
final class Html {

    private static final Set<String> BLOCKS = Set.of(
            "head",
            "body",
            "header",
            "main",
            "section",
            "footer",
            "h1",
            "h2",
            "p",
            "ul",
            "ol",
            "li",
            "form",
            "div",
            "details",
            "summary",
            "meta",
            "title",
            "link",
            "noscript",
            "dl",
            "dt");

    private final StringBuilder out = new StringBuilder(16 * 1024).append("<!doctype html>\n");

    /**
     * Opens {@code tag}.
     *
     * @param attributes names and values in turn; an empty value is written too
     */
    Html open(String tag, String... attributes) {
        if (BLOCKS.contains(tag)) {
            out.append('\n');
        }
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
        return this;
    }

    Html close(String tag) {
        out.append("</").append(tag).append('>');
        return this;
    }

    Html text(String text) {
        escape(text);
        return this;
    }

    /** {@code tag} with nothing but {@code text} in it. */
    Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close(tag);
    }

    /** Text from outside, whose writing direction must not spill over what stands around it. */
    Html isolated(String text) {
        return element("bdi", text);
    }

    Html style() {
        out.append("\n<style>").append(Inlined.STYLE).append("</style>");
        return this;
    }

    Html script() {
        out.append("\n<script>").append(Inlined.SCRIPT).append("</script>");
        return this;
    }

    String write() {
        return out.append('\n').toString();
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(isShown(text, i) ? c : '\uFFFD');
            }
        }
    }

    /** Control characters and halves of a pair have no place in HTML (HTML Living Standard §13.1.4). */
    private static boolean isShown(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        return !Character.isISOControl(c) || c == '\n' || c == '\t';
    }
}
