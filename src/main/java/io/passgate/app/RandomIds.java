package io.passgate.app;

import io.passgate.admission.Ids;
import io.passgate.session.SessionId;
import java.util.UUID;

/** Random UUIDs: 122 bits from the platform's secure source. Safe for use by many threads. */
final class RandomIds implements Ids {

    @Override
    public SessionId session() {
        return new SessionId(UUID.randomUUID().toString());
    }

    @Override
    public String usage() {
        return UUID.randomUUID().toString();
    }
}
