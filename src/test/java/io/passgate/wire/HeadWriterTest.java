package io.passgate.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadWriterTest {
    private static final Sender PEER = Sender.of("192.0.2.1", true);
    private static final String FORWARDED = String.join(
            "\r\n",
            "X-Forwarded-For: 192.0.2.1",
            "X-Forwarded-Proto: https",
            "Forwarded: for=192.0.2.1;proto=https;host=\"gate\"",
            "X-Forwarded-Host: gate",
            "X-Forwarded-Port: 443",
            "",
            "");

    private static String written(RequestHead head, String hubHost, RequestEdit edit, Sender sender) {
        ByteBuf out = Unpooled.buffer();
        RequestGuard.strip(head);
        HeadWriter.request(out, head, sender, hubHost.getBytes(StandardCharsets.ISO_8859_1), edit);
        return Heads.text(out);
    }

    private static String written(RequestHead head) {
        return written(head, "", RequestEdit.NONE, PEER);
    }

    private static String written(ResponseHead head, Persistence persistence, RequestEdit edit, String... setCookies) {
        ByteBuf out = Unpooled.buffer();
        HeadWriter.response(out, head, persistence, edit, List.of(setCookies));
        return Heads.text(out);
    }

    @Test
    void fieldsThatPassAreCopiedAsTheyCame() {
        assertThat(written(Heads.get("/a?b", "X-One:1", "x-TWO:  2 ", "Accept: */*")))
                .isEqualTo("GET /a?b HTTP/1.1\r\nHost: gate\r\nX-One:1\r\nx-TWO:  2 \r\nAccept: */*\r\n" + FORWARDED);
    }

    @Test
    void hopByHopFieldsAndThoseThatConnectionNamesStayBehind() {
        assertThat(written(Heads.get(
                        "/",
                        "Connection: X-Mine, close, TE",
                        "X-Mine: 1",
                        "x_mine: 2",
                        "Keep-Alive: timeout=5",
                        "TE: trailers",
                        "Proxy-Connection: keep-alive",
                        "Proxy-Authorization: Basic x",
                        "Upgrade: h2c",
                        "HTTP2-Settings: AAMA",
                        "X-Other: 1")))
                .isEqualTo("GET / HTTP/1.1\r\nHost: gate\r\nX-Other: 1\r\n" + FORWARDED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 1.2.3.4", "x-forwarded-proto: https", "X-Forwarded-Host: evil", "X-Forwarded-Port: 1",
                "X-Forwarded-User: admin", "X_Forwarded_For: 1.2.3.4", "Forwarded: for=1.2.3.4", "X-Real-IP: 1.2.3.4",
                "X-Qlik-User: UserDirectory=A; UserId=b", "X_QLIK_USER: a", "x-qlik_user: a", "X-Qlik-Security: a",
                "X-Qlik-ProxySession: a", "X-Qlik-ProxyId: a", "X-Qlik-Trace: a", "X-Qlik-Virtual-Proxy-Prefix: a",
                "X-Qlik-App: a", "X-Qlik-Capabilities: a", "X-Passgate-User: a", "X_Passgate_Anything: a",
                "Content_Length: 5", "Transfer_Encoding: chunked", "Cooki_e: x", "Authoriza_tion: x"
            })
    void whatOnlyAGateMaySayIsStripped(String field) {
        String written = written(Heads.get("/", field, "X-Other: 1"));
        boolean known = !field.startsWith("Cooki_e") && !field.startsWith("Authoriza_");
        assertThat(written.contains(field)).as("%s passes", field).isEqualTo(!known);
        assertThat(written).contains("X-Other: 1\r\n").endsWith(FORWARDED);
    }

    @Test
    void nobodySeesAStrippedFieldAnyMore() {
        RequestHead head =
                Heads.get("/", "X-Qlik-User: a", "X-Forwarded-For: 1.2.3.4", "Connection: X-Mine", "X-Mine: 1");
        RequestGuard.strip(head);
        assertThat(head.values("X-Qlik-User")).isEmpty();
        assertThat(head.values("X-Forwarded-For")).isEmpty();
        assertThat(head.values("X-Mine")).isEmpty();
        assertThat(head.has(Header.CONNECTION)).isFalse();
    }

    @Test
    void hubsOwnHostReplacesTheClients() {
        assertThat(written(Heads.get("/"), "hub:8080", RequestEdit.NONE, PEER))
                .isEqualTo("GET / HTTP/1.1\r\nHost: hub:8080\r\n" + FORWARDED);
    }

    @Test
    void canonicalPathIsSentWithTheQueryAsItWas() {
        assertThat(written(Heads.get("//a/./%62?q=%62"))).startsWith("GET /a/b?q=%62 HTTP/1.1\r\n");
    }

    @Test
    void framingIsMadeAnew() {
        assertThat(written(Heads.request("POST / HTTP/1.1", "Host: gate", "Transfer-Encoding: Chunked")))
                .isEqualTo("POST / HTTP/1.1\r\nHost: gate\r\nTransfer-Encoding: chunked\r\n" + FORWARDED);
        assertThat(written(Heads.request("POST / HTTP/1.1", "Host: gate", "Content-Length: 5")))
                .isEqualTo("POST / HTTP/1.1\r\nHost: gate\r\nContent-Length: 5\r\n" + FORWARDED);
    }

    @Test
    void ownCookiesAreCutAndNothingElseIs() {
        RequestEdit edit = new RequestEdit(List.of("pg", "pg2"), List.of(), List.of());
        assertThat(written(Heads.get("/", "Cookie: a=1; pg=secret; b=\"2\""), "", edit, PEER))
                .isEqualTo("GET / HTTP/1.1\r\nHost: gate\r\nCookie: a=1; b=\"2\"\r\n" + FORWARDED);
        assertThat(written(Heads.get("/", "Cookie: pg=secret;pg2=x ; pg"), "", edit, PEER))
                .doesNotContain("Cookie");
        assertThat(written(Heads.get("/", "Cookie: xpg=1; Pg=2;pgx=3"), "", edit, PEER))
                .contains("Cookie: xpg=1; Pg=2; pgx=3\r\n");
    }

    @Test
    void passageAddsAndRemovesFields() {
        RequestEdit edit =
                new RequestEdit(List.of("pg"), List.of("X-Remote-User", "cookie"), List.of(new Field("X-Who", "me")));
        assertThat(written(Heads.get("/", "X_Remote_User: you", "x-remote-user: he", "Cookie: a=1"), "", edit, PEER))
                .isEqualTo("GET / HTTP/1.1\r\nHost: gate\r\n" + FORWARDED.substring(0, FORWARDED.length() - 2)
                        + "X-Who: me\r\n\r\n");
    }

    @Test
    void webSocketHandshakeIsPassedOn() {
        assertThat(written(Heads.get(
                        "/",
                        "Connection: keep-alive, Upgrade",
                        "Upgrade: WebSocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")))
                .contains(
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n");
    }

    @Test
    void trustedProxyIsBelievedUpToTheFirstStranger() {
        TrustedProxies trusted = TrustedProxies.of(List.of("10.0.0.0/8", "::1"));
        RequestHead head = Heads.get(
                "/",
                "X-Forwarded-For: 6.6.6.6, 203.0.113.9",
                "X-Forwarded-For: 10.1.2.3",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: shop.example:8443",
                "Forwarded: for=6.6.6.6");
        Sender sender = Sender.behind("10.0.0.1", false, head, trusted);

        assertThat(sender.address()).isEqualTo("203.0.113.9");
        assertThat(sender.secure()).isTrue();
        assertThat(written(head, "", RequestEdit.NONE, sender))
                .isEqualTo(Heads.lines(
                        "GET / HTTP/1.1",
                        "Host: gate",
                        "X-Forwarded-For: 203.0.113.9, 10.1.2.3, 10.0.0.1",
                        "X-Forwarded-Proto: https",
                        "Forwarded: for=203.0.113.9;proto=https;host=\"shop.example:8443\"",
                        "X-Forwarded-Host: shop.example:8443",
                        "X-Forwarded-Port: 8443"));
    }

    @Test
    void rubbishOfATrustedProxyIsNotPassedOn() {
        RequestHead head = Heads.get(
                "/", "X-Forwarded-For: 1.1.1.1, unknown", "X-Forwarded-Host: a b", "X-Forwarded-Proto: gopher");
        Sender sender = Sender.behind("10.0.0.1", false, head, TrustedProxies.of(List.of("10.0.0.1")));

        assertThat(sender.address()).isEqualTo("10.0.0.1");
        assertThat(sender.secure()).isFalse();
        assertThat(written(head, "", RequestEdit.NONE, sender)).contains("X-Forwarded-Host: gate\r\n");
    }

    @Test
    void addressOfVersionSixIsQuotedInForwarded() {
        assertThat(written(Heads.get("/"), "", RequestEdit.NONE, Sender.of("2001:db8::1", false)))
                .contains("X-Forwarded-For: 2001:db8::1\r\n", "Forwarded: for=\"[2001:db8::1]\";proto=http;");
    }

    @Test
    void answerLosesItsHopByHopFields() {
        assertThat(written(
                        Heads.response(
                                "HTTP/1.1 200 Fine",
                                "Connection: close, X-Mine",
                                "X-Mine: 1",
                                "Keep-Alive: x",
                                "Upgrade: h2c",
                                "Content-Length: 3",
                                "X-Other: 1"),
                        Persistence.KEEP,
                        RequestEdit.NONE))
                .isEqualTo("HTTP/1.1 200 Fine\r\nContent-Length: 3\r\nX-Other: 1\r\n\r\n");
    }

    @Test
    void answerSaysWhatBecomesOfTheClientsConnection() {
        assertThat(written(Heads.response("HTTP/1.1 200 ", "Content-Length: 0"), Persistence.CLOSE, RequestEdit.NONE))
                .isEqualTo("HTTP/1.1 200 \r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        assertThat(written(
                        Heads.response("HTTP/1.0 200 OK", "Content-Length: 0"), Persistence.KEEP_10, RequestEdit.NONE))
                .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n");
    }

    @Test
    void answerWithOurCookieIsPrivate() {
        RequestEdit edit = new RequestEdit(List.of("pg"), List.of(), List.of());
        assertThat(written(
                        Heads.response(
                                "HTTP/1.1 200 OK",
                                "Cache-Control: public, max-age=60",
                                "Set-Cookie: pg=forged",
                                "Set-Cookie: a=1",
                                "Content-Length: 0"),
                        Persistence.KEEP,
                        edit,
                        "pg=real; HttpOnly"))
                .isEqualTo(Heads.lines(
                        "HTTP/1.1 200 OK",
                        "Set-Cookie: a=1",
                        "Content-Length: 0",
                        "Set-Cookie: pg=real; HttpOnly",
                        "Cache-Control: private"));
        assertThat(written(
                        Heads.response("HTTP/1.1 200 OK", "Cache-Control: no-store", "Content-Length: 0"),
                        Persistence.KEEP,
                        edit,
                        "pg=real"))
                .contains("Cache-Control: no-store\r\n")
                .doesNotContain("private");
    }

    @Test
    void chunkedIsNotToldToAnOldClient() {
        ResponseHead head = Heads.response("HTTP/1.1 200 OK", "Transfer-Encoding: chunked");
        assertThat(written(head, Persistence.KEEP, RequestEdit.NONE)).contains("Transfer-Encoding: chunked");
        assertThat(written(head, Persistence.CLOSE_10, RequestEdit.NONE)).doesNotContain("chunked");
    }
}
