package io.passgate.backend;

import io.passgate.license.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A site without a license: exempt users get in, nobody else. Immutable. */
final class NoLicense implements SiteLicense {
    private final License license;

    NoLicense(String why) {
        this.license = new License(NO_TERMS, Standing.missing(why));
    }

    @Override
    public License current(Instant now) {
        return license;
    }

    @Override
    public LicenseStatus status(Instant now) {
        return new LicenseStatus(
                Form.NONE, "", license.terms(), license.standing(), Optional.empty(), "", Optional.empty(), List.of());
    }

    @Override
    public LicenseStatus verify() {
        return status(Instant.EPOCH);
    }

    @Override
    public CompletionStage<LicenseStatus> start() {
        return CompletableFuture.completedFuture(verify());
    }

    @Override
    public void close() {}
}
