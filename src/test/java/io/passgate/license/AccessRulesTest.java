package io.passgate.license;

import static io.passgate.license.Rules.attributes;
import static io.passgate.license.Rules.condition;
import static io.passgate.license.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import io.passgate.property.Property;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules, what they grant, and in which order they are tried (domain.md §1.3 and §5, design.md §3). */
class AccessRulesTest {

    private static final User ANNA = User.parse("CORP\\anna");

    @ParameterizedTest
    @EnumSource(AccessType.class)
    void groupOfLoginPassesIsNamedExactlyForLoginPasses(AccessType type) {
        String empty = "";
        String group = "visitors";
        boolean login = type == AccessType.LOGIN_ACCESS_PASS;

        assertThat(new Grant(type, login ? group : empty).type()).isEqualTo(type);
        assertThatThrownBy(() -> new Grant(type, login ? empty : group))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("login access passes");
    }

    @Test
    void blankGroupIsNoGroup() {
        assertThatThrownBy(() -> Grant.login(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a rule for login access passes names their group");
        assertThatThrownBy(() -> new Grant(AccessType.ANALYZER, "visitors"))
                .hasMessage("a rule for analyzer names no group of login access passes, but \"visitors\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " a", "a ", "a\nb", "a\u0000b", "a\u2028b"})
    void namesOfRulesCanBePrinted(String name) {
        assertThatThrownBy(() -> rule(name, AccessType.ANALYZER, "user.a='1'"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the name of a rule");
    }

    @Test
    void namesOfRulesAreAtMost128CharactersLong() {
        assertThat(rule("x".repeat(128), AccessType.ANALYZER, "user.a='1'").name())
                .hasSize(128);
        assertThatThrownBy(() -> rule("x".repeat(129), AccessType.ANALYZER, "user.a='1'"))
                .hasMessage("the name of a rule is longer than 128 characters");
    }

    @Test
    void twoRulesOfOneNameAreRefused() {
        AccessRule one = rule("sales", AccessType.ANALYZER, "user.group='sales'");
        AccessRule other = rule("sales", AccessType.PROFESSIONAL, "user.group='sales'");

        assertThatThrownBy(() -> new AccessRules(List.of(one, other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two rules are named \"sales\"");
    }

    @Test
    void rulesAreTriedByAccessTypeThenByName() {
        String everybody = "user.userId like '*'";
        List<AccessRule> written = List.of(
                rule("b", AccessType.ANALYZER_CAPACITY, everybody),
                rule("z", AccessType.PROFESSIONAL, everybody),
                new AccessRule("a", Grant.login("visitors"), condition(everybody)),
                rule("c", AccessType.PROFESSIONAL, everybody),
                rule("e", AccessType.USER_ACCESS_PASS, everybody),
                rule("d", AccessType.ANALYZER, everybody));

        Property.forAll(50, chance -> assertThat(new AccessRules(chance.shuffled(written))
                        .matching(ANNA, Attributes.NONE)
                        .map(AccessRule::name))
                .containsExactly("c", "z", "d", "e", "a", "b"));
    }

    @Test
    void onlyRulesThatMatchAreGiven() {
        AccessRules rules = new AccessRules(List.of(
                rule("sales", AccessType.PROFESSIONAL, "user.group='sales'"),
                rule("others", AccessType.ANALYZER, "user.group!='sales'"),
                rule("corp", AccessType.ANALYZER, "user.userDirectory='corp'")));

        assertThat(rules.matching(ANNA, attributes("group=SALES")))
                .extracting(AccessRule::name)
                .containsExactly("sales", "corp");
        assertThat(rules.matching(ANNA, Attributes.NONE))
                .extracting(AccessRule::name)
                .containsExactly("corp", "others");
        assertThat(rules.matching(User.parse("X\\x"), attributes("group=sales,it"))
                        .map(AccessRule::name))
                .containsExactly("sales");
    }

    @Test
    void noRulesMatchNobody() {
        assertThat(AccessRules.NONE.matching(ANNA, attributes("group=sales"))).isEmpty();
    }

    @Test
    void rulesKeepNothingOfTheListTheyWereMadeFrom() {
        List<AccessRule> list = new ArrayList<>(List.of(rule("a", AccessType.ANALYZER, "user.a='1'")));
        AccessRules rules = new AccessRules(list);
        list.clear();

        assertThat(rules.all()).hasSize(1);
        assertThatThrownBy(() -> rules.all().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void oneEvaluationOfAllAgreesWithEachAlone() {
        Property.forAll(500, chance -> {
            List<AccessRule> all = IntStream.range(0, chance.between(0, 12))
                    .mapToObj(i -> rule(
                            "rule " + i,
                            chance.oneOf(AccessType.PROFESSIONAL, AccessType.ANALYZER, AccessType.ANALYZER_CAPACITY),
                            DrawnCondition.of(chance).text()))
                    .toList();
            AccessRules rules = new AccessRules(all);
            User user = DrawnCondition.user(chance);
            Attributes attributes = DrawnCondition.attributes(chance);

            assertThat(rules.matching(user, attributes))
                    .containsExactlyElementsOf(rules.all().stream()
                            .filter(rule -> rule.condition().matches(user, attributes))
                            .toList());
        });
    }

    @Test
    void tenThousandRulesAndAThousandGroupsTakeAMoment() {
        AccessRules rules = new AccessRules(IntStream.range(0, 10_000)
                .mapToObj(i -> rule(
                        "rule " + i, AccessType.ANALYZER, "user.group='group" + i + "' and user.userDirectory='corp'"))
                .toList());
        Attributes groups = new Attributes(Map.of(
                "group",
                IntStream.range(0, 1000).mapToObj(i -> "Group" + i * 10).toList()));

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (int i = 0; i < 100; i++) {
                assertThat(rules.matching(ANNA, groups).count()).isEqualTo(1000);
            }
        });
    }
}
