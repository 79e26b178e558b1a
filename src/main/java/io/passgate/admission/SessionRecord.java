package io.passgate.admission;

import io.passgate.license.AccessType;
import io.passgate.session.Session;

/**
 * A session with its usage, as the ledger holds it. Immutable.
 *
 * @param session the session
 * @param accessType the access pass it was opened with
 * @param usageId the usage it was recorded under
 */
public record SessionRecord(Session session, AccessType accessType, String usageId) {}
