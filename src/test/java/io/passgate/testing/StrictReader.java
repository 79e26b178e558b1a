package io.passgate.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads HTTP/1.1 requests by the letter of RFC 9112, written without a look at the gate's own scanner. What is not exactly one
 * request after another throws.
 */
public final class StrictReader {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String VALUE = "[\\t\\x20-\\x7e\\x80-\\xff]*";

    /** Where bytes come from; -1 at the end. */
    @FunctionalInterface
    public interface Source {
        int read() throws IOException;
    }

    /** A request; its body without chunk lines. */
    public record Request(String method, String target, List<String> fields, String body) {
        public Request {
            fields = List.copyOf(fields);
        }

        /** The values of a field, by its name in lower case. */
        public List<String> values(String name) {
            return fields.stream()
                    .filter(line -> line.substring(0, line.indexOf(':'))
                            .toLowerCase(Locale.ROOT)
                            .equals(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .toList();
        }
    }

    /** The bytes are no request. */
    public static final class NotARequest extends IOException {
        private static final long serialVersionUID = 1L;

        NotARequest(String why) {
            super(why);
        }
    }

    private final Source in;
    private final boolean fromAnybody;

    private StrictReader(Source in, boolean fromAnybody) {
        this.in = in;
        this.fromAnybody = fromAnybody;
    }

    /** Reads what a gate may send: origin form, HTTP/1.1, one Host, no field of a connection but those of an upgrade. */
    public static StrictReader ofHub(Source in) {
        return new StrictReader(in, false);
    }

    /** Reads what a client may send: absolute form, HTTP/1.0, an empty line before. */
    public static StrictReader ofAnybody(Source in) {
        return new StrictReader(in, true);
    }

    /**
     * The next request, or nothing at an end between two.
     *
     * @throws EOFException for an end inside one
     * @throws NotARequest for bytes that are none
     */
    public Optional<Request> next() throws IOException {
        Optional<String> begun = line(true);
        if (begun.isPresent() && begun.get().isEmpty() && fromAnybody) {
            begun = line(true);
        }
        if (begun.isEmpty()) {
            return Optional.empty();
        }
        String start = begun.get();
        require(
                start.matches(TOKEN + (fromAnybody ? " [\\x21-\\x7e]+ HTTP/1\\.[01]" : " /[\\x21-\\x7e]* HTTP/1\\.1")),
                start);
        List<String> fields = fields();
        String[] parts = start.split(" ", -1);
        Request head = new Request(parts[0], parts[1], fields, "");
        if (!fromAnybody) {
            checkOfHub(head);
        }
        return Optional.of(new Request(parts[0], parts[1], fields, body(head)));
    }

    private static void checkOfHub(Request head) throws NotARequest {
        require(head.values("host").size() == 1, "Host " + head.values("host"));
        for (String name : List.of("keep-alive", "te", "proxy-connection", "proxy-authorization")) {
            require(head.values(name).isEmpty(), name);
        }
        List<String> connection = head.values("connection");
        require(connection.isEmpty() || connection.equals(List.of("Upgrade")), "Connection " + connection);
        require(head.values("upgrade").size() == connection.size(), "Upgrade");
        require(head.values("x-forwarded-for").equals(List.of("127.0.0.1")), "X-Forwarded-For");
        for (String line : head.fields()) {
            String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
            require(!name.replace('_', '-').matches("x-qlik-user|x-passgate-.*"), line);
        }
        String path = head.target().split("\\?", 2)[0];
        require(!path.matches(".*(//|/\\.\\.?(/|$)|\\\\|%2[fF]|%5[cC]|%00).*"), head.target());
    }

    private List<String> fields() throws IOException {
        List<String> fields = new ArrayList<>();
        while (true) {
            String line = line(false).orElseThrow(EOFException::new);
            if (line.isEmpty()) {
                return fields;
            }
            require(line.matches(TOKEN + ":" + VALUE), line);
            fields.add(line);
        }
    }

    private String body(Request head) throws IOException {
        List<String> length = head.values("content-length");
        List<String> encoding = head.values("transfer-encoding");
        require(length.size() + encoding.size() < 2, "framing " + length + encoding);
        if (encoding.size() == 1) {
            require(encoding.get(0).equalsIgnoreCase("chunked"), encoding.get(0));
            return chunks();
        }
        if (length.isEmpty()) {
            return "";
        }
        require(length.get(0).matches("[0-9]{1,18}"), length.get(0));
        return bytes(Long.parseLong(length.get(0)));
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            String size = line(false).orElseThrow(EOFException::new);
            require(size.matches("[0-9a-fA-F]{1,15}([ \\t]*;" + VALUE + ")?"), size);
            long length = Long.parseLong(size.split("[ \\t;]", 2)[0], 16);
            if (length == 0) {
                fields();
                return body.toString();
            }
            body.append(bytes(length));
            require(bytes(2).equals("\r\n"), "no CRLF behind a chunk");
        }
    }

    private String bytes(long n) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (long i = 0; i < n; i++) {
            bytes.write(one());
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private int one() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException();
        }
        return b;
    }

    /** A line without its CRLF; nothing at the end, if that may come here. */
    private Optional<String> line(boolean mayEnd) throws IOException {
        StringBuilder line = new StringBuilder();
        int b = in.read();
        if (b < 0 && mayEnd) {
            return Optional.empty();
        }
        while (b != '\r') {
            if (b < 0) {
                throw new EOFException();
            }
            require(b != '\n' && b != 0, "a line that does not end with CRLF: " + line);
            line.append((char) b);
            b = in.read();
        }
        require(one() == '\n', "a carriage return alone behind " + line);
        return Optional.of(line.toString());
    }

    private static void require(boolean holds, String what) throws NotARequest {
        if (!holds) {
            throw new NotARequest(what);
        }
    }
}
