package io.passgate.license;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.property.Property;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

    @ParameterizedTest
    @CsvSource({
        "userdirector,userdirectory",
        "userdirectroy,userdirectory",
        "userdirect,''",
        "grop,group",
        "gorup,''",
        "groups,group",
        "role,roles",
        "departmant,department",
        "ou,''",
        "cn,''",
        "mail,''",
        "nothing,''",
    })
    void nearestKnownNameIsMeant(String written, String meant) {
        List<String> known = List.of("userid", "userdirectory", "name", "group", "roles", "department", "dn");

        assertThat(Spelling.meant(written, known).orElse("")).isEqualTo(meant);
    }

    @Test
    void nearestOfSeveralIsMeant() {
        assertThat(Spelling.meant("departmen", List.of("departure", "department", "apartments")))
                .contains("department");
        assertThat(Spelling.meant("abc", List.of("abe", "abd")))
                .as("the first of equals")
                .contains("abd");
        assertThat(Spelling.meant("abc", List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'','',0", "a,'',1", "'',abc,3", "kitten,sitting,3", "flaw,lawn,2", "abc,abc,0", "abc,acb,2"})
    void editsAreInsertionsOmissionsAndReplacements(String one, String other, int edits) {
        assertThat(Spelling.edits(one, other)).isEqualTo(edits);
        assertThat(Spelling.edits(other, one)).isEqualTo(edits);
    }

    @Test
    void editsAreADistance() {
        Property.forAll(2000, chance -> {
            String a = chance.text(6);
            String b = chance.text(6);
            String c = chance.text(6);
            assertThat(Spelling.edits(a, a)).isZero();
            assertThat(Spelling.edits(a, b)).isEqualTo(Spelling.edits(b, a));
            assertThat(Spelling.edits(a, c)).isLessThanOrEqualTo(Spelling.edits(a, b) + Spelling.edits(b, c));
        });
    }
}
