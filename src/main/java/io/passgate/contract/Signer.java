package io.passgate.contract;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One who may sign: a key id, a public key, and what it may sign. Immutable. */
public final class Signer {
    static final String LABEL = "PUBLIC KEY";
    static final Pattern KID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    static final String KID_FORM = "1 to 64 letters, digits, dots, underscores and hyphens";

    private final String kid;
    private final Set<Purpose> purposes;
    private final VerifyingKey key;

    Signer(String kid, Set<Purpose> purposes, VerifyingKey key) {
        this.kid = kid;
        this.purposes = purposes.stream().map(Purpose::trustedAs).collect(Collectors.toUnmodifiableSet());
        this.key = key;
    }

    /** Its key id. */
    public String kid() {
        return kid;
    }

    /** What it may sign. */
    public Set<Purpose> purposes() {
        return purposes;
    }

    /** The one algorithm that its key signs by. */
    Algorithm algorithm() {
        return key.algorithm();
    }

    boolean signed(byte[] message, byte[] signature) {
        return key.signed(message, signature);
    }

    boolean sameKey(Signer other) {
        return key.equals(other.key);
    }

    /** The same one, who may sign no more than {@code these}. */
    Signer only(Set<Purpose> these) {
        return new Signer(kid, purposes.stream().filter(these::contains).collect(Collectors.toSet()), key);
    }

    /** What is left of it when another takes its place: license keys that it signed go on naming their license. */
    Signer retired() {
        return only(Set.of(Purpose.KEY));
    }

    VerifyingKey key() {
        return key;
    }

    /** Whether both are the same key under the same id, and {@code other} may sign all that this one may. */
    boolean within(Signer other) {
        return kid.equals(other.kid) && sameKey(other) && other.purposes.containsAll(purposes);
    }

    /** As a signer file has it. */
    public String pem() {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("kid", kid);
        about.put(
                "purpose",
                purposes.stream()
                        .sorted(Comparator.naturalOrder())
                        .map(Purpose::word)
                        .collect(Collectors.joining(", ")));
        return Pem.write(about, LABEL, key.der());
    }

    @Override
    public String toString() {
        return kid;
    }
}
