package io.passgate.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalPathTest {
    @ParameterizedTest
    @CsvSource({
        "/,/",
        "/a/b.c/~d,/a/b.c/~d",
        "/.well-known/x,/.well-known/x",
        "/a/../b,/b",
        "/a/./b/.,/a/b/",
        "/a/b/..,/a/",
        "/..,/",
        "/../../x,/x",
        "/a/..x/...,/a/..x/...",
        "//a///b//,/a/b/",
        "/%61%2D%5f%7E%2e,/a-_~.",
        "/a/%2e%2E/b,/b",
        "/a/.%2e/%2e/b,/b",
        "/%3a%c3%a4,/%3A%C3%A4",
        "/%252e%252e/a,/%252e%252e/a",
        "/a;p=1/b,/a;p=1/b",
        "/a%20b,/a%20b",
    })
    void everySpellingBecomesOne(String sent, String canonical) {
        assertThat(Heads.get(sent).path()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/a\\b",
                "/%00",
                "/%0d%0a",
                "/%7f",
                "/%",
                "/%4",
                "/%4g",
                "/a/..;x/b",
                "/.;/",
                "/%2e%2e;/x"
            })
    void whatHubsReadDifferentlyIsRefused(String path) {
        assertThat(Heads.flaw(Heads.lines("GET " + path + " HTTP/1.1", "Host: a")))
                .contains(Flaw.PATH);
    }

    @Test
    void queryIsLeftAsItWasSent() {
        RequestHead head = Heads.get("/a/../b?x=/../%2f%00//");
        assertThat(head.path()).isEqualTo("/b");
        assertThat(head.query()).isEqualTo("?x=/../%2f%00//");
    }

    @ParameterizedTest
    @CsvSource({"http://gate,/,''", "http://gate?x,/,?x", "https://GATE/a/../b?c,/b,?c"})
    void absoluteFormIsItsPath(String target, String path, String query) {
        RequestHead head = Heads.get(target);
        assertThat(head.path()).isEqualTo(path);
        assertThat(head.query()).isEqualTo(query);
    }
}
