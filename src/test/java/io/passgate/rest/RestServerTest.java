package io.passgate.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.pkitesting.CertificateBuilder;
import io.passgate.tls.CertifiedKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RestServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RestSettings LOOPBACK = RestSettings.of("test", "127.0.0.1", 0);

    private final HttpClient client = HttpClient.newHttpClient();
    private List<RestServer> servers = List.of();

    @AfterEach
    void close() {
        servers.forEach(RestServer::close);
    }

    @Test
    void pathParametersArriveDecodedAndSlashesInThemStay() throws Exception {
        int port = start(Router.empty().get("/users/{id}/x", call -> Reply.text(200, call.parameter("id"))));

        assertThat(get(port, "/users/CORP%5Can%C3%A4+%2Fb/x").body()).isEqualTo("CORP\\anä+/b");
    }

    @Test
    void aMalformedPercentSignIsABadPath() throws Exception {
        int port = start(Router.empty().get("/users/{id}", call -> Reply.text(200, "no")));

        String answer = raw(port, "GET /users/a%2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("bad-path", "'a%2'");
    }

    @Test
    void aLiteralSegmentWinsOverAParameterInEitherOrder() throws Exception {
        int port = start(Router.empty()
                .get("/a/{id}", call -> Reply.text(200, "parameter"))
                .get("/a/me", call -> Reply.text(200, "literal")));

        assertThat(get(port, "/a/me").body()).isEqualTo("literal");
        assertThat(get(port, "/a/you").body()).isEqualTo("parameter");
    }

    @Test
    void anUnknownPathIsAProblemWithTheRequestIdOfTheHeader() throws Exception {
        HttpResponse<String> answer = get(start(Router.empty()), "/nowhere");

        JsonNode problem = JSON.readTree(answer.body());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(problem.path("type").asText()).isEqualTo("urn:passgate:problem:no-such-path");
        assertThat(problem.path("requestId").asText())
                .isNotEmpty()
                .isEqualTo(answer.headers().firstValue("x-request-id").orElseThrow());
    }

    @Test
    void anotherMethodOfAKnownPathIsToldWhichAreAllowed() throws Exception {
        int port = start(Router.empty().get("/a", call -> Reply.empty(204)).delete("/a", call -> Reply.empty(204)));

        HttpResponse<String> answer = send(request(port, "/a").POST(BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).hasValue("DELETE, GET, HEAD");
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() throws Exception {
        int port = start(Router.empty().get("/a", call -> Reply.text(200, "hello")));

        String get = "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        String answers = raw(port, get.replace("GET", "HEAD").replace("Connection: close\r\n", "") + get);

        String[] heads = answers.split("\r\n\r\n");
        assertThat(heads[0].toLowerCase(Locale.ROOT)).contains("content-length: 5");
        assertThat(heads[1]).startsWith("HTTP/1.1 200");
        assertThat(heads[2]).isEqualTo("hello");
    }

    @Test
    void pipelinedCallsAreAnsweredInTheirOrder() throws Exception {
        int port = start(Router.empty().get("/{n}", call -> Reply.text(200, "answer " + call.parameter("n"))));
        String requests = IntStream.range(0, 50)
                .mapToObj(n ->
                        "GET /" + n + " HTTP/1.1\r\nHost: x\r\n" + (n == 49 ? "Connection: close\r\n" : "") + "\r\n")
                .collect(Collectors.joining());

        String answers = raw(port, requests);

        assertThat(answers.lines()
                        .filter(line -> line.startsWith("answer "))
                        .map(line -> line.replaceAll("HTTP.*", "")))
                .containsExactlyElementsOf(
                        IntStream.range(0, 50).mapToObj(n -> "answer " + n).toList());
    }

    @Test
    void callsOfSeveralConnectionsRunAtTheSameTime() throws Exception {
        CyclicBarrier together = new CyclicBarrier(3);
        int port = start(Router.empty().get("/a", call -> {
            together.await(10, TimeUnit.SECONDS);
            return Reply.text(200, "met");
        }));

        var answers = IntStream.range(0, 3)
                .mapToObj(n -> client.sendAsync(request(port, "/a").build(), BodyHandlers.ofString()))
                .toList();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().body()).isEqualTo("met"));
    }

    @Test
    void aCallBeyondTheQueueIsAnsweredBusy() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        RestServer server =
                new RestServer(LOOPBACK.withWorkers(1), Router.empty().get("/a", call -> {
                    release.await();
                    return Reply.empty(204);
                }));
        servers = List.of(server);
        int port = server.start();

        var answers = IntStream.range(0, 300)
                .mapToObj(n -> client.sendAsync(request(port, "/a").build(), BodyHandlers.ofString())
                        .thenApply(answer -> {
                            release.countDown();
                            return answer.statusCode();
                        }))
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join)).containsOnly(204, 503);
    }

    @Test
    void jsonOfTheBodyComesBackAndStaysJson() throws Exception {
        int port = start(Router.empty().post("/a", call -> Reply.json(201, Map.of("got", call.json()))));

        HttpResponse<String> answer = post(port, "/a", "application/json; charset=utf-8", "{\"n\":1}");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(JSON.readTree(answer.body())).isEqualTo(JSON.readTree("{\"got\":{\"n\":1}}"));
    }

    @Test
    void badJsonIsToldItsLineAndColumn() throws Exception {
        int port = start(Router.empty().post("/a", call -> Reply.json(200, call.json())));

        HttpResponse<String> answer = post(port, "/a", "application/json", "{\n  \"n\": oops\n}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("detail").asText()).contains("line 2, column 8");
        assertThat(post(port, "/a", "application/json", "").body()).contains("empty");
        assertThat(post(port, "/a", "application/json", "{\"a\":1,\"a\":2}").body())
                .contains("Duplicate field");
        assertThat(post(port, "/a", "application/json", "{} {}").statusCode()).isEqualTo(400);
    }

    @Test
    void anotherContentTypeThanExpectedIsRefused() throws Exception {
        int port = start(
                Router.empty().post("/a", call -> Reply.json(200, call.json())).post("/f", call -> {
                    return Reply.json(200, call.form());
                }));

        assertThat(post(port, "/a", "text/plain", "{}").statusCode()).isEqualTo(415);
        assertThat(post(port, "/f", "application/json", "{}").statusCode()).isEqualTo(415);
        assertThat(post(port, "/f", "application/x-www-form-urlencoded", "a=1%202&b=%C3%A4")
                        .body())
                .isEqualTo("{\"a\":\"1 2\",\"b\":\"ä\"}");
    }

    @Test
    void queryValuesArriveDecodedInOrder() throws Exception {
        int port = start(Router.empty()
                .get(
                        "/a",
                        call -> Reply.json(
                                200, List.of(call.queryAll("x"), call.query("y").orElse("none")))));

        assertThat(get(port, "/a?x=1%202&x=3").body()).isEqualTo("[[\"1 2\",\"3\"],\"none\"]");
    }

    @Test
    void aBodyOverTheLimitIsRefusedWithAProblem() throws Exception {
        RestServer server =
                new RestServer(LOOPBACK.withMaxBodyBytes(1000), Router.empty().post("/a", call -> Reply.empty(204)));
        servers = List.of(server);
        int port = server.start();

        HttpResponse<String> answer = post(port, "/a", "application/json", "x".repeat(2_000_000));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("body-too-large");
        assertThat(post(port, "/a", "application/json", "x".repeat(1000)).statusCode())
                .isEqualTo(204);
    }

    @Test
    void rubbishIsABadRequest() throws Exception {
        int port = start(Router.empty());

        assertThat(raw(port, "no such thing\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("bad-request");
        assertThat(raw(port, "GET /" + "x".repeat(9000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 414");
        assertThat(raw(port, "GET / HTTP/1.1\r\nA: " + "x".repeat(9000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
        assertThat(raw(port, "GET http://x/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void aFaultIsAProblemThatTellsNothingOfItsCause() throws Exception {
        int port = start(Router.empty().get("/a", call -> {
            throw new IllegalStateException("secret cause");
        }));

        HttpResponse<String> answer = get(port, "/a");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("internal", "requestId").doesNotContain("secret");
        assertThat(get(port, "/a").statusCode()).as("the server lives on").isEqualTo(500);
    }

    @Test
    void aForeignHostIsMisdirectedOnEveryPath() throws Exception {
        RestServer server = new RestServer(
                LOOPBACK.withHosts(Set.of("localhost", "[::1]")), Router.empty().get("/a", call -> Reply.empty(204)));
        servers = List.of(server);
        int port = server.start();

        assertThat(statusFor(port, "Host: LocalHost:" + port)).isEqualTo("204");
        assertThat(statusFor(port, "Host: [::1]")).isEqualTo("204");
        assertThat(statusFor(port, "Host: [::1]:80")).isEqualTo("204");
        assertThat(statusFor(port, "Host: evil.example")).isEqualTo("421");
        assertThat(statusFor(port, "Host: localhost.evil.example")).isEqualTo("421");
        assertThat(statusFor(port, "X: y")).isEqualTo("421");
    }

    @Test
    void theTokenOpensOnlyTheFilteredRoutesAndOnlyWhole() throws Exception {
        int port = start(Router.empty()
                .get("/open", call -> Reply.empty(204))
                .and(Router.empty().get("/closed", call -> Reply.empty(204)).filtered(new BearerToken("t0ken"))));

        assertThat(get(port, "/open").statusCode()).isEqualTo(204);
        assertThat(get(port, "/closed").statusCode()).isEqualTo(401);
        assertThat(get(port, "/closed").headers().firstValue("www-authenticate"))
                .hasValue("Bearer");
        for (String wrong : List.of("Bearer t0ke", "Bearer t0kenn", "Basic t0ken", "t0ken", "Bearer ")) {
            assertThat(send(request(port, "/closed").header("Authorization", wrong))
                            .statusCode())
                    .as(wrong)
                    .isEqualTo(401);
        }
        assertThat(send(request(port, "/closed").header("Authorization", "bearer t0ken"))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void tlsAnswersUnderTheGivenCertificate() throws Exception {
        var bundle = new CertificateBuilder()
                .algorithm(CertificateBuilder.Algorithm.ecp256)
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        RestServer server = new RestServer(
                LOOPBACK.withTls(
                        new CertifiedKey(bundle.getKeyPair().getPrivate(), List.of(bundle.getCertificatePath()))),
                Router.empty().get("/a", call -> Reply.text(200, "sealed")));
        servers = List.of(server);
        int port = server.start();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, bundle.toTrustManagerFactory().getTrustManagers(), null);
        HttpClient trusting = HttpClient.newBuilder().sslContext(context).build();

        HttpResponse<String> answer = trusting.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/a"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("sealed");
    }

    @Test
    void aTakenPortStopsTheStartWithItsName() throws Exception {
        int taken = start(Router.empty());
        RestServer second = new RestServer(RestSettings.of("second", "127.0.0.1", taken), Router.empty());

        assertThatThrownBy(second::start)
                .isInstanceOf(IOException.class)
                .hasMessage("second cannot listen on 127.0.0.1:" + taken);
        second.close();
    }

    @Test
    void twoHandlersForOnePathAreAMistake() {
        Router router = Router.empty().get("/a", call -> Reply.empty(204));

        assertThatThrownBy(() -> router.get("/a", call -> Reply.empty(200))).hasMessage("two handlers for GET /a");
    }

    private int start(Router router) throws IOException {
        RestServer server = new RestServer(LOOPBACK, router);
        servers = List.of(server);
        return server.start();
    }

    private HttpResponse<String> get(int port, String path) throws Exception {
        return send(request(port, path));
    }

    private HttpResponse<String> post(int port, String path, String type, String body) throws Exception {
        return send(request(port, path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static String statusFor(int port, String headerLine) throws IOException {
        return raw(port, "GET /a HTTP/1.1\r\n" + headerLine + "\r\nConnection: close\r\n\r\n")
                .substring(9, 12);
    }

    private static String raw(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
