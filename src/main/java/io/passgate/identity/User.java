package io.passgate.identity;

import java.text.Normalizer;
import java.util.Locale;

/**
 * A person or service as the hub names them: user directory and user id. Both are folded once, here (NFC, trimmed, lower
 * case by ROOT), so that equal users are equal values; control characters are refused, so that a name can forge neither a
 * log line nor a header (design.md §1). Immutable.
 *
 * @param directory the folded user directory, never empty
 * @param id the folded user id, never empty
 */
public record User(String directory, String id) {

    /** The folded user directory of anonymous users. */
    public static final String ANONYMOUS_DIRECTORY = "none";

    /** What the folded user id of an anonymous user starts with. */
    public static final String ANONYMOUS_ID = "anonymous";

    private static final int MAX_LENGTH = 256;

    /**
     * Folds both parts.
     *
     * @throws IllegalArgumentException when a part is empty, too long or holds a control character
     */
    public User {
        directory = fold("user directory", directory);
        id = fold("user id", id);
        if (directory.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("user directory must not contain a backslash");
        }
    }

    /**
     * Reads {@code DIRECTORY\id}.
     *
     * @throws IllegalArgumentException when there is no backslash or a part is not valid
     */
    public static User parse(String written) {
        int slash = written.indexOf('\\');
        if (slash < 0) {
            throw new IllegalArgumentException("expected DIRECTORY\\id, got \"" + printable(written) + "\"");
        }
        return new User(written.substring(0, slash), written.substring(slash + 1));
    }

    /** An anonymous user of that name (domain.md §1.2): {@code NONE\anonymous<name>}. */
    public static User anonymous(String name) {
        return new User(ANONYMOUS_DIRECTORY, ANONYMOUS_ID + name);
    }

    /** Whether it stands for somebody who did not sign in: {@code NONE\anonymous…} (domain.md §1.2 and §5). */
    public boolean isAnonymous() {
        return directory.equals(ANONYMOUS_DIRECTORY) && id.startsWith(ANONYMOUS_ID);
    }

    /** {@code DIRECTORY\id}: the directory in upper case where that folds back to the same directory. */
    public String written() {
        String upper = directory.toUpperCase(Locale.ROOT);
        return (folded(upper).equals(directory) ? upper : directory) + "\\" + id;
    }

    @Override
    public String toString() {
        return written();
    }

    private static String fold(String what, String part) {
        String folded = folded(part);
        if (folded.isEmpty()) {
            throw new IllegalArgumentException(what + " is empty");
        }
        if (folded.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(what + " is longer than " + MAX_LENGTH + " characters");
        }
        if (folded.codePoints().anyMatch(User::unprintable)) {
            throw new IllegalArgumentException(what + " holds a control character: \"" + printable(folded) + "\"");
        }
        return folded;
    }

    /**
     * As names are compared: NFC, trimmed, lower case by ROOT. Composed again after lower case, which can take a composed
     * character apart: folding twice changes nothing.
     */
    public static String folded(String part) {
        String lower = Normalizer.normalize(part, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
        return Normalizer.normalize(lower, Normalizer.Form.NFC);
    }

    private static boolean unprintable(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(80).forEach(c -> out.appendCodePoint(unprintable(c) ? '?' : c));
        return out.toString();
    }
}
