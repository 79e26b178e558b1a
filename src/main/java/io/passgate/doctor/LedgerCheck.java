package io.passgate.doctor;

import io.passgate.doctor.Finding.Area;
import io.passgate.store.LedgerLook;
import io.passgate.store.LedgerLook.Seen;
import io.passgate.store.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** The ledger's file: whether a gate of this version can work with it. */
record LedgerCheck(StoreSettings settings) implements Check {
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final String CHECK = "ledger";
    private static final String BACKUP = "put a backup of it in place while no gate runs";

    @Override
    public Subject subject() {
        return new Subject("ledger " + settings.file());
    }

    @Override
    public void look(Consumer<Finding> found) {
        found.accept(judge(subject(), settings.file(), new LedgerLook(settings, BOUND).look()));
    }

    static Finding judge(Subject subject, Path file, Seen seen) {
        String schema = "schema version " + seen.schema();
        return switch (seen.state()) {
            case MISSING -> subject.ok(CHECK, "there is none yet; the first start of a gate makes it");
            case SOUND -> subject.ok(CHECK, schema + ", no damage");
            case UNFINISHED ->
                subject.ok(
                        CHECK,
                        schema + "; it is too large to look through all of it in " + BOUND.toSeconds() + " seconds");
            case OLDER ->
                subject.ok(CHECK, schema + ", no damage; the next start of a gate brings it to " + LedgerLook.schema());
            case NEWER ->
                subject.fault(
                        Area.DATA,
                        CHECK,
                        schema,
                        "it was made by a newer Passgate; this one knows " + LedgerLook.schema() + " at the most",
                        "run the newer version, or "
                                + BACKUP.replace("a backup of it", "the backup of before the upgrade"));
            case NO_LEDGER ->
                subject.fault(
                        Area.DATA,
                        CHECK,
                        seen.detail(),
                        "this is no ledger of Passgate",
                        "correct store.url, or move " + file + " away");
            case DAMAGED -> subject.fault(Area.DATA, CHECK, seen.detail(), "it is damaged", BACKUP);
            case UNREADABLE ->
                subject.fault(
                        Area.DATA,
                        CHECK,
                        seen.detail(),
                        "it cannot be read",
                        "let the account of the gate read and write " + file + ", and run doctor with that account");
        };
    }
}
