package io.passgate.license;

import static io.passgate.license.Rules.condition;
import static io.passgate.license.Rules.refused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no condition, and where the error says so; and the bounds of what is one. */
class ConditionSyntaxTest {

    private static final String TERM = "a condition on user.<attribute>, not, or (";

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '`',
            textBlock =
                    """
            `` ¦ 0 ¦ a condition on user.<attribute>, not, or ( ¦ the end
            `   ` ¦ 3 ¦ a condition on user.<attribute>, not, or ( ¦ the end
            user.@Dept ¦ 10 ¦ =, !=, like or matches after user.@Dept ¦ the end
            user.@Dept and user.a='1' ¦ 11 ¦ =, !=, like or matches after user.@Dept ¦ "and"
            user.group lik 'x' ¦ 11 ¦ =, !=, like or matches after user.group ¦ "lik"
            user.group=sales ¦ 11 ¦ a literal in quotes ¦ "sales"
            user.group= ¦ 11 ¦ a literal in quotes ¦ the end
            user.group==\"x\" ¦ 11 ¦ a literal in quotes ¦ "="
            user.a = user.b ¦ 9 ¦ a literal in quotes (attributes are not compared with each other) ¦ the attribute "user.b"
            'x' = user.a ¦ 0 ¦ a condition on user.<attribute>, not, or ( ¦ the literal "x"
            group='x' ¦ 0 ¦ a condition on user.<attribute>, not, or ( ¦ "group"
            resource.name='x' ¦ 0 ¦ a condition on user.<attribute>, not, or ( ¦ "resource.name"
            user='x' ¦ 0 ¦ a condition on user.<attribute>, not, or ( ¦ "user"
            user.='x' ¦ 0 ¦ a condition on user.<attribute>, not, or ( ¦ "user."
            user..a='x' ¦ 0 ¦ a condition on user.<attribute>, not, or ( ¦ "user..a"
            user.a.='x' ¦ 0 ¦ a condition on user.<attribute>, not, or ( ¦ "user.a."
            user.@='x' ¦ 0 ¦ a condition on user.<attribute>, not, or ( ¦ "user.@"
            user.@a.b='x' ¦ 0 ¦ a condition on user.<attribute>, not, or ( ¦ "user.@a.b"
            user.a@b='x' ¦ 0 ¦ a condition on user.<attribute>, not, or ( ¦ "user.a@b"
            user.a='x' user.b='y' ¦ 11 ¦ and, or, or the end ¦ "user.b"
            user.a='x') ¦ 10 ¦ and, or, or the end ¦ ")"
            (user.a='x' ¦ 11 ¦ and, or, or ) to close the one at 0 ¦ the end
            (user.a='x' 'y') ¦ 12 ¦ and, or, or ) to close the one at 0 ¦ the literal "y"
            () ¦ 1 ¦ a condition on user.<attribute>, not, or ( ¦ ")"
            user.a='x' and ¦ 14 ¦ a condition on user.<attribute>, not, or ( ¦ the end
            user.a='x' and or user.b='y' ¦ 15 ¦ a condition on user.<attribute>, not, or ( ¦ "or"
            and user.a='x' ¦ 0 ¦ a condition on user.<attribute>, not, or ( ¦ "and"
            not ¦ 3 ¦ a condition on user.<attribute>, not, or ( ¦ the end
            user.a not like 'x' ¦ 7 ¦ =, !=, like or matches after user.a ¦ "not"
            user.a='x ¦ 9 ¦ ' to end the literal that starts at 7 ¦ the end
            user.a="x\\" ¦ 11 ¦ " to end the literal that starts at 7 ¦ the end
            user.a & user.b ¦ 7 ¦ a word, a literal in quotes or one of = != ! && || ( ) ¦ "&"
            user.a < 'x' ¦ 7 ¦ a word, a literal in quotes or one of = != ! && || ( ) ¦ "<"
            user.a ~ 'x' ¦ 7 ¦ a word, a literal in quotes or one of = != ! && || ( ) ¦ "~"
            user.IsAnonymous ¦ 16 ¦ =, !=, like or matches after user.IsAnonymous ¦ the end
            user.IsAnonymous( ¦ 17 ¦ ) ¦ the end
            user.IsAnonymous('x') ¦ 17 ¦ ) ¦ the literal "x"
            user.IsAdmin() ¦ 0 ¦ the only function, user.IsAnonymous() ¦ "user.IsAdmin"
            user.a matches '[a' ¦ 15 ¦ a regular expression without look-around and back-references ¦ missing closing ] in the literal "[a"
            user.a matches '(?=a)b' ¦ 15 ¦ a regular expression without look-around and back-references ¦ invalid or unsupported Perl syntax in the literal "(?=a)b"
            user.a matches '(a)\\1' ¦ 15 ¦ a regular expression without look-around and back-references ¦ invalid escape sequence in the literal "(a)\\1"
            """)
    void errorsSayWhereWhatWasExpectedAndWhatWasFound(String text, int offset, String expected, String found) {
        assertThat(refused(text))
                .returns(offset, RuleSyntaxException::offset)
                .returns(expected, RuleSyntaxException::expected)
                .returns(found, RuleSyntaxException::found)
                .hasMessage("at " + offset + ": expected " + expected + ", found " + found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\t", "\u0000", "\u001b[31m", "\u2028", "\u0085"})
    void literalsHoldNoControlCharacters(String control) {
        RuleSyntaxException e = refused("user.a='x" + control + "'");

        assertThat(e.offset()).isEqualTo(9);
        assertThat(e.words())
                .isEqualTo("at 9: expected a printable character in the literal, found the control character U+%04X"
                        .formatted((int) control.charAt(0)));
    }

    @Test
    void controlCharacterBetweenWordsIsNamedByItsCode() {
        assertThat(refused("user.a\u0001='x'").words()).endsWith("found the control character U+0001");
    }

    @Test
    void whatIsFoundIsCutForTheMessage() {
        assertThat(refused("x".repeat(100)).found()).isEqualTo("\"" + "x".repeat(40) + "…\"");
    }

    @Test
    void caretPointsAtThePlace() {
        String text = "user.group lik 'x'";

        assertThat(refused(text).caret(text)).isEqualTo("user.group lik 'x'\n           ^");
    }

    @Test
    void caretPointsBehindATextThatEndsTooEarly() {
        String text = "user.group =";

        assertThat(refused(text).caret(text)).isEqualTo("user.group =\n            ^");
    }

    @Test
    void caretShowsAPartOfALongTextOnOneLine() {
        String text = "user.a='x' or\n".repeat(20) + "user.b lik 'x'" + "\nor user.a='x'".repeat(20);
        RuleSyntaxException e = refused(text);
        String[] lines = e.caret(text).split("\n");

        assertThat(lines).hasSize(2);
        assertThat(lines[0]).startsWith("…").endsWith("…").hasSize(82).contains("user.b lik");
        assertThat(lines[0].substring(lines[1].indexOf('^'))).startsWith("lik");
    }

    @Test
    void textOf4096CharactersIsReadAndOneMoreIsNot() {
        String start = "user.a = \"";
        String longest = start + "x".repeat(4096 - start.length() - 1) + "\"";

        assertThat(condition(longest)).hasToString(longest);
        assertThat(refused(longest + " ").words())
                .isEqualTo("at 4096: expected at most 4096 characters, found 4097 of them");
    }

    @Test
    void canonicalTextIsBoundedTooSoThatItCanAlwaysBeReadBack() {
        String dense = "user.a='1'||".repeat(255) + "user.a='1'";
        assertThat(dense).hasSizeLessThan(4096);
        assertThat(condition(dense).toString()).hasSizeLessThan(4096);

        String quotes = "user.a='" + "\"".repeat(4000) + "'";
        assertThat(refused(quotes).words()).contains("at most 4096 characters once it is spaced evenly, found 80");
    }

    @ParameterizedTest
    @CsvSource({"(,)", "!,''", "'not ',''", "!(,)"})
    void nestingOf64LevelsIsReadAndOneMoreIsNot(String open, String close) {
        int levels = open.equals("!(") ? 32 : 64;
        String deepest = open.repeat(levels) + "user.a='1'" + close.repeat(levels);

        assertThat(condition(condition(deepest).toString())).isEqualTo(condition(deepest));
        RuleSyntaxException e = refused(open + deepest + close);
        assertThat(e.expected()).isEqualTo("at most 64 levels of ( and not");
        assertThat(e.offset()).isEqualTo(levels * open.length());
    }

    @Test
    void nestingCountsLevelsNotParentheses() {
        assertThat(condition("(user.a='1') and ".repeat(200) + "(user.a='1')").toString())
                .doesNotContain("(");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "!", "not ", "((((!", "!("})
    void endlessNestingIsRefusedAndOverflowsNothing(String open) {
        assertThat(refused(open.repeat(4096 / open.length())).expected()).startsWith("at most 64 levels");
    }

    @Test
    void conditionOf256TermsIsReadAndOneMoreIsNot() {
        String most = "user.a='1'or ".repeat(255) + "user.a='1'";

        assertThat(condition(most).toString()).contains("or");
        RuleSyntaxException e = refused(most + "or user.a='1'");
        assertThat(e.expected()).isEqualTo("at most 256 terms");
        assertThat(e.offset()).isEqualTo(most.length() + 3);
    }

    @Test
    void expectationOfATermIsTheSameEverywhere() {
        assertThat(refused("(").expected()).isEqualTo(TERM);
        assertThat(refused("!").expected()).isEqualTo(TERM);
    }
}
