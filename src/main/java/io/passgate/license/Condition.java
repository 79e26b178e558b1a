package io.passgate.license;

import io.passgate.identity.Attributes;
import io.passgate.identity.User;

/**
 * A condition over a user's attributes, as access rules state it (domain.md §5, decision 17):
 *
 * <pre>
 * condition  = and-part *(("or" / "||") and-part)
 * and-part   = not-part *(("and" / "&amp;&amp;") not-part)
 * not-part   = ("not" / "!") not-part / "(" condition ")" / term
 * term       = attribute ("=" / "!=" / "like" / "matches") literal / "user.IsAnonymous()"
 * attribute  = "user." name *("." name) / "user.@" name
 * </pre>
 *
 * <p>Words and names may be written in any case; a literal stands in double or single quotes, a backslash in it stands for
 * itself unless a quote or a backslash follows. {@code =}, {@code !=} and {@code like} compare as names are compared (NFC,
 * trimmed, lower case); {@code *} is a wildcard for {@code like} alone; {@code matches} takes the whole value as seen, case
 * included, in time linear in its length (decision 18). An attribute that a user does not have meets {@code !=} and nothing
 * else. Two are equal when their canonical texts are. Immutable.
 */
public final class Condition {

    /** The longest text, in characters, as written and in canonical form. */
    public static final int MAX_LENGTH = 4096;
    /** The most levels of parentheses and negations. */
    public static final int MAX_DEPTH = 64;
    /** The most terms. */
    public static final int MAX_TERMS = 256;
    /** The most instructions of all its regular expressions, repetitions written out. */
    public static final int MAX_INSTRUCTIONS = 2000;

    private final Expression expression;
    private final String canonical;

    private Condition(Expression expression, String canonical) {
        this.expression = expression;
        this.canonical = canonical;
    }

    /**
     * Reads a condition.
     *
     * @throws RuleSyntaxException when the text is not one, or too large
     */
    public static Condition parse(String text) throws RuleSyntaxException {
        Expression expression = ConditionParser.parse(text);
        String canonical = expression.text();
        if (canonical.length() > MAX_LENGTH) {
            throw new RuleSyntaxException(
                    text.length(),
                    "at most " + MAX_LENGTH + " characters once it is spaced evenly",
                    canonical.length() + " of them");
        }
        return new Condition(expression, canonical);
    }

    /** Whether it holds for a user. */
    public boolean matches(User user, Attributes attributes) {
        return matches(new Facts(user, attributes));
    }

    boolean matches(Facts facts) {
        return expression.holds(facts);
    }

    Expression expression() {
        return expression;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Condition that && canonical.equals(that.canonical);
    }

    @Override
    public int hashCode() {
        return canonical.hashCode();
    }

    /** The canonical text: it reads back as an equal condition. */
    @Override
    public String toString() {
        return canonical;
    }
}
