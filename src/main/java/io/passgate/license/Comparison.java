package io.passgate.license;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.passgate.identity.User;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * An attribute compared with a literal (domain.md §5, decision 17). An attribute of several values meets it when one of them
 * does; {@code !=} holds when none equals, so also when there is none at all. Immutable.
 *
 * @param attribute what is compared
 * @param operator how
 * @param literal with what, as written
 * @param folded the literal as names are compared
 * @param value what one value must be like: folded, but for {@code matches} as seen
 * @param offset where the attribute stands in the text
 */
record Comparison(
        UserAttribute attribute, Operator operator, String literal, String folded, Predicate<String> value, int offset)
        implements Expression.Term {

    /** How values are compared. */
    enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        LIKE("like"),
        MATCHES("matches");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** A longer value matches no regular expression: time is bounded by the product of both (decision 18). */
    static final int MAX_MATCHED = 4096;

    /** By {@code =}, {@code !=} or {@code like}. */
    static Comparison of(UserAttribute attribute, Operator operator, String literal, int offset) {
        String folded = User.folded(literal);
        return new Comparison(
                attribute,
                operator,
                literal,
                folded,
                operator == Operator.LIKE ? Wildcard.of(folded)::fits : folded::equals,
                offset);
    }

    /**
     * By {@code matches}. The proved user's directory and id are known folded only, so
     * there it is tried in lower case and in upper case.
     *
     * @throws PatternSyntaxException when the literal is not a regular expression
     */
    static Comparison matching(UserAttribute attribute, String literal, int offset) {
        Pattern pattern = Pattern.compile(literal);
        boolean foldedOnly = Facts.OF_USER.contains(attribute.name());
        return new Comparison(
                attribute,
                Operator.MATCHES,
                literal,
                literal,
                value -> value.length() <= MAX_MATCHED
                        && (pattern.matches(value) || (foldedOnly && pattern.matches(value.toUpperCase(Locale.ROOT)))),
                offset);
    }

    @Override
    public boolean holds(Facts facts) {
        return switch (operator) {
            case EQUAL -> facts.folded(attribute.name()).contains(folded);
            case NOT_EQUAL -> !facts.folded(attribute.name()).contains(folded);
            case LIKE -> any(facts.folded(attribute.name()));
            case MATCHES -> any(facts.seen(attribute.name()));
        };
    }

    private boolean any(Iterable<String> values) {
        for (String one : values) {
            if (value.test(one)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String text() {
        return attribute.text() + " " + operator.text() + " " + RuleToken.literal(literal);
    }
}
