package io.passgate.doctor;

import io.passgate.hub.HubAnswer;
import io.passgate.hub.HubCall;
import io.passgate.wire.Field;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One request and its answer over a connection that ends with it. Stateless. */
final class HttpExchange {
    private static final int MOST_HEAD_BYTES = 64 << 10;
    private static final int SAID = 80;
    private static final int NO_CONTENT = 204;

    private HttpExchange() {}

    /** What came is no HTTP. */
    static final class NoHttp extends IOException {
        private static final long serialVersionUID = 1L;

        private final boolean tls;

        NoHttp(String said) {
            super(said);
            this.tls = !said.isEmpty() && (said.charAt(0) == 21 || said.charAt(0) == 22);
        }

        /** Whether it looks like TLS. */
        boolean isTls() {
            return tls;
        }
    }

    /** @param authority what Host says, unless the call says so itself */
    static HubAnswer of(Socket socket, HubCall call, String authority) throws IOException {
        StringBuilder head = new StringBuilder(call.method() + " " + call.target() + " HTTP/1.1\r\n");
        if (call.fields().stream().noneMatch(field -> field.name().equalsIgnoreCase("Host"))) {
            head.append("Host: ").append(authority).append("\r\n");
        }
        call.fields().forEach(field -> head.append(field.name())
                .append(": ")
                .append(field.value())
                .append("\r\n"));
        head.append("Connection: close\r\n\r\n");
        socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        InputStream in = new BufferedInputStream(socket.getInputStream());
        String status = line(in);
        if (!status.matches("HTTP/1\\.[01] \\d{3}.*")) {
            throw new NoHttp(status.substring(0, Math.min(status.length(), SAID)));
        }
        List<Field> fields = fields(in);
        HubAnswer answer = new HubAnswer(Integer.parseInt(status.substring(9, 12)), fields, new byte[0]);
        return new HubAnswer(answer.status(), fields, body(in, answer, call.maxBody()));
    }

    private static List<Field> fields(InputStream in) throws IOException {
        List<Field> fields = new ArrayList<>();
        int bytes = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            bytes += line.length();
            int colon = line.indexOf(':');
            if (bytes > MOST_HEAD_BYTES || colon < 1) {
                throw new NoHttp(line);
            }
            try {
                fields.add(new Field(
                        line.substring(0, colon), line.substring(colon + 1).strip()));
            } catch (IllegalArgumentException e) {
                throw new NoHttp(line);
            }
        }
        return fields;
    }

    private static byte[] body(InputStream in, HubAnswer head, int most) throws IOException {
        if (head.status() == NO_CONTENT) {
            return new byte[0];
        }
        boolean chunked = head.value("Transfer-Encoding")
                .filter(coding -> coding.toLowerCase(Locale.ROOT).endsWith("chunked"))
                .isPresent();
        if (chunked) {
            return chunks(in, most);
        }
        Optional<Integer> length = head.value("Content-Length")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Integer::valueOf);
        return in.readNBytes(Math.min(length.orElse(most), most));
    }

    /** RFC 9112 §7.1; trailers are left where they are. */
    private static byte[] chunks(InputStream in, int most) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (body.size() < most) {
            String size = line(in).replaceFirst("[ \t;].*", "");
            if (!size.matches("[0-9A-Fa-f]{1,7}")) {
                throw new NoHttp(size);
            }
            int bytes = Integer.parseInt(size, 16);
            if (bytes == 0) {
                break;
            }
            body.writeBytes(in.readNBytes(Math.min(bytes, most)));
            line(in);
        }
        return body.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        if (c < 0) {
            throw new EOFException("the connection was closed before the answer");
        }
        for (; c >= 0 && c != '\n' && line.length() < MOST_HEAD_BYTES; c = in.read()) {
            line.append((char) c);
        }
        return line.length() > 0 && line.charAt(line.length() - 1) == '\r'
                ? line.substring(0, line.length() - 1)
                : line.toString();
    }
}
