package io.passgate.license;

import static io.passgate.license.Rules.condition;
import static io.passgate.license.Rules.person;
import static io.passgate.license.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.User;
import io.passgate.license.Finding.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the linter says about access rules, and what it keeps silent about (domain.md §5). */
class RuleLintTest {

    private static final Known KNOWN = new Known(
            List.of(
                    person("CORP\\anna", "group=sales groups=x department=Finance"),
                    person("CORP\\bert", "group=it environment.level=5 userLevel=3"),
                    person("CORP\\carl", "group=it"),
                    person("NONE\\anonymous1", "")),
            List.of(person("CORP\\svc-health", "group=service")),
            Map.of(
                    AccessType.PROFESSIONAL, Set.of(User.parse("CORP\\anna")),
                    AccessType.ANALYZER_CAPACITY, Set.of(User.parse("CORP\\carl"))),
            Set.of("Visitors", "partners"));

    private static List<Finding> lint(AccessRule... rules) {
        return RuleLint.lint(new AccessRules(List.of(rules)), KNOWN);
    }

    private static List<Finding> lint(String condition) {
        return lint(rule("r", AccessType.ANALYZER, condition));
    }

    @Test
    void soundRulesPassInSilence() {
        assertThat(lint(
                        rule("a", AccessType.PROFESSIONAL, "user.group='sales' and user.userDirectory='corp'"),
                        rule("b", AccessType.ANALYZER, "user.group='it' and not user.name='x' or user.userId='y'"),
                        rule("c", AccessType.USER_ACCESS_PASS, "user.@Department like 'fin*'"),
                        rule("d", AccessType.ANALYZER, "user.environment.level matches '[5-9]'"),
                        rule("e", AccessType.ANALYZER_CAPACITY, "user.IsAnonymous()"),
                        new AccessRule("f", Grant.login("Visitors"), condition("user.userLevel='3'"))))
                .isEmpty();
        assertThat(RuleLint.lint(AccessRules.NONE, KNOWN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            user.userDirector='x'          | ERROR   | 0 | no known user has ever had user.userDirector, so that never holds; did you mean user.userDirectory?
            user.nam='x'                   | ERROR   | 0 | no known user has ever had user.nam, so that never holds; did you mean user.name?
            user.userlevl='3'              | ERROR   | 0 | no known user has ever had user.userlevl, so that never holds; did you mean user.userLevel?
            user.name='a' or user.grop='x' | ERROR  | 17 | no known user has ever had user.grop, so that never holds; did you mean user.group?
            user.grop!='x'                 | ERROR   | 0 | no known user has ever had user.grop, so that always holds; did you mean user.group?
            user.country='x'               | WARNING | 0 | no known user has ever had user.country, so that never holds
            user.roles='x'                 | WARNING | 0 | no known user has ever had user.roles, so that never holds
            user.@Departmant='x'           | WARNING | 0 | no known user has ever had user.@Departmant, so that never holds; did you mean user.department?
            user.environment.group='sales' | WARNING | 0 | no known user has ever had user.environment.group, so that never holds; did you mean user.group?
            user.level='5'                 | ERROR   | 0 | no known user has ever had user.level, so that never holds; did you mean user.environment.level?
            not user.environment.x like '*' | WARNING | 4 | no known user has ever had user.environment.x, so that never holds
            """)
    void attributeThatNobodyHasEverHadIsNamedWithItsPlace(String condition, Level level, int offset, String text) {
        assertThat(lint(condition))
                .filteredOn(finding -> finding.offset() != Finding.NOWHERE)
                .containsExactly(new Finding("r", level, offset, text));
    }

    @Test
    void unknownAttributeIsNamedOnceForEachRuleAndEachName() {
        assertThat(lint("user.x='1' or user.y='2' or user.X='3'"))
                .extracting(Finding::offset)
                .containsExactly(0, 14);
        assertThat(lint(rule("a", AccessType.ANALYZER, "user.xyz='1'"), rule("b", AccessType.ANALYZER, "user.xyz='1'")))
                .extracting(Finding::rule)
                .containsExactly("a", "b");
    }

    @Test
    void attributesOfExemptAccountsAreKnownToo() {
        Known known = new Known(List.of(), List.of(person("X\\svc", "kind=robot")), Map.of(), Set.of());

        assertThat(RuleLint.lint(new AccessRules(List.of(rule("r", AccessType.ANALYZER, "user.kind='human'"))), known))
                .isEmpty();
    }

    @Test
    void ruleThatContradictsItselfIsAnError() {
        assertThat(lint("user.userDirectory='A' and user.userDirectory='B'"))
                .containsExactly(new Finding(
                        "r", Level.ERROR, Finding.NOWHERE, "no user can ever match: the condition contradicts itself"));
    }

    @Test
    void ruleThatMatchesAnExemptServiceAccountIsNamed() {
        assertThat(lint("user.userDirectory='corp'"))
                .containsExactly(new Finding(
                        "r",
                        Level.WARNING,
                        Finding.NOWHERE,
                        "matches exempt service accounts, which need no pass: CORP\\svc-health"));
        assertThat(lint("user.userDirectory='corp' and user.group!='service'")).isEmpty();
    }

    @Test
    void longListsOfPeopleAreCut() {
        List<Known.Person> accounts = IntStream.range(0, 12)
                .mapToObj(i -> person("CORP\\svc" + i, ""))
                .toList();
        Known known = new Known(List.of(), accounts, Map.of(), Set.of());
        AccessRules rules = new AccessRules(List.of(rule("r", AccessType.ANALYZER, "user.userId like 'svc*'")));

        assertThat(RuleLint.lint(rules, known).get(0).text())
                .endsWith(": CORP\\svc0, CORP\\svc1, CORP\\svc2 and 9 more");
    }

    @Test
    void capacityForHoldersOfAnotherPassIsNamed() {
        assertThat(lint(rule("minutes", AccessType.ANALYZER_CAPACITY, "user.group='sales'")))
                .containsExactly(new Finding(
                        "minutes",
                        Level.WARNING,
                        Finding.NOWHERE,
                        "gives analyzer capacity to users who have or would get a pass of another type:"
                                + " CORP\\anna (professional)"));
    }

    @Test
    void capacityForThoseWhoWouldGetAnotherPassIsNamed() {
        assertThat(lint(
                        rule("minutes", AccessType.ANALYZER_CAPACITY, "user.group='it' or user.group='sales'"),
                        rule("named", AccessType.ANALYZER, "user.group='it'"),
                        rule("zz", AccessType.USER_ACCESS_PASS, "user.group='it' or user.group='sales'")))
                .extracting(Finding::text)
                .containsExactly("gives analyzer capacity to users who have or would get a pass of another type:"
                        + " CORP\\anna (professional), CORP\\bert (analyzer), CORP\\carl (analyzer)");
    }

    @Test
    void loginPassIsAnotherPassThanCapacity() {
        assertThat(lint(
                        rule("minutes", AccessType.ANALYZER_CAPACITY, "user.userId='bert'"),
                        new AccessRule("visit", Grant.login("partners"), condition("user.group='it'"))))
                .extracting(Finding::text)
                .containsExactly("gives analyzer capacity to users who have or would get a pass of another type:"
                        + " CORP\\bert (login access pass)");
    }

    @Test
    void capacityForThoseWhoHaveNothingElseIsWhatItIsFor() {
        assertThat(lint(
                        rule("minutes", AccessType.ANALYZER_CAPACITY, "user.group='it'"),
                        rule("more", AccessType.ANALYZER_CAPACITY, "user.group='it'")))
                .isEmpty();
    }

    @Test
    void namesThatDifferInCaseAloneAreErrors() {
        assertThat(lint(
                        rule("Sales", AccessType.ANALYZER, "user.group='a'"),
                        rule("it", AccessType.ANALYZER, "user.group='a'"),
                        rule("sales", AccessType.PROFESSIONAL, "user.group='a'")))
                .containsExactly(
                        new Finding(
                                "sales",
                                Level.ERROR,
                                Finding.NOWHERE,
                                "another rule has the same name but for case: sales, Sales"),
                        new Finding(
                                "Sales",
                                Level.ERROR,
                                Finding.NOWHERE,
                                "another rule has the same name but for case: sales, Sales"));
    }

    @ParameterizedTest
    @CsvSource({
        "nobody,''",
        "visitors,'; did you mean \"Visitors\"?'",
        "Partner,'; did you mean \"partners\"?'",
    })
    void groupOfLoginPassesMustBeThere(String group, String meant) {
        assertThat(lint(new AccessRule("r", Grant.login(group), condition("user.group='a'"))))
                .containsExactly(new Finding(
                        "r",
                        Level.ERROR,
                        Finding.NOWHERE,
                        "there is no group of login access passes named \"" + group + "\"" + meant));
    }

    @Test
    void findingsComeInOrderOfTheRulesAndOfTheirText() {
        List<Finding> found = lint(
                rule("z", AccessType.PROFESSIONAL, "user.zz='1' and user.aa='2' and user.userId='' "),
                rule("a", AccessType.ANALYZER, "user.userDirectory='corp'"),
                new AccessRule("m", Grant.login("nobody"), condition("user.bb='1'")));

        assertThat(found).extracting(Finding::rule).containsExactly("z", "z", "z", "a", "m", "m");
        assertThat(found).extracting(Finding::offset).containsExactly(0, 16, -1, -1, 0, -1);
    }

    @Test
    void siteThatKnowsNobodyYetGetsNoErrorsForTheLanguagesOwnAttributes() {
        Known nobody = new Known(List.of(), List.of(), Map.of(), Set.of());
        AccessRules rules = new AccessRules(List.of(rule(
                "r",
                AccessType.ANALYZER,
                "user.group='a' or user.roles='b' or user.@X='c' or user.environment.y='d' or user.name='e'")));

        assertThat(RuleLint.lint(rules, nobody)).hasSize(4).allMatch(f -> f.level() == Level.WARNING);
    }
}
