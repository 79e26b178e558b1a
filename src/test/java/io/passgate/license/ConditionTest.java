package io.passgate.license;

import static io.passgate.license.Rules.attributes;
import static io.passgate.license.Rules.condition;
import static io.passgate.license.Rules.matches;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What conditions mean (domain.md §5, decision 17). */
class ConditionTest {

    private static final User ANNA = User.parse("CORP\\anna");

    @Test
    void anyOfSeveralValuesIsEnough() {
        assertThat(matches("user.group = 'it'", "X\\a", "group=sales,it,hr")).isTrue();
        assertThat(matches("user.group like 'i*'", "X\\a", "group=sales,it,hr")).isTrue();
        assertThat(matches("user.group matches 'h.'", "X\\a", "group=sales,it,hr"))
                .isTrue();
    }

    @Test
    void notEqualMeansThatNoValueEquals() {
        assertThat(matches("user.group != 'it'", "X\\a", "group=sales,it")).isFalse();
        assertThat(matches("user.group != 'it'", "X\\a", "group=sales,hr")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"=,false", "like,false", "matches,false", "!=,true"})
    void missingAttributeMeetsNotEqualAndNothingElse(String operator, boolean expected) {
        assertThat(matches("user.group " + operator + " 'it'", "X\\a", "")).isEqualTo(expected);
        assertThat(condition("user.group " + operator + " 'it'")
                        .matches(ANNA, new Attributes(Map.of("group", List.of()))))
                .as("no value is as good as no attribute")
                .isEqualTo(expected);
    }

    @Test
    void likeStarNeedsAValue() {
        assertThat(matches("user.group like '*'", "X\\a", "")).isFalse();
        assertThat(matches("user.group like '*'", "X\\a", "group=x")).isTrue();
    }

    @Test
    void literalsAndValuesAreFoldedAsNamesAre() {
        Attributes seen = new Attributes(Map.of("group", List.of("  JU\u0308RGEN ")));

        assertThat(condition("user.group = 'j\u00fcrgen'").matches(ANNA, seen)).isTrue();
        assertThat(condition("user.group = ' J\u00dcRGEN  '").matches(ANNA, seen))
                .isTrue();
        assertThat(condition("user.group like 'j\u00dc*'").matches(ANNA, seen)).isTrue();
        assertThat(condition("user.group != 'ju\u0308rgen'").matches(ANNA, seen))
                .isFalse();
    }

    @Test
    void matchesTakesValuesAsSeen() {
        Attributes seen = new Attributes(Map.of("group", List.of(" Sales")));

        assertThat(condition("user.group matches 'Sales'").matches(ANNA, seen)).isFalse();
        assertThat(condition("user.group matches ' Sales'").matches(ANNA, seen)).isTrue();
    }

    @Test
    void matchesTriesBothCasesWhereTheCaseIsNotKnown() {
        assertThat(matches("user.userDirectory matches 'CORP|Other'", "corp\\anna", ""))
                .isTrue();
        assertThat(matches("user.userId matches 'A.*A'", "corp\\anna", "")).isTrue();
        assertThat(matches("user.userId matches 'B.*'", "corp\\anna", "")).isFalse();
    }

    @Test
    void provedUserStandsAboveAttributesOfTheSameName() {
        String claims = "userId=root USERDIRECTORY=ADMIN";

        assertThat(matches("user.userId = 'root' or user.userDirectory = 'admin'", "X\\anna", claims))
                .isFalse();
        assertThat(matches("user.@userId = 'root'", "X\\anna", claims)).isFalse();
        assertThat(matches("user.userId = 'anna' and user.userDirectory = 'x'", "X\\anna", claims))
                .isTrue();
    }

