package io.passgate.backend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.backend.BackendException.Trouble;
import io.passgate.contract.Nonce;
import io.passgate.contract.SiteId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is kept of the license in the data directory, so that a restart neither revives nor loses it: the last verified
 * answer with the nonce it answers, or the license file last in force; the highest time and sequence numbers seen and when
 * assignments were synced; the chain of signers that was followed; and the site id. Each file is written whole, mode 0600. Used by
 * one thread at a time.
 */
final class Kept {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT = 1;
    private static final String ANSWER = "the kept answer of the license backend";
    private static final String FILE = "the kept license file";
    private static final String SEEN = "the record of the highest time seen";
    private static final String SITE = "the site id";
    private static final String CHAIN = "the kept chain of license signers";

    private final Path data;

    /** Keeps in the directory {@code data}. */
    Kept(Path data) {
        this.data = data;
    }

    /**
     * A kept answer, not verified.
     *
     * @param nonce the nonce it answers
     * @param text the answer as it came
     */
    record Exchange(Nonce nonce, String text) {}

    /**
     * What has been seen.
     *
     * @param time the highest time
     * @param floors the highest sequence number of each license
     * @param synced when the assignments of each license were synced, by the license backend's signed time
     */
    record Seen(Instant time, Map<String, Long> floors, Map<String, Instant> synced) {
        static final Seen NOTHING = new Seen(Instant.EPOCH, Map.of(), Map.of());

        Seen {
            floors = Map.copyOf(floors);
            synced = Map.copyOf(synced);
        }

        long floor(String license) {
            return floors.getOrDefault(license, 0L);
        }

        Seen at(Instant other) {
            return new Seen(other, floors, synced);
        }

        Seen with(String license, long seq) {
            Map<String, Long> more = new TreeMap<>(floors);
            more.merge(license, seq, Math::max);
            return new Seen(time, more, synced);
        }

        Optional<Instant> synced(String license) {
            return Optional.ofNullable(synced.get(license));
        }

        Seen synced(String license, Instant at) {
            Map<String, Instant> more = new TreeMap<>(synced);
            more.put(license, at);
            return new Seen(time, floors, more);
        }
    }

    /** The id of this site, drawn at the first call ever. */
    SiteId site(SecureRandom random) throws BackendException {
        Path file = data.resolve("site-id");
        Optional<String> kept = SiteFiles.readIfThere(file, SITE);
        if (kept.isEmpty()) {
            SiteId site = SiteId.draw(random);
            SiteFiles.write(file, site.text() + "\n", SITE);
            return site;
        }
        try {
            return new SiteId(kept.get().strip());
        } catch (IllegalArgumentException e) {
            throw damaged(SITE, file, e);
        }
    }

    Optional<Exchange> answer() throws BackendException {
        Path file = answerFile();
        Optional<JsonNode> kept = json(file, ANSWER);
        try {
            return kept.map(node -> new Exchange(
                    new Nonce(node.path("nonce").asText()), node.path("answer").asText()));
        } catch (IllegalArgumentException e) {
            throw damaged(ANSWER, file, e);
        }
    }

    void answer(Exchange exchange) throws BackendException {
        ObjectNode node = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("nonce", exchange.nonce().text())
                .put("answer", exchange.text());
        SiteFiles.write(answerFile(), node.toPrettyString() + "\n", ANSWER);
    }

    /** The text of the License Enabler File or offline definition that was last in force; not verified. */
    Optional<String> licenseFile() throws BackendException {
        return json(data.resolve("license-file.json"), FILE)
                .map(node -> node.path("text").asText());
    }

    void licenseFile(String text) throws BackendException {
        ObjectNode node = JSON.createObjectNode().put("format", FORMAT).put("text", text);
        SiteFiles.write(data.resolve("license-file.json"), node.toPrettyString() + "\n", FILE);
    }

    Seen seen() throws BackendException {
        Path file = data.resolve("license-seen.json");
        Optional<JsonNode> kept = json(file, SEEN);
        if (kept.isEmpty()) {
            return Seen.NOTHING;
        }
        try {
            Map<String, Long> floors = new TreeMap<>();
            kept.get()
                    .path("floors")
                    .properties()
                    .forEach(e -> floors.put(e.getKey(), e.getValue().asLong()));
            Map<String, Instant> synced = new TreeMap<>();
            kept.get()
                    .path("synced")
                    .properties()
                    .forEach(e ->
                            synced.put(e.getKey(), Instant.parse(e.getValue().asText())));
            return new Seen(Instant.parse(kept.get().path("time").asText()), floors, synced);
        } catch (DateTimeException e) {
            throw damaged(SEEN, file, e);
        }
    }

    void seen(Seen seen) throws BackendException {
        ObjectNode node = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("time", seen.time().toString());
        ObjectNode floors = node.putObject("floors");
        seen.floors().forEach(floors::put);
        ObjectNode synced = node.putObject("synced");
        seen.synced().forEach((license, at) -> synced.put(license, at.toString()));
        SiteFiles.write(data.resolve("license-seen.json"), node.toPrettyString() + "\n", SEEN);
    }

    /** The chain of signers that was followed, each link signed; empty when there is none. */
    List<String> chain() throws BackendException {
        List<String> chain = new ArrayList<>();
        json(data.resolve("license-signers.json"), CHAIN)
                .ifPresent(node -> node.path("chain").forEach(link -> chain.add(link.asText())));
        return chain;
    }

    void chain(List<String> chain) throws BackendException {
        ObjectNode node = JSON.createObjectNode().put("format", FORMAT);
        chain.forEach(node.putArray("chain")::add);
        SiteFiles.write(data.resolve("license-signers.json"), node.toPrettyString() + "\n", CHAIN);
    }

    private Path answerFile() {
        return data.resolve("license-answer.json");
    }

    private static Optional<JsonNode> json(Path file, String what) throws BackendException {
        Optional<String> text = SiteFiles.readIfThere(file, what);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode node = JSON.readTree(text.get());
            if (node.path("format").asInt() != FORMAT) {
                throw new BackendException(Trouble.FILES, what + " has another format than " + FORMAT + ": " + file);
            }
            return Optional.of(node);
        } catch (JsonProcessingException e) {
            throw damaged(what, file, e);
        }
    }

    private static BackendException damaged(String what, Path file, Exception cause) {
        return new BackendException(Trouble.FILES, what + " is damaged: " + file, cause);
    }
}
