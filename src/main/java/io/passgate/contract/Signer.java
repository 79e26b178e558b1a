package io.passgate.contract;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One who may sign: a key id, a public Ed25519 key, and what it may sign. Immutable. */
public final class Signer {
    static final String LABEL = "PUBLIC KEY";
    static final Pattern KID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    static final String KID_FORM = "1 to 64 letters, digits, dots, underscores and hyphens";

    private final String kid;
    private final Set<Purpose> purposes;
    private final byte[] publicKey;

    Signer(String kid, Set<Purpose> purposes, byte[] publicKey) {
        this.kid = kid;
        this.purposes = Set.copyOf(purposes);
        this.publicKey = publicKey.clone();
    }

    /** Its key id. */
    public String kid() {
        return kid;
    }

    /** What it may sign. */
    public Set<Purpose> purposes() {
        return purposes;
    }

    boolean signed(byte[] message, byte[] signature) {
        return Ed25519.verify(publicKey, message, signature);
    }

    /** Whether both are the same key under the same id, and {@code other} may sign all that this one may. */
    boolean within(Signer other) {
        return kid.equals(other.kid)
                && Arrays.equals(publicKey, other.publicKey)
                && other.purposes.containsAll(purposes);
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
        return Pem.write(about, LABEL, Ed25519.publicDer(publicKey));
    }

    @Override
    public String toString() {
        return kid;
    }
}
