package io.passgate.issuer;

import io.passgate.rest.Call;
import io.passgate.rest.Handler;
import io.passgate.rest.Reply;
import io.passgate.rest.RestProblem;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Answers {@code GET /v1/enabler-files/{serial}} with the License Enabler File of that serial number (domain.md §4.3), to whoever
 * sends its control number as the bearer. A wrong serial and a wrong control number are answered alike. Safe for use by many
 * threads.
 */
final class EnablerFileService implements Handler {
    static final String PATH = "/v1/enabler-files/{serial}";

    private static final String SCHEME = "Bearer ";

    private final EnablerFiles files;

    EnablerFileService(EnablerFiles files) {
        this.files = files;
    }

    @Override
    public Reply handle(Call call) {
        List<String> sent = call.headers("authorization");
        if (sent.size() != 1 || !sent.get(0).startsWith(SCHEME)) {
            throw new RestProblem(
                    401, "control-required", "Send the control number as 'Authorization: Bearer <number>', once.");
        }
        return files.find(call.parameter("serial"), sent.get(0).substring(SCHEME.length()))
                .map(text -> Reply.bytes(200, "text/plain", text.getBytes(StandardCharsets.US_ASCII)))
                .orElseGet(() -> Reply.problem(
                        404,
                        "no-such-file",
                        "There is no License Enabler File of that serial number and control number."));
    }
}
