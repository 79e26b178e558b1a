package io.passgate.license;

import static io.passgate.license.Rules.condition;
import static io.passgate.license.Rules.matches;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every example and every row on the language in domain.md §5 (anonymous users: §1.2), with a user who meets it and one who does
 * not.
 */
class ConditionExamplesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            ((user.userDirectory="MyDirectory"))                | MYDIRECTORY\\anna |                       | OTHER\\anna       |
            (user.group like "Qlik_Professional")               | X\\anna           | group=qlik_professional | X\\anna         | group=qlik_professionals
            (!(user.group like "Qlik_Professional"))            | X\\anna           | group=sales           | X\\anna           | group=Qlik_Professional
            (!(user.group like "Qlik_Professional"))            | X\\anna           |                       | X\\anna           | group=a,Qlik_Professional
            ((user.group="QSUserAccess" and user.userDirectory="X") and user.name!="QSAdmin") | X\\anna | group=qsuseraccess | X\\QSAdmin | group=QSUserAccess
            ((user.group="QSUserAccess" and user.userDirectory="X") and user.name!="QSAdmin") | X\\anna | group=QSUserAccess name=Anna | X\\anna | group=QSUserAccess name=qsadmin
            ((user.group="QSUserAccess" and user.userDirectory="X") and user.name!="QSAdmin") | x\\anna | group=QSUserAccess | Y\\anna | group=QSUserAccess
            (user.roles="LicenseAdmin")                         | X\\anna           | roles=LicenseAdmin    | X\\anna           | roles=Admin
            (user.environment.group="sales")                    | X\\anna           | environment.group=sales | X\\anna         | group=sales
            (user.group="sales")                                | X\\anna           | group=sales           | X\\anna           | environment.group=sales
            (user.@Department="Finance")                        | X\\anna           | Department=finance    | X\\anna           | Department=HR
            (user.IsAnonymous())                                | NONE\\anonymous7f | |                       NONE\\anna        |
            (user.userDirectory="NONE")                         | NONE\\anonymous7f | |                       X\\anonymous7f    |
            """)
    void examplesMatchWhomTheyAreMeantFor(
            String condition, String user, String attributes, String other, String otherAttributes) {
        assertThat(matches(condition, user, orNone(attributes))).isTrue();
        assertThat(matches(condition, other, orNone(otherAttributes))).isFalse();
        assertThat(condition(condition(condition).toString())).isEqualTo(condition(condition));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            = is exact and case-insensitive     | user.name="ANNA"              | X\\anna  |             | true
            = is exact and case-insensitive     | user.name="ann"               | X\\anna  |             | false
            = takes * literally                 | user.name="a*"                | X\\anna  |             | false
            = takes * literally                 | user.name="a*"                | X\\a*    |             | true
            != is case-insensitive              | user.name!="ANNA"             | X\\anna  |             | false
            != takes * literally                | user.name!="a*"               | X\\anna  |             | true
            like has the wildcard *             | user.name like "a*"           | X\\anna  |             | true
            like is case-insensitive            | user.name like "A*N*"         | X\\anna  |             | true
            like takes the whole value          | user.name like "*nn"          | X\\anna  |             | false
            matches is case-sensitive           | user.group matches "Sales.*"  | X\\anna  | group=SalesEU | true
            matches is case-sensitive           | user.group matches "sales.*"  | X\\anna  | group=SalesEU | false
            matches takes the whole value       | user.group matches "Sales"    | X\\anna  | group=SalesEU | false
            AND before OR                       | user.name="anna" or user.name="b" and user.name="c" | X\\anna | | true
            NOT before AND                      | not user.name="b" and user.name="anna" | X\\anna  |    | true
            userId                              | user.userId="Anna"            | X\\anna  | name=Bert   | true
            a misspelled attribute never matches | user.userDirector="X"        | X\\anna  |             | false
            an attribute never seen             | user.@Nothing like "*"        | X\\anna  |             | false
            """)
    void rowsOfTheTableHold(String row, String condition, String user, String attributes, boolean expected) {
        assertThat(matches(condition, user, orNone(attributes))).as(row).isEqualTo(expected);
    }

    /** An empty column of a table is null. */
    private static String orNone(@org.jspecify.annotations.Nullable String attributes) {
        return attributes == null ? "" : attributes;
    }
}
