package io.passgate.issuer;

import io.passgate.contract.ContractException;
import io.passgate.contract.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The private halves of an issuer's signing keys. Safe for use by many threads. */
interface PrivateKeys {
    /** The key of this id, which was made before. */
    SigningKey find(String kid);

    /** The key of this id, made where there is none. */
    SigningKey make(String kid);

    /** In memory, beginning with {@code first}. */
    static PrivateKeys inMemory(SigningKey first, SecureRandom random) {
        Map<String, SigningKey> keys = new ConcurrentHashMap<>(Map.of(first.kid(), first));
        return new PrivateKeys() {
            @Override
            public SigningKey find(String kid) {
                SigningKey key = keys.get(kid);
                if (key == null) {
                    throw new IssuerFault("there is no signing key " + kid);
                }
                return key;
            }

            @Override
            public SigningKey make(String kid) {
                return keys.computeIfAbsent(kid, id -> SigningKey.make(id, random));
            }
        };
    }

    /** A file each in {@code directory}, mode 0600. */
    static PrivateKeys inFiles(Path directory, SecureRandom random) {
        return new PrivateKeys() {
            @Override
            public SigningKey find(String kid) {
                Path file = directory.resolve(kid + ".key");
                try {
                    return SigningKey.read(Files.readString(file, StandardCharsets.US_ASCII), file.toString());
                } catch (IOException | ContractException e) {
                    throw new IssuerFault("the signing key cannot be used: " + e.getMessage(), e);
                }
            }

            @Override
            public SigningKey make(String kid) {
                Path file = directory.resolve(kid + ".key");
                if (Files.exists(file)) {
                    return find(kid);
                }
                SigningKey made = SigningKey.make(kid, random);
                try {
                    OwnerOnly.create(file, made.pem());
                } catch (IOException e) {
                    throw new IssuerFault("the signing key cannot be written: " + e.getMessage(), e);
                }
                return made;
            }
        };
    }
}
