package io.passgate.backend;

import com.fasterxml.jackson.databind.JsonNode;
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
 * assignments were synced; the chain of signers that was followed; and the site id. All but that are sealed (decision 37). Each
 * file is written whole, mode 0600. Used by one thread at a time.
 */
final class Kept {
    private static final String SITE = "the site id";

    private final Path siteId;
    private final SealedFile answer;
    private final SealedFile licenseFile;
    private final SealedFile seen;
    private final SealedFile chain;

    /** Keeps in the directory {@code data}. */
    Kept(Path data, Seal seal) {
        this.siteId = data.resolve("site-id");
        this.answer =
                new SealedFile(data.resolve("license-answer.json"), "the kept answer of the license backend", seal);
        this.licenseFile = new SealedFile(data.resolve("license-file.json"), "the kept license file", seal);
        this.seen = new SealedFile(data.resolve("license-seen.json"), "the record of the highest time seen", seal);
        this.chain = new SealedFile(data.resolve("license-signers.json"), "the kept chain of license signers", seal);
    }

    /** What is kept in {@code data}; nothing there is a site's own before its gate has made a site key. */
    static Optional<Kept> ofSite(Path data) throws BackendException {
        return Seal.ofSite(data).map(seal -> new Kept(data, seal));
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
     * @param verified when the license backend signed the last answer about each license
     * @param synced when assignments of each license were synced, by the license backend's signed time
     */
    record Seen(Instant time, Map<String, Long> floors, Map<String, Instant> verified, Map<String, Instant> synced) {
        static final Seen NOTHING = new Seen(Instant.EPOCH, Map.of(), Map.of(), Map.of());

        Seen {
            floors = Map.copyOf(floors);
            verified = Map.copyOf(verified);
            synced = Map.copyOf(synced);
        }

        long floor(String license) {
            return floors.getOrDefault(license, 0L);
        }

        Seen at(Instant other) {
            return new Seen(other, floors, verified, synced);
        }

        Seen with(String license, long seq) {
            Map<String, Long> more = new TreeMap<>(floors);
            more.merge(license, seq, Math::max);
            return new Seen(time, more, verified, synced);
        }

        Optional<Instant> verified(String license) {
            return Optional.ofNullable(verified.get(license));
        }

        Seen verified(String license, Instant at) {
            return new Seen(time, floors, with(verified, license, at), synced);
        }

        Optional<Instant> synced(String license) {
            return Optional.ofNullable(synced.get(license));
        }

        Seen synced(String license, Instant at) {
            return new Seen(time, floors, verified, with(synced, license, at));
        }

        private static Map<String, Instant> with(Map<String, Instant> times, String license, Instant at) {
            Map<String, Instant> more = new TreeMap<>(times);
            more.put(license, at);
            return more;
        }
    }

    /** The id of this site, drawn at the first call ever. */
    SiteId site(SecureRandom random) throws BackendException {
        Optional<String> kept = SiteFiles.readIfThere(siteId, SITE);
        if (kept.isEmpty()) {
            SiteId site = SiteId.draw(random);
            SiteFiles.write(siteId, site.text() + "\n", SITE);
            return site;
        }
        try {
            return new SiteId(kept.get().strip());
        } catch (IllegalArgumentException e) {
            throw new BackendException(Trouble.FILES, SITE + " is damaged: " + siteId, e);
        }
    }

    Optional<Exchange> answer() throws BackendException {
        Optional<JsonNode> kept = answer.read();
        try {
            return kept.map(node -> new Exchange(
                    new Nonce(node.path("nonce").asText()), node.path("answer").asText()));
        } catch (IllegalArgumentException e) {
            throw answer.damaged(e);
        }
    }

    void answer(Exchange exchange) throws BackendException {
        answer.write(SealedFile.content().put("nonce", exchange.nonce().text()).put("answer", exchange.text()));
    }

    /** The text of the License Enabler File or offline definition that was last in force; not verified. */
    Optional<String> licenseFile() throws BackendException {
        return licenseFile.read().map(node -> node.path("text").asText());
    }

    void licenseFile(String text) throws BackendException {
        licenseFile.write(SealedFile.content().put("text", text));
    }

    /** What was seen, if that was ever kept here. */
    Optional<Seen> seen() throws BackendException {
        Optional<JsonNode> kept = seen.read();
        try {
            return kept.map(Kept::seen);
        } catch (DateTimeException e) {
            throw seen.damaged(e);
        }
    }

    private static Seen seen(JsonNode node) {
        Map<String, Long> floors = new TreeMap<>();
        node.path("floors")
                .properties()
                .forEach(e -> floors.put(e.getKey(), e.getValue().asLong()));
        return new Seen(
                Instant.parse(node.path("time").asText()),
                floors,
                times(node.path("verified")),
                times(node.path("synced")));
    }

    private static Map<String, Instant> times(JsonNode node) {
        Map<String, Instant> times = new TreeMap<>();
        node.properties()
                .forEach(e -> times.put(e.getKey(), Instant.parse(e.getValue().asText())));
        return times;
    }

    void seen(Seen what) throws BackendException {
        ObjectNode node = SealedFile.content().put("time", what.time().toString());
        ObjectNode floors = node.putObject("floors");
        what.floors().forEach(floors::put);
        ObjectNode verified = node.putObject("verified");
        what.verified().forEach((license, at) -> verified.put(license, at.toString()));
        ObjectNode synced = node.putObject("synced");
        what.synced().forEach((license, at) -> synced.put(license, at.toString()));
        seen.write(node);
    }

    /** The chain of signers that was followed, each link signed; empty when there is none. */
    List<String> chain() throws BackendException {
        List<String> links = new ArrayList<>();
        chain.read().ifPresent(node -> node.path("chain").forEach(link -> links.add(link.asText())));
        return links;
    }

    void chain(List<String> links) throws BackendException {
        ObjectNode node = SealedFile.content();
        links.forEach(node.putArray("chain")::add);
        chain.write(node);
    }
}
