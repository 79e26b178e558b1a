package io.passgate.backend;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** The three forms in which a site has its license (design.md §5). Immutable. */
public sealed interface LicenseForm {

    /** One function for each form. */
    <R> R fold(Function<SignedKey, R> signedKey, Function<EnablerFile, R> lef, Function<OfflineDefinition, R> offline);

    /**
     * A signed license key; its definition is held by the license backend.
     *
     * @param keyFile the file that holds the key
     * @param backend the license backend
     */
    record SignedKey(Path keyFile, BackendSettings backend) implements LicenseForm {
        @Override
        public <R> R fold(
                Function<SignedKey, R> signedKey,
                Function<EnablerFile, R> lef,
                Function<OfflineDefinition, R> offline) {
            return signedKey.apply(this);
        }
    }

    /**
     * A License Enabler File.
     *
     * @param file the LEF
     * @param backend the license backend that it may be fetched from with serial and control number, if there is one
     */
    record EnablerFile(Path file, Optional<BackendSettings> backend) implements LicenseForm {
        @Override
        public <R> R fold(
                Function<SignedKey, R> signedKey,
                Function<EnablerFile, R> lef,
                Function<OfflineDefinition, R> offline) {
            return lef.apply(this);
        }
    }

    /**
     * A signed license definition in a file, for a site that reaches no license backend.
     *
     * @param file the definition
     */
    record OfflineDefinition(Path file) implements LicenseForm {
        @Override
        public <R> R fold(
                Function<SignedKey, R> signedKey,
                Function<EnablerFile, R> lef,
                Function<OfflineDefinition, R> offline) {
            return offline.apply(this);
        }
    }
}
