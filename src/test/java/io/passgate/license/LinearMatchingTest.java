package io.passgate.license;

import static io.passgate.license.Rules.condition;
import static io.passgate.license.Rules.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import io.passgate.property.Property;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code matches} and {@code like} cannot hang the gate: neither a rule nor a value can make them (decision 18). */
class LinearMatchingTest {

    private static final User ANNA = User.parse("CORP\\anna");
    /** What would take a backtracking engine longer than the universe has been there takes this long on a slow machine. */
    private static final Duration MOMENT = Duration.ofSeconds(5);

    private static boolean matches(String condition, String value) {
        return condition(condition).matches(ANNA, new Attributes(Map.of("a", List.of(value))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+",
                "(a*)*b",
                "([a-zA-Z]+)*",
                "(a|aa)+",
                "(a|a?)+",
                "(.*a){20}",
                "(?:a?){200}a{200}",
                "^(([a-z])+.)+[A-Z]([a-z])+$",
                ".*.*.*.*.*.*.*.*=.*",
                "(x+x+)+y",
                "(([^a])*(a)*)*$",
                "(.|\\s)*z",
            })
    void classicCatastrophesTakeAMoment(String regex) {
        String value = "a".repeat(4095) + "!";

        assertTimeoutPreemptively(MOMENT, () -> matches("user.a matches '" + regex + "'", value));
    }

    @Test
    void answerOfACatastropheIsRight() {
        assertThat(matches("user.a matches '(a+)+'", "a".repeat(4000))).isTrue();
        assertThat(matches("user.a matches '(a+)+'", "a".repeat(4000) + "!")).isFalse();
        assertThat(matches("user.a matches '(a|aa)+b'", "a".repeat(4000) + "b")).isTrue();
    }

    @Test
    void longerValuesMatchNothing() {
        assertThat(matches("user.a matches 'a*'", "a".repeat(4096))).isTrue();
        assertThat(matches("user.a matches 'a*'", "a".repeat(4097))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(((a{1000}){1000}){1000}){1000}",
                "((a{100}){100}){100}",
                "(a{0,100}){0,100}",
                "((?s)a{1000}){1000}",
                "(a{1000})(?s){1000}",
                "([)]a{1000}){1000}",
                "([[:alpha:])]a{1000}){1000}",
                "([!-[:a:]a{1000}){1000}]",
                "(\\\\Q)\\\\Ea{1000}){1000}",
                "(\\)a{1000}){1000}",
                "(?P<n>a{1000}){1000}",
                "a{2001}",
                "a{99999999}",
                "a{1001}{2}",
            })
    void repetitionsOfRepetitionsAreRefusedBeforeTheyTakeMemory(String regex) {
        assertThat(refused("user.a matches '" + regex + "'").offset()).isEqualTo(15);
    }

    /** RE2/J would fold U+1C80 to U+1C88 forever, in a class that merely spans them too. */
    @ParameterizedTest
    @ValueSource(strings = {"(?i)\u1C80", "(?i)[a-\uFFFF]", "(?s-i)a", "(?si:[^a])", "(?i)a", "a(?mi)b"})
    void expressionsThatIgnoreCaseAreRefusedBeforeTheyAreCompiled(String regex) {
        RuleSyntaxException e = refused("user.a matches '" + regex + "'");

        assertThat(e.offset()).isEqualTo(15);
        assertThat(e.words()).contains("without the flag i");
    }

    @Test
    void everyOtherFlagIsAllowed() {
        assertThat(condition("user.a matches '(?s)a.(?m-s)b(?P<id>c)'")).isNotNull();
    }

    @Test
    void expressionsOfOneConditionShareTheBound() {
        String one = "user.a matches 'a{900}'";

        assertThat(condition(one + " or " + one)).isNotNull();
        RuleSyntaxException e = refused(one + " or " + one + " or " + one);
        assertThat(e.words())
                .contains("at 69: expected regular expressions that come to at most 2000 steps")
                .contains("found the literal \"a{900}\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                "(CN|OU)=[^,]{1,64}(,(OU|DC)=[^,]{1,64}){0,9}",
                "[-[:alpha:]]+",
                "\\p{Lu}\\p{Ll}*",
                "team-(a|b|c)-.*",
            })
    void usualExpressionsAreAllowed(String regex) {
        assertThatCode(() -> Condition.parse("user.a matches '" + regex + "'")).doesNotThrowAnyException();
    }

    @Test
    void deepGroupsAreRefused() {
        assertThat(condition("user.a matches '" + "(".repeat(60) + "a" + ")".repeat(60) + "'"))
                .isNotNull();
        assertThat(refused("user.a matches '" + "(".repeat(65) + "a" + ")".repeat(65) + "'")
                        .expected())
                .startsWith("regular expressions that come to at most");
        assertThat(refused("user.a matches '" + "(".repeat(2000) + "a" + ")".repeat(2000) + "'")
                        .offset())
                .isEqualTo(15);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "abc; 3",
                "a{5}; 6",
                "(ab){3}; 16",
                "[abc]{4}; 5",
                "a{2,7}; 13",
                "a{0,7}; 15",
                "a{3,}; 4",
                "a{; 2",
                "a{,3}; 5",
                "a{x}; 4",
                "\\d{3}; 4",
                "\\Q({9}\\E; 5",
                "a(?s){5}; 6",
                "a*; 3",
                "a|b; 4",
                "(a; 1",
                "a); 1",
            })
    void sizeIsToldFromTheText(String regex, int size) {
        assertThat(ExpressionSize.of(regex)).isEqualTo(size);
    }

    @Test
    void sizeIsNeverTooLow() {
        List<String> parts = List.of(
                "a",
                "b",
                ".",
                "*",
                "?",
                "|",
                "(",
                "(?:",
                "(?s)",
                ")",
                ")",
                "[",
                "^",
                "]",
                "[:alpha:]",
                "-",
                "\\d",
                "!",
                "\\Q",
                "\\E",
                "\\p{L}",
                "\\pN",
                "\\x{41}",
                "{",
                "}",
                "{2}",
                "{3,}",
                "{0,9}",
                "{20}",
                "{20}",
                "()",
                "|",
                "$",
                "😀",
                "[!-[:a:]",
                "[^]",
                "\\]",
                "(?P<n>");
        Property.forAll(10_000, chance -> {
            String regex = String.join("", chance.list(chance.between(0, 12), () -> chance.oneOf(parts)));
            int size = ExpressionSize.of(regex);
            if (size < 20_000) {
                try {
                    assertThat(Pattern.compile(regex).programSize()).as(regex).isLessThanOrEqualTo(size + 5);
                } catch (PatternSyntaxException e) {
                    assertThat(e.getDescription()).isNotBlank();
                }
            }
        });
    }

    @Test
    void starsByTheThousandTakeAMoment() {
        String pattern = "a*".repeat(1000) + "b";

        assertTimeoutPreemptively(MOMENT, () -> assertThat(matches("user.a like '" + pattern + "'", "a".repeat(60_000)))
                .isFalse());
    }
}
