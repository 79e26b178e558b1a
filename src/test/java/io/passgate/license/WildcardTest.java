package io.passgate.license;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.property.Property;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {

    @ParameterizedTest
    @CsvSource({
        "a,a,true",
        "a,ab,false",
        "'','',true",
        "'',a,false",
        "*,'',true",
        "*,abc,true",
        "**,abc,true",
        "a*,a,true",
        "a*,ba,false",
        "*a,ba,true",
        "*a,ab,false",
        "a*a,a,false",
        "a*a,aa,true",
        "ab*ba,aba,false",
        "ab*ba,abba,true",
        "*ab*ab*,abab,true",
        "*ab*ab*,aab,false",
        "a*b*c,a-b-b-c,true",
        "a*b*c,a-c-b,false",
        "*.example,host.example,true",
        "a.c,abc,false",
    })
    void starStandsForAnyNumberOfCharacters(String pattern, String value, boolean fits) {
        assertThat(Wildcard.of(pattern).fits(value)).isEqualTo(fits);
    }

    @Test
    void fitsWhatTheSameRegularExpressionMatches() {
        Property.forAll(20_000, chance -> {
            String pattern = String.join("", chance.list(chance.between(0, 7), () -> chance.oneOf("a", "b", "*")));
            String value = String.join("", chance.list(chance.between(0, 8), () -> chance.oneOf("a", "b")));

            assertThat(Wildcard.of(pattern).fits(value))
                    .as("%s like %s", value, pattern)
                    .isEqualTo(Pattern.matches(pattern.replace("*", ".*"), value));
        });
    }
}
