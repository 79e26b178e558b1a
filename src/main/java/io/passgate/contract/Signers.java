package io.passgate.contract;

import io.passgate.contract.ContractException.Reason;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The trust anchors: who may sign which of the text forms. Immutable.
 *
 * <p>A signer file is plain PEM; each public key (Ed25519; for
 * license keys also RSA of 2048 bits or more, or EC on P-256) is preceded by its key id and what it may sign:
 *
 * <pre>
 * kid: vendor-2026
 * purpose: key, answer
 * -----BEGIN PUBLIC KEY-----
 * MCowBQYDK2VwAyEA…
 * -----END PUBLIC KEY-----
 * </pre>
 */
public final class Signers {
    private final Map<String, Signer> byKid;

    private Signers(Map<String, Signer> byKid) {
        this.byKid = new LinkedHashMap<>(byKid);
    }

    /** These signers. */
    public static Signers of(Signer... signers) {
        Map<String, Signer> byKid = new LinkedHashMap<>();
        for (Signer signer : signers) {
            if (byKid.put(signer.kid(), signer) != null) {
                throw new IllegalArgumentException("two signers " + signer.kid());
            }
        }
        return new Signers(byKid);
    }

    /**
     * The signers of a file's {@code text}.
     *
     * @param place what to call the file in messages
     */
    public static Signers read(String text, String place) throws ContractException {
        Map<String, Signer> byKid = new LinkedHashMap<>();
        for (Pem.Block block : Pem.read(text, place, Signer.LABEL, Set.of("kid", "purpose"))) {
            String here = place + ", line " + block.line();
            Signer signer = new Signer(kid(block, here), purposes(block, here), VerifyingKey.read(block.der(), here));
            if (signer.algorithm() != Algorithm.EDDSA && !signer.purposes().equals(Set.of(Purpose.KEY))) {
                throw ContractException.malformed(
                        here, "a key of " + signer.algorithm().word() + " is trusted for 'purpose: key' only");
            }
            if (byKid.put(signer.kid(), signer) != null) {
                throw ContractException.malformed(here, "a second key with kid " + signer.kid());
            }
        }
        if (byKid.isEmpty()) {
            throw ContractException.malformed(place, "expected at least one -----BEGIN PUBLIC KEY-----");
        }
        return new Signers(byKid);
    }

    static String kid(Pem.Block block, String here) throws ContractException {
        String kid = block.about().getOrDefault("kid", "");
        if (!Signer.KID.matcher(kid).matches()) {
            throw ContractException.malformed(here, "expected a line 'kid: …' before the key, " + Signer.KID_FORM);
        }
        return kid;
    }

    private static Set<Purpose> purposes(Pem.Block block, String here) throws ContractException {
        Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
        for (String word : block.about().getOrDefault("purpose", "").split(",", -1)) {
            purposes.add(
                    Purpose.of(word.strip())
                            .orElseThrow(
                                    () -> ContractException.malformed(
                                            here,
                                            "expected a line 'purpose: …' before the key, naming one or more of key, answer, offline, lef")));
        }
        return purposes;
    }

    /** The signer with this key id, if it may sign for {@code purpose}. */
    public Optional<Signer> find(String kid, Purpose purpose) {
        return Optional.ofNullable(byKid.get(kid)).filter(s -> s.purposes().contains(purpose.trustedAs()));
    }

    /** The signer with this key id. */
    Optional<Signer> find(String kid) {
        return Optional.ofNullable(byKid.get(kid));
    }

    /**
     * These signers and those that {@code chain} leads to, link by link: each signed by one who may answer by then, and
     * trusted for no more than that one is here. Links made before this site's own signers are passed over, and give nothing.
     *
     * @param chain as the license backend tells it, oldest first
     * @throws ContractException when a link cannot be followed, or none leads on from these signers
     */
    public Signers with(List<String> chain) throws ContractException {
        if (chain.size() > SignerLink.MOST) {
            throw ContractException.malformed("signers", "expected at most " + SignerLink.MOST + " links");
        }
        Signers known = this;
        boolean followed = chain.isEmpty();
        for (int i = 0; i < chain.size(); i++) {
            String place = "signers, link " + (i + 1);
            if (!followed && !known.mayFollow(chain.get(i))) {
                followed = known.hold(SignerLink.unproved(chain.get(i), place).signer());
                continue;
            }
            followed = true;
            known = known.following(SignerLink.read(chain.get(i), known, place), place);
        }
        if (!followed) {
            throw new ContractException(
                    Reason.SIGNER, "signers: no link of the chain leads on from the signers " + this);
        }
        return known;
    }

    private boolean mayFollow(String link) {
        return Jws.kidOf(link).flatMap(kid -> find(kid, Purpose.SIGNERS)).isPresent();
    }

    /** Whether {@code signer} is one of these, whatever it may sign. */
    private boolean hold(Signer signer) {
        return find(signer.kid()).filter(signer::sameKey).isPresent();
    }

    private Signers following(SignerLink link, String place) throws ContractException {
        Set<Purpose> endorsed = find(link.endorsedBy()).map(Signer::purposes).orElse(Set.of());
        Signer before = byKid.get(link.signer().kid());
        if (before != null && !before.sameKey(link.signer())) {
            throw new ContractException(
                    Reason.SIGNER, place + ": there is another key of the key id " + before.kid() + " already");
        }
        Map<String, Signer> more = new LinkedHashMap<>(byKid);
        if (before == null) {
            more.put(link.signer().kid(), link.signer().only(endorsed));
        }
        link.retires().forEach(kid -> more.computeIfPresent(kid, (k, signer) -> signer.retired()));
        return new Signers(more);
    }

    /** All of them. */
    public List<Signer> all() {
        return List.copyOf(byKid.values());
    }

    /** Those of {@code chosen} that these do not hold, with that key and for those purposes: what would widen the trust. */
    public List<Signer> beyond(Signers chosen) {
        return chosen.all().stream()
                .filter(c -> byKid.values().stream().noneMatch(c::within))
                .toList();
    }

    /** As a signer file. */
    public String pem() {
        return byKid.values().stream()
                .filter(signer -> !signer.purposes().isEmpty())
                .map(Signer::pem)
                .collect(Collectors.joining("\n"));
    }

    /** The key ids. */
    @Override
    public String toString() {
        return String.join(", ", byKid.keySet());
    }
}
