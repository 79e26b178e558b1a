package io.passgate.store;

import io.passgate.admission.Records.KnownUser;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Every user with what they hold and how many sessions they have. Confined to one reading. */
final class UserList {

    private final Tables tables;
    private final Db db;

    UserList(Tables tables, Db db) {
        this.tables = tables;
        this.db = db;
    }

    List<KnownUser> users() throws SQLException {
        Map<User, List<AccessType>> passes = tables.passes().all(db).stream()
                .filter(Allocation::admits)
                .collect(Collectors.groupingBy(
                        Allocation::user, Collectors.mapping(Allocation::type, Collectors.toList())));
        Map<User, Integer> sessions = tables.sessions().counts(db);
        return tables.users().all(db).stream()
                .map(known -> new KnownUser(
                        known.user(),
                        known.attributes(),
                        known.firstSeen(),
                        known.lastSeen(),
                        known.active(),
                        passes.getOrDefault(known.user(), List.of()),
                        sessions.getOrDefault(known.user(), 0)))
                .sorted(Comparator.comparing(known -> known.user().written()))
                .toList();
    }
}
