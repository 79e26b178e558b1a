package io.passgate.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.passgate.property.Property;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How users are named and compared (design.md §1). */
class UserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            CORP\\anna           | corp\\ANNA
            " CORP \\ Anna "     | CORP\\anna
            CORP\\J\u00fcrgen    | CORP\\JU\u0308RGEN
            CORP\\\u212bngstr    | corp\\\u00e5NGSTR
            CORP\\a\\b           | Corp\\A\\B
            """)
    void oneUserHoweverItIsWritten(String one, String other) {
        assertThat(User.parse(one)).isEqualTo(User.parse(other)).hasSameHashCodeAs(User.parse(other));
    }

    @ParameterizedTest
    @CsvSource({"CORP\\anna,CORP\\anne", "CORP\\anna,CORP2\\anna", "CORP\\strasse,CORP\\straße"})
    void twoUsersStayTwo(String one, String other) {
        assertThat(User.parse(one)).isNotEqualTo(User.parse(other));
    }

    @Test
    void foldingDoesNotAskTheLocaleOfTheMachine() {
        assertThat(new User("CORP", "TITLE").id()).isEqualTo("title");
    }

    @Test
    void directoryIsWrittenInUpperCase() {
        assertThat(User.parse("corp\\Anna")).hasToString("CORP\\anna");
        assertThat(User.parse("straße\\anna"))
                .as("ß has no upper case that folds back")
                .hasToString("straße\\anna");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CORP\\an\nna",
                "CORP\\an\tna",
                "CORP\\an\u0000na",
                "CORP\\an\u007fna",
                "CORP\\an\u0085na",
                "CORP\\an\u2028na",
                "CORP\\an\u202ena",
                "CORP\\an\u200bna",
                "CORP\\an\ud800na",
                "CO\rRP\\anna"
            })
    void nameThatCouldForgeALineIsRefused(String written) {
        assertThatThrownBy(() -> User.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("control character")
                .message()
                .satisfies(text -> assertThat(text.codePoints()).noneMatch(Character::isISOControl));
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna", "", "\\anna", "CORP\\", " \\anna", "CORP\\ ", "\\"})
    void nameWithoutBothPartsIsRefused(String written) {
        assertThatThrownBy(() -> User.parse(written)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void directoryHasNoBackslash() {
        assertThatThrownBy(() -> new User("CORP\\SUB", "anna")).hasMessageContaining("backslash");
    }

    @Test
    void partOf256CharactersIsTakenAndALongerOneRefused() {
        assertThat(new User("CORP", "x".repeat(256)).id()).hasSize(256);
        assertThatThrownBy(() -> new User("CORP", "x".repeat(257))).hasMessageContaining("256");
        assertThatThrownBy(() -> new User("x".repeat(257), "anna")).hasMessageContaining("256");
    }

    @Test
    void everyLetterThatHasACaseReadsBackAsItWasWritten() {
        assertThat(IntStream.rangeClosed(0x21, 0x1FFFF)
                        .filter(c -> Character.toLowerCase(c) != c || Character.toUpperCase(c) != c || c < 0x250)
                        .filter(Character::isLetterOrDigit)
                        .filter(c -> !readsBack(Character.toString(c))))
                .isEmpty();
    }

    private static boolean readsBack(String letter) {
        User user = new User("d" + letter, letter + "\u0301x");
        return User.parse(user.written()).equals(user) && new User(user.directory(), user.id()).equals(user);
    }

    @Test
    void whateverIsTakenReadsBackAsItWasWritten() {
        Property.forAll(5_000, chance -> {
            String directory = chance.text(6);
            String id = chance.text(6);
            try {
                User user = new User(directory, id);
                assertThat(User.parse(user.written()).equals(user)).isTrue();
                assertThat(new User(user.directory(), user.id()).equals(user)).isTrue();
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageMatching("(?s)user (directory|id) .*");
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "NONE\\anonymous7f,true",
        "none\\Anonymous,true",
        "NONE\\anna,false",
        "NONE\\not-anonymous,false",
        "CORP\\anonymous7f,false"
    })
    void anonymousUsersAreThoseOfDirectoryNoneWithAnIdOfThatName(String user, boolean anonymous) {
        assertThat(User.parse(user).isAnonymous()).isEqualTo(anonymous);
    }
}
