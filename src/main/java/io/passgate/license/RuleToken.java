package io.passgate.license;

import java.util.ArrayList;
import java.util.List;

/**
 * One word, literal or sign of a condition's text. Immutable.
 *
 * @param kind what it is
 * @param offset where it starts
 * @param text as written; of a literal the value, without quotes and escapes
 */
record RuleToken(Kind kind, int offset, String text) {

    /** The kinds of token. */
    enum Kind {
        WORD,
        LITERAL,
        SIGN,
        END
    }

    private static final List<String> SIGNS = List.of("!=", "&&", "||", "=", "!", "(", ")");

    /** All of {@code text}, the end included. */
    static List<RuleToken> all(String text) throws RuleSyntaxException {
        List<RuleToken> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '"' || c == '\'') {
                at = literal(text, at, tokens);
            } else if (ofWord(c)) {
                int start = at;
                while (at < text.length() && ofWord(text.charAt(at))) {
                    at++;
                }
                tokens.add(new RuleToken(Kind.WORD, start, text.substring(start, at)));
            } else {
                String sign = sign(text, at);
                tokens.add(new RuleToken(Kind.SIGN, at, sign));
                at += sign.length();
            }
        }
        tokens.add(new RuleToken(Kind.END, text.length(), ""));
        return tokens;
    }

    /** The word or sign is one of these, whatever its case. */
    boolean is(String... any) {
        for (String one : any) {
            if ((kind == Kind.WORD || kind == Kind.SIGN) && text.equalsIgnoreCase(one)) {
                return true;
            }
        }
        return false;
    }

    /** For a message. */
    String described() {
        return switch (kind) {
            case WORD, SIGN -> RuleSyntaxException.quoted(text);
            case LITERAL -> "the literal " + RuleSyntaxException.quoted(text);
            case END -> "the end";
        };
    }

    /** {@code value} as a literal that reads back as {@code value}. */
    static String literal(String value) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || (c == '\\' && (i + 1 == value.length() || escapable(value.charAt(i + 1))))) {
                out.append('\\');
            }
            out.append(c);
        }
        return out.append('"').toString();
    }

    /** A literal and a message hold no control characters, line ends or halves of characters. */
    static boolean printable(char c) {
        int type = Character.getType(c);
        return type != Character.CONTROL && type != Character.LINE_SEPARATOR && type != Character.PARAGRAPH_SEPARATOR;
    }

    /** A backslash stands for itself, so that expressions need no doubling, unless a quote or a backslash follows. */
    private static int literal(String text, int start, List<RuleToken> tokens) throws RuleSyntaxException {
        char quote = text.charAt(start);
        StringBuilder value = new StringBuilder();
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length() && escapable(text.charAt(at + 1))) {
                at++;
            }
            char c = text.charAt(at);
            if (!printable(c)) {
                throw new RuleSyntaxException(at, "a printable character in the literal", code(c));
            }
            value.append(c);
            at++;
        }
        if (at == text.length()) {
            throw new RuleSyntaxException(at, quote + " to end the literal that starts at " + start, "the end");
        }
        tokens.add(new RuleToken(Kind.LITERAL, start, value.toString()));
        return at + 1;
    }

    private static String sign(String text, int at) throws RuleSyntaxException {
        for (String sign : SIGNS) {
            if (text.startsWith(sign, at)) {
                return sign;
            }
        }
        char c = text.charAt(at);
        throw new RuleSyntaxException(
                at, "a word, a literal in quotes or one of = != ! && || ( )", printable(c) ? "\"" + c + "\"" : code(c));
    }

    private static String code(char c) {
        return "the control character U+%04X".formatted((int) c);
    }

    private static boolean escapable(char c) {
        return c == '"' || c == '\'' || c == '\\';
    }

    private static boolean ofWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == '@';
    }
}
