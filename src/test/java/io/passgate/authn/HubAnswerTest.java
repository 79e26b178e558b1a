package io.passgate.authn;

import static io.passgate.authn.ChainFixture.cookie;
import static io.passgate.authn.ChainFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.Identification;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every shape of answer that a hub can give to who-am-I, and what the gate makes of it (design.md §4). */
class HubAnswerTest {

    private ChainFixture gate;

    @BeforeEach
    void start() throws Exception {
        gate = new ChainFixture(WhoAmIHub.named(), ChainFixture.ASK);
    }

    @AfterEach
    void stop() throws Exception {
        gate.close();
    }

    private String saidOf(WhoAmIHub.Script script) throws Exception {
        gate.hub.says(script);
        return gate.said(cookie("s1"));
    }

    private static WhoAmIHub.Script raw(String text) {
        return (asked, out) -> {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        };
    }

    @Test
    void aUserIsReadFromTheJson() throws Exception {
        gate.hub.says(WhoAmIHub.json(
                "{\"user\":\" Alice \",\"groups\":[\"sales\",7,true,{\"x\":1}],\"level\":3,\"more\":{}}"));
        Identification who = gate.who(cookie("s1"));
        assertThat(said(who)).isEqualTo("HUB\\alice");
        assertThat(who.<Object>fold(named -> named.attributes().values(), nobody -> "", cannotTell -> ""))
                .as("texts, numbers and truth values are kept, the rest is left out")
                .isEqualTo(Map.of("groups", List.of("sales", "7", "true"), "level", List.of("3")));
        assertThat(who.<Object>fold(named -> named.until(), nobody -> "", cannotTell -> ""))
                .isEqualTo(gate.clock.instant().plus(Duration.ofSeconds(60)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'user':'bob'}             | HUB\\bob",
                "{'user':42}                | HUB\\42",
                "{'user':''}                | nobody",
                "{'user':null}              | nobody",
                "{}                         | nobody",
                "[]                         | nobody",
                "7                          | nobody",
                "{'user':'a','anonymous':true} | nobody",
                "{'user':'a','anonymous':false} | HUB\\a",
                "{'user':{'id':'x'}}        | ? the hub's answer to who-am-I has no user at /user",
                "{'user':['x']}             | ? the hub's answer to who-am-I has no user at /user",
                "{'user':true}              | ? the hub's answer to who-am-I has no user at /user",
                "{'user':1.5}               | ? the hub's answer to who-am-I has no user at /user",
                "{'user':'  '}              | ? the hub's answer to who-am-I names no user: user id is empty",
                "{'user':'a\\r\\nSet-Cookie: x'} | ? the hub's answer to who-am-I names no user: "
                        + "user id holds a control character: \"a??set-cookie: x\"",
                "{'user':'a','user':'b'}    | ? the hub's answer to who-am-I is not JSON",
                "{'user':'a'} {'user':'b'}  | ? the hub's answer to who-am-I is not JSON",
                "{'user':'a'                | ? the hub's answer to who-am-I is not JSON",
                "<html>log in</html>        | ? the hub's answer to who-am-I is not JSON",
            })
    void jsonSaysWhoOrNobodyOrNothing(String body, String expected) throws Exception {
        assertThat(saidOf(WhoAmIHub.json(body.strip().replace('\'', '"')))).isEqualTo(expected);
    }

    @Test
    void anEmptyBodyIsNoAnswer() throws Exception {
        assertThat(saidOf(WhoAmIHub.json(""))).isEqualTo("? the hub's answer to who-am-I is empty");
    }

    @Test
    void bytesThatAreNoUtf8AreNoAnswer() throws Exception {
        assertThat(saidOf(raw("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"user\":\"\u00ff\"}")))
                .isEqualTo("? the hub's answer to who-am-I is not JSON");
    }

    @Test
    void jsonOfAThousandLevelsIsNoAnswer() throws Exception {
        assertThat(saidOf(WhoAmIHub.json("[".repeat(1000) + "]".repeat(1000))))
                .isEqualTo("? the hub's answer to who-am-I is not JSON");
    }

    @Test
    void theLabelOfTheAnswerDoesNotMatter() throws Exception {
        assertThat(saidOf(WhoAmIHub.json("{\"user\":\"a\"}", "Content-Type: text/html")))
                .isEqualTo("HUB\\a");
    }

