package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.User;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The counting table of domain.md §2 (ta-p/1714209, May 2022), row by row. */
class CountingTableTest {

    /** One row: what a person does, and how many sessions that is. */
    private record Row(String situation, int sessions, BiConsumer<Person, TestGate> does) {
        @Override
        public String toString() {
            return situation + " = " + sessions;
        }
    }

    /** Somebody with a desk, a phone and as many browsers as they like. */
    private record Person(User user, TestGate gate) {

        TestBrowser browser(String address, String userAgent) {
            gate.clock.forward(Duration.ofSeconds(20));
            return new TestBrowser(gate, address, userAgent).signIn(user);
        }

        TestBrowser desk() {
            return browser("192.0.2.7", "Chrome/140");
        }

        void tabs(TestBrowser browser, String virtualProxy, int count) {
            for (int i = 0; i < count; i++) {
                browser.open(virtualProxy);
                gate.clock.forward(Duration.ofSeconds(20));
            }
        }
    }

    static Stream<Row> table() {
        return Stream.of(
                new Row("many tabs, one browser, one virtual proxy", 1, (p, g) -> p.tabs(p.desk(), "/", 12)),
                new Row("two browsers on one PC", 2, (p, g) -> {
                    p.tabs(p.desk(), "/", 2);
                    p.tabs(p.browser("192.0.2.7", "Firefox/144"), "/", 2);
                }),
                new Row("browser closed and opened again (session cookie lost)", 2, (p, g) -> {
                    TestBrowser browser = p.desk();
                    p.tabs(browser, "/", 2);
                    p.tabs(browser.reopened(), "/", 2);
                }),
                new Row("browser closed and opened again within ten seconds", 2, (p, g) -> {
                    TestBrowser browser = p.desk();
                    browser.open();
                    browser.open();
                    g.clock.forward(Duration.ofSeconds(3));
                    browser.reopened().open();
                }),
                new Row("two machines", 2, (p, g) -> {
                    p.tabs(p.desk(), "/", 2);
                    p.tabs(p.browser("192.0.2.8", "Chrome/140"), "/", 2);
                }),
                new Row("hub + 2 apps in tabs on PC, plus a phone", 2, (p, g) -> {
                    p.tabs(p.desk(), "/", 3);
                    p.tabs(p.browser("203.0.113.5", "Mobile Safari/26"), "/", 1);
                }),
                new Row("same browser, two virtual proxies", 2, (p, g) -> {
                    TestBrowser browser = p.desk();
                    p.tabs(browser, "/", 2);
                    p.tabs(browser, "/sales", 2);
                }),
                new Row("QMC", 1, (p, g) -> p.tabs(p.desk(), "/", 1)),
                new Row("mashup with two apps, same proxy", 1, (p, g) -> p.tabs(p.desk(), "/", 2)),
                new Row("iframes, same proxy", 1, (p, g) -> {
                    TestBrowser browser = p.desk();
                    for (int frame = 0; frame < 6; frame++) {
                        TestRequest request = g.request()
                                .with(browser.request("/").credentials())
                                .from("192.0.2.7", "Chrome/140");
                        g.arrive(request.arrival());
                    }
                }),
                new Row(
                        "6 separate mashup pages, opened by a person one after the other in one browser",
                        1,
                        (p, g) -> p.tabs(p.desk(), "/", 6)),
                new Row("5 contexts of one browser, each signed in by itself", 5, (p, g) -> {
                    for (int i = 0; i < 5; i++) {
                        p.tabs(p.desk(), "/", 1);
                    }
                }));
    }

    @ParameterizedTest
    @MethodSource("table")
    void countsAs(Row row) {
        TestGate gate = new TestGate();
        Person person = new Person(gate.allocated("CORP\\anna"), gate);

        row.does().accept(person, gate);

        assertThat(gate.records.sessions(person.user())).hasSize(row.sessions());
        assertThat(gate.log.opened).hasSize(row.sessions());
        assertThat(gate.log.refused).isEmpty();
    }
}
