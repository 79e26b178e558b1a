package io.passgate.license;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import io.passgate.property.Chance;
import io.passgate.property.Property;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for every condition and for every text. */
class ConditionPropertyTest {

    private static final List<String> FRAGMENTS = List.of(
            "user.",
            "user.a",
            "user.@b",
            "user.environment.c",
            "user.IsAnonymous()",
            "=",
            "!=",
            "like",
            "matches",
            "!",
            "not ",
            "and",
            "&&",
            "or",
            "||",
            "(",
            ")",
            "\"",
            "'",
            "\\",
            "'x'",
            "\"*\"",
            "'(a|b)*'",
            "{9}",
            "[",
            "]",
            " ",
            "\n",
            "@",
            ".",
            "*",
            "\u0000",
            "\ud800",
            "é",
            "😀");

    @Test
    void everyConditionMeansWhatItsTextSays() {
        Property.forAll(5000, chance -> {
            DrawnCondition drawn = DrawnCondition.of(chance);
            Condition condition = Rules.condition(drawn.text());
            for (int i = 0; i < 4; i++) {
                User user = DrawnCondition.user(chance);
                Attributes attributes = DrawnCondition.attributes(chance);
                assertThat(condition.matches(user, attributes))
                        .as("%s for %s with %s", drawn.text(), user, attributes)
                        .isEqualTo(drawn.meaning().test(user, attributes));
            }
        });
    }

    @Test
    void canonicalTextReadsBackAsAnEqualConditionThatMeansTheSame() {
        Property.forAll(5000, chance -> {
            Condition condition = Rules.condition(DrawnCondition.of(chance).text());
            Condition again = Rules.condition(condition.toString());
            User user = DrawnCondition.user(chance);
            Attributes attributes = DrawnCondition.attributes(chance);

            assertThat(again).isEqualTo(condition).hasSameHashCodeAs(condition).hasToString(condition.toString());
            assertThat(again.matches(user, attributes)).isEqualTo(condition.matches(user, attributes));
        });
    }

    @Test
    void sameQuestionHasTheSameAnswerHoweverOftenItIsAsked() {
        Property.forAll(1000, chance -> {
            Condition condition = Rules.condition(DrawnCondition.of(chance).text());
            User user = DrawnCondition.user(chance);
            Attributes attributes = DrawnCondition.attributes(chance);
            Facts facts = new Facts(user, attributes);

            boolean first = condition.matches(user, attributes);
            assertThat(condition.matches(user, attributes)).isEqualTo(first);
            assertThat(condition.matches(facts)).isEqualTo(first);
            assertThat(condition.matches(facts)).as("folded values are shared").isEqualTo(first);
        });
    }

    @Test
    void negationIsTheOpposite() {
        Property.forAll(1000, chance -> {
            String text = DrawnCondition.of(chance).text();
            User user = DrawnCondition.user(chance);
            Attributes attributes = DrawnCondition.attributes(chance);

            assertThat(Rules.condition("not (" + text + ")").matches(user, attributes))
                    .isNotEqualTo(Rules.condition(text).matches(user, attributes));
        });
    }

    @Test
    void mutatedConditionsAreReadOrRefusedWithinTheText() {
        Property.forAll(20_000, chance -> {
            StringBuilder text = new StringBuilder(DrawnCondition.of(chance).text());
            for (int i = chance.between(1, 6); i > 0; i--) {
                mutate(text, chance);
            }
            readOrRefused(text.toString());
        });
    }

    @Test
    void anyTextIsReadOrRefusedWithinTheText() {
        Property.forAll(10_000, chance -> readOrRefused(chance.text(60)));
        Property.forAll(
                10_000,
                chance -> readOrRefused(
                        String.join("", chance.list(chance.between(0, 30), () -> chance.oneOf(FRAGMENTS)))));
        Property.forAll(
                200,
                chance -> readOrRefused(
                        String.join("", chance.list(chance.between(0, 3000), () -> chance.oneOf(FRAGMENTS)))));
    }

    @Test
    void anyExpressionIsReadOrRefused() {
        List<String> parts = List.of(
                "a",
                "b",
                ".",
                "*",
                "+",
                "?",
                "|",
                "(",
                "(?:",
                "(?i)",
                ")",
                "[",
                "^",
                "]",
                "[:alpha:]",
                "-",
                "\\\\d",
                "\\\\Q",
                "\\\\E",
                "\\\\p{L}",
                "\\\\pN",
                "\\\\x{41}",
                "{",
                "}",
                "{2}",
                "{3,}",
                "{0,9}",
                "{1000}",
                "$",
                "😀",
                "\\\\\\\\",
                ",",
                "(?P<n>",
                "\ud800",
                "\udc00");
        Property.forAll(
                10_000,
                chance -> readOrRefused("user.a matches '"
                        + String.join("", chance.list(chance.between(0, 14), () -> chance.oneOf(parts))) + "'"));
    }

    private static void readOrRefused(String text) {
        try {
            Condition condition = Condition.parse(text);
            assertThat(Condition.parse(condition.toString())).isEqualTo(condition);
            assertThat(condition.toString()).hasSizeLessThanOrEqualTo(Condition.MAX_LENGTH);
            condition.matches(User.parse("CORP\\anna"), Rules.attributes("a=x,ab b=y"));
        } catch (RuleSyntaxException e) {
            assertThat(e.offset()).as(e.words()).isBetween(0, text.length());
            assertThat(e.words()).isNotBlank().matches("\\P{Cntrl}+").hasSizeLessThan(250);
            assertThat(e.caret(text).split("\n")).as(text).hasSize(2);
        }
    }

    private static void mutate(StringBuilder text, Chance chance) {
        int at = chance.between(0, text.length());
        switch (chance.between(0, 3)) {
            case 0 -> text.insert(at, chance.oneOf(FRAGMENTS));
            case 1 -> text.delete(at, Math.min(text.length(), at + chance.between(1, 5)));
            case 2 -> text.insert(at, text.substring(Math.max(0, at - chance.between(1, 12)), at));
            default -> text.replace(at, Math.min(text.length(), at + 1), chance.text(2));
        }
    }
}
