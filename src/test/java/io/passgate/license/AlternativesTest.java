package io.passgate.license;

import static io.passgate.license.Rules.condition;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.property.Property;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which conditions can be seen never to be met. */
class AlternativesTest {

    private static boolean neverMet(String condition) {
        return Alternatives.neverMet(condition(condition).expression());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user.userDirectory='A' and user.userDirectory='B'",
                "user.userId='a' and user.userId='b'",
                "user.group='a' and not user.group='A'",
                "user.group='a' and user.group!='a'",
                "user.group='a' and !(user.group='a' or user.group='b')",
                "user.group like 'a*' and not user.@GROUP like 'A*'",
                "user.group matches 'a' and not user.group matches 'a'",
                "user.group='sales' and not user.group like 's*'",
                "user.userDirectory='corp' and user.userDirectory like 'a*'",
                "user.userDirectory='corp' and not user.userDirectory like 'c*'",
                "user.userDirectory='corp' and user.userDirectory matches 'a.*'",
                "user.userDirectory='corp' and not user.userDirectory matches 'C.*'",
                "user.userId='a' and user.userId!='A'",
                "user.userId=''",
                "user.userDirectory='  '",
                "user.IsAnonymous() and !user.IsAnonymous()",
                "user.IsAnonymous() and user.userDirectory='corp'",
                "user.IsAnonymous() and user.userDirectory!='none'",
                "user.IsAnonymous() and user.userDirectory like 'c*'",
                "user.IsAnonymous() and user.userId='bert'",
                "not user.IsAnonymous() and user.userDirectory='NONE' and user.userId='anonymous1'",
                "(user.userId='a' or user.userId='b') and user.userId='c'",
                "(user.userId='a' or user.userId='b') and (user.userId='c' or user.userId='d')",
                "user.roles='x' and (user.userId='a' and user.userId='b' or user.group='g' and user.group!='g')",
                "not (user.group='a' or user.group!='a')",
            })
    void contradictionIsSeen(String text) {
        assertThat(neverMet(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user.userDirectory='A'",
                "user.userDirectory='A' and user.userDirectory='a '",
                "user.userDirectory='A' or user.userDirectory='B'",
                "user.group='a' and user.group='b'",
                "user.name='a' and user.name='b'",
                "user.group='a' and user.group!='b'",
                "user.group='a' and not user.group like 'b*'",
                "user.group='a' and not user.group matches 'a'",
                "user.group matches 'a' and not user.group matches 'A'",
                "user.group='a' or user.group!='a'",
                "user.group like 'a*' and user.group like 'b*'",
                "user.group=''",
                "user.userId='a' and user.userDirectory='b'",
                "user.userId='a' and user.userId='b' or user.userId='c'",
                "user.IsAnonymous()",
                "user.IsAnonymous() and user.userDirectory='NONE' and user.userId='anonymous1'",
                "not user.IsAnonymous() and user.userDirectory='NONE'",
                "not user.IsAnonymous() and user.userId='anonymous1'",
                "user.environment.group='a' and user.group!='a'",
            })
    void whatSomebodyCouldMeetIsNoContradiction(String text) {
        assertThat(neverMet(text)).isFalse();
    }

    @Test
    void nothingIsSaidOfTooManyAlternatives() {
        String pair = "(user.userId='a' or user.userId='b')";
        String never = " and user.group='x' and user.group!='x'";

        assertThat(neverMet(String.join(" and ", java.util.Collections.nCopies(8, pair)) + never))
                .as("256 of them")
                .isTrue();
        assertThat(neverMet(String.join(" and ", java.util.Collections.nCopies(9, pair)) + never))
                .as("512 of them")
                .isFalse();
    }

    @Test
    void largestConditionsAreJudgedAtOnce() {
        String any = IntStream.range(0, 200).mapToObj(i -> "user.a='" + i + "'").collect(Collectors.joining("or "));
        String all = IntStream.range(0, 100)
                .mapToObj(i -> "(user.a='" + i % 9 + "'or user.b='2')")
                .collect(Collectors.joining("and "));

        assertThat(neverMet(any)).isFalse();
        assertThat(neverMet("not(" + any + ")")).isFalse();
        assertThat(neverMet(all)).isFalse();
        assertThat(neverMet("not(" + all + ")")).isFalse();
    }

    @Test
    void nobodyMeetsWhatIsCalledAContradiction() {
        Property.forAll(3000, chance -> {
            String text = DrawnCondition.of(chance).text();
            if (chance.oneIn(2)) {
                text = "(" + text + ") and (" + DrawnCondition.of(chance).text() + ")";
            }
            if (neverMet(text)) {
                Condition condition = condition(text);
                for (int i = 0; i < 20; i++) {
                    assertThat(condition.matches(DrawnCondition.user(chance), DrawnCondition.attributes(chance)))
                            .as(text)
                            .isFalse();
                }
            }
        });
    }

    @Test
    void alternativesTogetherMeanTheCondition() {
        Property.forAll(5000, chance -> {
            DrawnCondition drawn = DrawnCondition.of(chance);
            boolean held = chance.oneIn(2);
            Facts facts = new Facts(DrawnCondition.user(chance), DrawnCondition.attributes(chance));
            Expression expression = condition(drawn.text()).expression();

            Alternatives.of(expression, held)
                    .ifPresent(clauses -> assertThat(clauses.stream().anyMatch(clause -> clause.literals().stream()
                                    .allMatch(one -> one.term().holds(facts) == one.held())))
                            .as(drawn.text())
                            .isEqualTo(expression.holds(facts) == held));
        });
    }
}
