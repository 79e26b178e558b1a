package io.passgate.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientKindTest {

    @ParameterizedTest
    @ValueSource(strings = {"document", "iframe", "frame", "object", "embed"})
    void whatIsShownIsForAPerson(String destination) {
        assertThat(ClientKind.of(Optional.of(destination), Optional.of("*/*"))).isEqualTo(ClientKind.PERSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "script", "style", "image", "font", "websocket", "worker", "nonsense"})
    void whatIsNotShownIsForAProgramWhateverItAccepts(String destination) {
        assertThat(ClientKind.of(Optional.of(destination), Optional.of("text/html")))
                .isEqualTo(ClientKind.PROGRAM);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | PERSON",
                "TEXT/HTML                          | PERSON",
                "application/xhtml+xml              | PERSON",
                "text/html, application/json        | PERSON",
                "text/html;q=0.5, application/json  | PROGRAM",
                "text/html;q=0                      | PROGRAM",
                "text/html;level=1;q=0.7            | PERSON",
                "text/html;q=rubbish                | PROGRAM",
                "application/json                   | PROGRAM",
                "*/*                                | PROGRAM",
                "text/*                             | PROGRAM",
                ",;,;q=                             | PROGRAM"
            })
    void acceptTellsWhereTheDestinationIsNotSent(String accept, ClientKind expected) {
        assertThat(ClientKind.of(Optional.empty(), Optional.of(accept.strip()))).isEqualTo(expected);
    }

    @Test
    void whoSaysNothingIsAProgram() {
        assertThat(ClientKind.of(Optional.empty(), Optional.empty())).isEqualTo(ClientKind.PROGRAM);
    }
}