    @Test
    void nameIsTheUserIdUntilAnAttributeSaysOtherwise() {
        assertThat(matches("user.name = 'anna'", "X\\anna", "")).isTrue();
        assertThat(matches("user.name = 'anna'", "X\\anna", "name=Schmidt")).isFalse();
        assertThat(matches("user.name matches 'Sch.*'", "X\\anna", "Name=Schmidt"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user.group='it'",
                "USER.GROUP = \"IT\"",
                "User.Group LIKE 'it'",
                "user.@group = 'it'",
                " \t\n user.group\n=\n'it' ",
                "(((user.group='it')))",
                "NOT user.group!='it'",
                "!user.group!='it'",
                "user.group MATCHES 'it' AND user.userid='A'",
                "user.group matches 'it'&&user.userid='A'",
                "user.group='no'||user.group='it'or user.group='no'",
            })
    void namesAndWordsMayBeWrittenInAnyCase(String text) {
        assertThat(matches(text, "X\\a", "group=it")).isTrue();
        assertThat(matches(text, "X\\a", "GROUP=it")).isTrue();
    }

    @Test
    void attributesThatDifferInCaseAreOne() {
        Attributes seen = new Attributes(Map.of("Group", List.of("it"), "group", List.of("hr")));

        assertThat(condition("user.group = 'it' and user.group = 'hr'").matches(ANNA, seen))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            "a\\"b"     | a"b
            'a"b'       | a"b
            "a'b"       | a'b
            'a\\'b'     | a'b
            "a\\\\b"    | a\\b
            "a\\b"      | a\\b
            "a\\\\"     | a\\
            "a\\\\\\\\b" | a\\\\b
            "a\\\\\\"b" | a\\"b
            """)
    void literalsStandInEitherQuotesWithEscapes(String literal, String value) {
        Condition condition = condition("user.group = " + literal);

        assertThat(condition.matches(ANNA, new Attributes(Map.of("group", List.of(value)))))
                .isTrue();
        assertThat(condition(condition.toString())).isEqualTo(condition);
        assertThat(condition(condition.toString()).matches(ANNA, new Attributes(Map.of("group", List.of(value)))))
                .isTrue();
    }

    @Test
    void expressionsNeedNoDoubledBackslash() {
        assertThat(matches("user.group matches \"\\d+\\.\\w\"", "X\\a", "group=12.x"))
                .isTrue();
        assertThat(condition("user.group matches \"\\d+\"")).hasToString("user.group matches \"\\d+\"");
    }

    @ParameterizedTest
    @CsvSource({
        "NONE\\anonymous,true",
        "none\\ANONYMOUS-6f7a,true",
        "NONE\\anon,false",
        "NONE\\bert,false",
        "CORP\\anonymous1,false"
    })
    void anonymousUsersAreThoseOfDirectoryNone(String user, boolean expected) {
        assertThat(matches("user.IsAnonymous()", user, "")).isEqualTo(expected);
        assertThat(matches("not USER.isanonymous ( )", user, "")).isEqualTo(!expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '`',
            textBlock =
                    """
            user.a='1' ¦ user.a = "1"
            (user.a='1') ¦ user.a = "1"
            !(user.a!='1') ¦ not user.a != "1"
            !!user.a like '1' ¦ not not user.a like "1"
            user.a='1'and user.b='2'and user.c='3' ¦ user.a = "1" and user.b = "2" and user.c = "3"
            (user.a='1'&&user.b='2')&&user.c='3' ¦ user.a = "1" and user.b = "2" and user.c = "3"
            user.a='1'||(user.b='2'||user.c='3') ¦ user.a = "1" or user.b = "2" or user.c = "3"
            user.a='1'||(user.b='2'&&user.c='3') ¦ user.a = "1" or user.b = "2" and user.c = "3"
            (user.a='1'||user.b='2')&&user.c='3' ¦ (user.a = "1" or user.b = "2") and user.c = "3"
            !(user.a='1'and user.b='2') ¦ not (user.a = "1" and user.b = "2")
            !(user.a='1')and user.b='2' ¦ not user.a = "1" and user.b = "2"
            USER.Group='1' ¦ user.Group = "1"
            USER.ISANONYMOUS() ¦ user.IsAnonymous()
            user.environment.realm.role='1' ¦ user.environment.realm.role = "1"
            user.@cost-center_2='1' ¦ user.@cost-center_2 = "1"
            """)
    void canonicalTextHasNoNeedlessParentheses(String text, String canonical) {
        assertThat(condition(text)).hasToString(canonical);
        assertThat(condition(canonical)).hasToString(canonical).isEqualTo(condition(text));
        assertThat(condition(canonical)).hasSameHashCodeAs(condition(text));
    }

    @Test
    void conditionsThatAskSomethingElseAreNotEqual() {
        assertThat(condition("user.a = '1'"))
                .isNotEqualTo(condition("user.a = '2'"))
                .isNotEqualTo(condition("user.a != '1'"))
                .isNotEqualTo("user.a = \"1\"");
    }

    /** The whole truth table, a, b, c counted from 000 to 111, so that no two ways to group the terms look alike. */
    @ParameterizedTest
    @CsvSource({
        "a or b and c, 00011111",
        "(a or b) and c, 00010101",
        "a and b or c, 01010111",
        "a and (b or c), 00000111",
        "not a and b, 00110000",
        "not (a and b), 11111100",
        "not a or b, 11110011",
        "not (a or b), 11000000",
        "a && b || c && a, 00000111",
        "!a || !b && !c, 11111000",
    })
    void notBindsMoreThanAndWhichBindsMoreThanOr(String pattern, String table) {
        Condition condition = condition(pattern.replaceAll("\\b([abc])\\b", "user.$1 = '1'"));

        for (int row = 0; row < 8; row++) {
            Attributes seen = attributes(
                    ((row & 4) != 0 ? "a=1 " : "") + ((row & 2) != 0 ? "b=1 " : "") + ((row & 1) != 0 ? "c=1" : ""));
            assertThat(condition.matches(ANNA, seen)).as("row " + row).isEqualTo(table.charAt(row) == '1');
        }
    }
}
