package io.passgate.config;

import io.passgate.license.AccessType;
import io.passgate.license.ReleaseRule;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Reads {@code allocations}. */
final class AllocationsReader {

    private static final Kind<AccessType> TYPE = Kinds.choice(AccessType.ALLOCATED, AccessType::key);

    private AllocationsReader() {}

    static Read<Optional<ReleaseRule>> of(Section s) {
        return s.optionalNested("release", AllocationsReader::release);
    }

    private static Read<ReleaseRule> release(Section s) {
        var after = s.required("after", Kinds.DURATION);
        var never = s.list("never", RootReader.USER, List.of());
        var types = s.list("types", TYPE, AccessType.ALLOCATED);
        return s.make(() -> new ReleaseRule(after.get(), new HashSet<>(never.get()), new HashSet<>(types.get())));
    }
}
