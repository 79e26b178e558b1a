package io.passgate.front;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes requests that are almost right. One per thread. */
final class Mutations {
    private static final List<String> SOUND = List.of(
            "GET /a/b?c=d HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\nCookie: x=1; y=2\r\nX-Forwarded-For: 10.0.0.1\r\n\r\n",
            "POST /p HTTP/1.1\r\nHost: a:80\r\nContent-Type: text/plain\r\nContent-Length: 35\r\n\r\n"
                    + Ground.SMUGGLED,
            "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=\"y\"\r\nhello\r\n23\r\n"
                    + Ground.SMUGGLED + "\r\n0\r\nX-Sum: 1\r\nX-Qlik-User: b\r\n\r\n",
            "GET /1 HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\n\r\n"
                    + "PUT /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhiDELETE /3 HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET http://a/x/../y%41//z?q HTTP/1.1\r\nHost: a\r\nX-Qlik-User: b\r\nX_Passgate_User: c\r\nTE: trailers\r\n\r\n",
            "GET /old HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nold",
            "POST /e HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nbody",
            "HEAD /h HTTP/1.1\r\nHost: [::1]:8080\r\nAuthorization: Basic YTpi\r\nRange: bytes=0-1\r\n\r\n",
            Ws.REQUEST);
    private static final List<String> PIECES = List.of(
            "\r\n",
            "\r\n\r\n",
            "\n",
            "\r",
            "\0",
            " ",
            "\t",
            ":",
            ",",
            ";",
            "0",
            "0\r\n\r\n",
            "\r\n ",
            "_",
            "chunked",
            "identity",
            "Content-Length: 3\r\n",
            "Content-Length: 0\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding:\tchunked \r\n",
            "Connection: close\r\n",
            "Connection: content-length\r\n",
            "Host: b\r\n",
            "Expect: 100-continue\r\n",
            " HTTP/1.1\r\n",
            "HTTP/1.0",
            "/../",
            "%2e%2E/",
            "%00",
            "\\",
            "-",
            "+",
            "0x",
            "ffffffffffffffff",
            "9".repeat(20),
            "X".repeat(3000));

    private final Random random;

    Mutations(long seed) {
        random = new Random(seed);
    }

    /** Bytes a client could send. */
    String next() {
        StringBuilder text = new StringBuilder(any(SOUND));
        if (random.nextInt(3) == 0) {
            text.append(any(SOUND));
        }
        for (int i = random.nextInt(4); i >= 0; i--) {
            mutate(text);
        }
        return text.toString();
    }

    /** In how many parts to send them, at which places. */
    List<byte[]> parts(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (random.nextBoolean() || bytes.length < 2) {
            return List.of(bytes);
        }
        int cut = 1 + random.nextInt(bytes.length - 1);
        return List.of(Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length));
    }

    private void mutate(StringBuilder text) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + 1 + random.nextInt(12));
        switch (random.nextInt(7)) {
            case 0 -> text.insert(at, (char) random.nextInt(256));
            case 1 -> text.replace(at, Math.min(text.length(), at + 1), String.valueOf((char) random.nextInt(256)));
            case 2 -> text.insert(at, any(PIECES));
            case 3 ->
                text.insert(
                        Math.max(0, text.indexOf("\r\n", at)) + (text.indexOf("\r\n", at) < 0 ? 0 : 2), any(PIECES));
            case 4 -> text.delete(at, end);
            case 5 -> text.insert(at, text.substring(at, end));
            default -> text.replace(at, Math.min(text.length(), at + 1), any(PIECES));
        }
        if (text.length() == 0) {
            text.append('x');
        }
    }

    private String any(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }
}
