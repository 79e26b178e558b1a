package io.passgate.license;

import com.google.re2j.PatternSyntaxException;
import io.passgate.license.Comparison.Operator;
import io.passgate.license.RuleToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads the text of a condition by recursive descent: or binds less than and, and less than not (domain.md §9). Length, depth,
 * terms and the size of regular expressions are bounded. Confined to one thread.
 */
final class ConditionParser {

    /** RE2/J never ends folding some characters, {@code (?i)[\x{1C80}]} for one (decision 18). */
    private static final Pattern IGNORES_CASE = Pattern.compile("\\(\\?[a-zA-Z-]*i");

    private final List<RuleToken> tokens;
    private int at;
    private int depth;
    private int terms;
    private int instructions;

    private ConditionParser(List<RuleToken> tokens) {
        this.tokens = tokens;
    }

    static Expression parse(String text) throws RuleSyntaxException {
        if (text.length() > Condition.MAX_LENGTH) {
            throw new RuleSyntaxException(
                    Condition.MAX_LENGTH,
                    "at most " + Condition.MAX_LENGTH + " characters",
                    text.length() + " of them");
        }
        ConditionParser parser = new ConditionParser(RuleToken.all(text));
        Expression parsed = parser.any();
        if (parser.next().kind() != Kind.END) {
            throw expected(parser.next(), "and, or, or the end");
        }
        return parsed;
    }

    private Expression any() throws RuleSyntaxException {
        List<Expression> parts = new ArrayList<>();
        do {
            flatten(
                    all(),
                    parts,
                    part -> part.fold(t -> List.of(), n -> List.of(), a -> List.of(), Expression.Any::parts));
        } while (taken("or", "||"));
        return parts.size() == 1 ? parts.get(0) : new Expression.Any(List.copyOf(parts));
    }

    private Expression all() throws RuleSyntaxException {
        List<Expression> parts = new ArrayList<>();
        do {
            flatten(
                    not(),
                    parts,
                    part -> part.fold(t -> List.of(), n -> List.of(), Expression.All::parts, a -> List.of()));
        } while (taken("and", "&&"));
        return parts.size() == 1 ? parts.get(0) : new Expression.All(List.copyOf(parts));
    }

    /** What needs no parentheses has none: {@code (a and b) and c} is {@code a and b and c}. */
    private static void flatten(
            Expression part, List<Expression> parts, Function<Expression, List<Expression>> ofTheSameKind) {
        List<Expression> inner = ofTheSameKind.apply(part);
        parts.addAll(inner.isEmpty() ? List.of(part) : inner);
    }

    private Expression not() throws RuleSyntaxException {
        RuleToken token = next();
        if (taken("not", "!")) {
            enter(token);
            Expression part = not();
            depth--;
            return new Expression.Not(part);
        }
        if (taken("(")) {
            enter(token);
            Expression part = any();
            depth--;
            take(")", "and, or, or ) to close the one at " + token.offset());
            return part;
        }
        return term();
    }

    private void enter(RuleToken token) throws RuleSyntaxException {
        if (++depth > Condition.MAX_DEPTH) {
            throw new RuleSyntaxException(
                    token.offset(), "at most " + Condition.MAX_DEPTH + " levels of ( and not", "one more");
        }
    }

    private Expression term() throws RuleSyntaxException {
        RuleToken token = next();
        if (token.kind() != Kind.WORD || !UserAttribute.named(token.text())) {
            throw expected(token, "a condition on user.<attribute>, not, or (");
        }
        if (++terms > Condition.MAX_TERMS) {
            throw new RuleSyntaxException(token.offset(), "at most " + Condition.MAX_TERMS + " terms", "one more");
        }
        at++;
        if (next().is("(")) {
            return function(token);
        }
        return comparison(UserAttribute.of(UserAttribute.PREFIX + token.text().substring(5)), token.offset());
    }

    private Expression function(RuleToken name) throws RuleSyntaxException {
        if (!name.is("user.IsAnonymous")) {
            throw expected(name, "the only function, user.IsAnonymous()");
        }
        take("(", "(");
        take(")", ")");
        return new Expression.Anonymous();
    }

    private Comparison comparison(UserAttribute attribute, int offset) throws RuleSyntaxException {
        RuleToken operator = next();
        for (Operator one : Operator.values()) {
            if (taken(one.text())) {
                RuleToken literal = literal();
                return one == Operator.MATCHES
                        ? matching(attribute, literal, offset)
                        : Comparison.of(attribute, one, literal.text(), offset);
            }
        }
        throw expected(operator, "=, !=, like or matches after " + attribute.text());
    }

    private RuleToken literal() throws RuleSyntaxException {
        RuleToken token = next();
        if (token.kind() == Kind.WORD && UserAttribute.named(token.text())) {
            throw new RuleSyntaxException(
                    token.offset(),
                    "a literal in quotes (attributes are not compared with each other)",
                    "the attribute " + token.described());
        }
        if (token.kind() != Kind.LITERAL) {
            throw expected(token, "a literal in quotes");
        }
        at++;
        return token;
    }

    private Comparison matching(UserAttribute attribute, RuleToken literal, int offset) throws RuleSyntaxException {
        if (IGNORES_CASE.matcher(literal.text()).find()) {
            throw expected(literal, "a regular expression that tells upper and lower case apart, without the flag i");
        }
        instructions += ExpressionSize.of(literal.text());
        if (instructions > Condition.MAX_INSTRUCTIONS) {
            throw expected(
                    literal,
                    "regular expressions that come to at most " + Condition.MAX_INSTRUCTIONS
                            + " steps with their repetitions written out");
        }
        try {
            return Comparison.matching(attribute, literal.text(), offset);
        } catch (PatternSyntaxException e) {
            throw new RuleSyntaxException(
                    literal.offset(),
                    "a regular expression without look-around and back-references",
                    e.getDescription() + " in " + literal.described());
        }
    }

    private RuleToken next() {
        return tokens.get(at);
    }

    private boolean taken(String... any) {
        boolean there = next().is(any);
        at += there ? 1 : 0;
        return there;
    }

    private void take(String sign, String expected) throws RuleSyntaxException {
        if (!taken(sign)) {
            throw expected(next(), expected);
        }
    }

    private static RuleSyntaxException expected(RuleToken token, String expected) {
        return new RuleSyntaxException(token.offset(), expected, token.described());
    }
}