    @Test
    void thePresetsStatusMeansNobodyWhateverTheBody() throws Exception {
        assertThat(saidOf((asked, out) -> WhoAmIHub.send(out, 401, "{\"user\":\"alice\"}")))
                .isEqualTo("nobody");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 301, 302, 303, 307, 400, 403, 404, 418, 429, 500, 502, 503, 504})
    void anyOtherStatusIsNoAnswer(int status) throws Exception {
        assertThat(saidOf((asked, out) -> {
                    String location = "Location: /login";
                    String body = status == 204 ? "" : "Content-Length: 14\r\n";
                    out.write(("HTTP/1.1 " + status + " X\r\n" + location + "\r\n" + body + "\r\n"
                                    + (status == 204 ? "" : "{\"user\":\"bob\"}"))
                            .getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                }))
                .isEqualTo("? the hub answered who-am-I with status " + status);
        assertThat(gate.hub.asked()).as("a redirect is not followed").hasSize(1);
    }

    @Test
    void aCompressedAnswerIsNoAnswer() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write("{\"user\":\"alice\"}".getBytes(StandardCharsets.UTF_8));
        }
        String said = saidOf((asked, out) -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + zipped.size() + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            zipped.writeTo(out);
            out.flush();
        });
        assertThat(said).isEqualTo("? the hub's answer to who-am-I is compressed, which it was not asked for");
        assertThat(gate.hub.asked().get(0).header("Accept-Encoding")).isEqualTo("identity");
    }

    @Test
    void anAnswerOver64KibIsNoAnswer() throws Exception {
        String padding = " ".repeat((64 << 10) - "{\"user\":\"a\"}".length());
        assertThat(saidOf(WhoAmIHub.json("{\"user\":\"a\"}" + padding)))
                .as("64 KiB are taken")
                .isEqualTo("HUB\\a");
        gate.later(Duration.ofSeconds(61));
        assertThat(saidOf(WhoAmIHub.json("{\"user\":\"a\"}" + padding + " ")))
                .isEqualTo("? who-am-I failed: the hub's answer is too long");
    }

    @Test
    void anEndlessAnswerIsCutOff() throws Exception {
        assertThat(saidOf((asked, out) -> {
                    out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                    while (true) {
                        out.write(new byte[8192]);
                    }
                }))
                .isEqualTo("? who-am-I failed: the hub's answer is too long");
    }

    @Test
    void aSlowDripIsCutOffAfterTwoSeconds() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        long started = System.nanoTime();
        String said = saidOf((asked, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            drip(out, over);
        });
        over.countDown();
        assertThat(said).isEqualTo("? who-am-I failed: the hub did not answer in time");
        assertThat(Duration.ofNanos(System.nanoTime() - started))
                .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(8));
    }

    private static void drip(OutputStream out, CountDownLatch over) throws Exception {
        while (!over.await(100, TimeUnit.MILLISECONDS)) {
            out.write(' ');
            out.flush();
        }
    }

    @Test
    void aHubThatSaysNothingIsGivenUpAfterTwoSeconds() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        assertThat(saidOf((asked, out) -> over.await())).isEqualTo("? who-am-I failed: the hub did not answer in time");
        over.countDown();
    }

    @Test
    void aHubThatIsNotThereIsNoAnswer() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        IdentityChain chain = gate.chain("/", URI.create("http://127.0.0.1:" + port), ChainFixture.ASK);
        assertThat(said(ChainFixture.await(chain.identify(ChainFixture.with(cookie("s1"))))))
                .isEqualTo("? who-am-I failed: the hub cannot be reached");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"user\":\"alice\"}",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "",
            })
    void anAnswerCutInTheMiddleIsNoAnswer(String begun) throws Exception {
        assertThat(saidOf((asked, out) -> {
                    out.write(begun.getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                    throw new java.io.IOException("cut");
                }))
                .isEqualTo("? who-am-I failed: the hub closed the connection before its answer was complete");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rubbish\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{\"user\":1}",
                "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}",
            })
    void whatIsNotHttpIsNoAnswer(String rubbish) throws Exception {
        assertThat(saidOf(raw(rubbish))).isEqualTo("? who-am-I failed: the hub's answer is not valid HTTP");
    }

    @Test
    void theDirectoryIsReadWhereTheAnswerHoldsIt() throws Exception {
        AskHub ask = new AskHub(
                "/me",
                new UserPointers(
                        ChainFixture.pointer("/id"),
                        new DirectorySource.InAnswer(ChainFixture.pointer("/org/dir")),
                        Map.of()),
                new NobodySigns(List.of(), List.of(), List.of()),
                Map.of(),
                new CredentialNames(List.of("sid"), List.of(), List.of(), List.of()));
        IdentityChain chain = gate.chain("/", gate.hub.url(), ask);
        gate.hub.says((asked, out) -> WhoAmIHub.send(
                out,
                200,
                asked.cookie("sid").equals("1")
                        ? "{\"id\":\"Ann\",\"org\":{\"dir\":\"Berlin\"}}"
                        : "{\"id\":\"Ann\",\"org\":{}}"));
        assertThat(said(ChainFixture.await(chain.identify(ChainFixture.with(cookie("1"))))))
                .isEqualTo("BERLIN\\ann");
        assertThat(said(ChainFixture.await(chain.identify(ChainFixture.with(cookie("2"))))))
                .isEqualTo("? the hub's answer to who-am-I has no user directory");
    }
}
