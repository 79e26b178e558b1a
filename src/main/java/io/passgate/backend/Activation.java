package io.passgate.backend;

import io.passgate.backend.BackendException.Trouble;
import io.passgate.contract.ActivationAnswer;
import io.passgate.contract.ActivationRequest;
import io.passgate.contract.ContractException;
import io.passgate.contract.Signers;
import io.passgate.contract.TimeReset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a site that reaches no license backend asks for its license and is answered, both by files carried by hand (decision 34).
 * The request is kept until its answer has come; an answer that puts back the highest time is kept until the gate has done that,
 * which uses both up. Stateless but for its files.
 */
final class Activation {
    private static final String REQUEST = "the request for an offline license";
    private static final String ANSWER = "the answer to it";

    private final Path request;
    private final Path answer;

    /** In the directory {@code data}. */
    Activation(Path data) {
        this.request = data.resolve("license-request.json");
        this.answer = data.resolve("license-answered.json");
    }

    /** Whether {@code text} is an answer file, of whatever worth. */
    static boolean isAnswer(String text) {
        return text.stripLeading().startsWith("{") && text.contains("\"offline\"");
    }

    /** Keeps what is asked. An earlier request is not answered any more. */
    void ask(ActivationRequest asked) throws BackendException {
        SiteFiles.write(request, asked.write() + "\n", REQUEST);
    }

    /** The answer that {@code text} is to the request that is kept. */
    ActivationAnswer read(String text, Signers signers, String place) throws BackendException {
        String asked = SiteFiles.readIfThere(request, REQUEST)
                .orElseThrow(() -> new BackendException(
                        Trouble.OTHER_QUESTION,
                        place + " answers a request, but none is open here: make one with 'passgate license request'"));
        try {
            return ActivationAnswer.read(text, ActivationRequest.read(asked, request.toString()), signers, place);
        } catch (ContractException e) {
            throw new BackendException(Trouble.LICENSE_FILE, place + " is not accepted: " + e.words(), e);
        }
    }

    /** An answer whose definition has been put in place: what is left of it is for the gate. */
    void answered(ActivationAnswer taken, String text) throws BackendException {
        if (taken.reset().isPresent()) {
            SiteFiles.write(answer, text, ANSWER);
        } else {
            over();
        }
    }

    /** What puts back the highest time, if that is still to be done; an answer that cannot be used is thrown away. */
    Optional<TimeReset> reset(Signers signers) throws BackendException {
        Optional<String> text = SiteFiles.readIfThere(answer, ANSWER);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return read(text.get(), signers, answer.toString()).reset();
        } catch (BackendException e) {
            delete(answer);
            throw e;
        }
    }

    /** The request is answered; neither it nor its answer counts any more. */
    void over() throws BackendException {
        delete(request);
        delete(answer);
    }

    private static void delete(Path file) throws BackendException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new BackendException(Trouble.FILES, file + " cannot be deleted", e);
        }
    }
}
