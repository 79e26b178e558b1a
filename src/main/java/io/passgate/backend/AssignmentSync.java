package io.passgate.backend;

import io.passgate.admission.Assignments;
import io.passgate.admission.Assignments.Applied;
import io.passgate.admission.Assignments.Change;
import io.passgate.admission.Assignments.Holder;
import io.passgate.admission.Assignments.Incoming;
import io.passgate.admission.Assignments.Minutes;
import io.passgate.admission.Assignments.Outgoing;
import io.passgate.admission.LedgerUnavailable;
import io.passgate.backend.BackendException.Trouble;
import io.passgate.contract.Assignment;
import io.passgate.contract.AssignmentChange;
import io.passgate.contract.AssignmentState;
import io.passgate.contract.Consumption;
import io.passgate.contract.ContractException;
import io.passgate.contract.LicenseKey;
import io.passgate.contract.Nonce;
import io.passgate.contract.Signers;
import io.passgate.contract.SiteId;
import io.passgate.contract.SyncAnswer;
import io.passgate.contract.SyncRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Exchanges assignments and capacity minutes with the license backend, so that the sites of one license key know of each other's
 * (design.md §5, decision 35). One run makes as many exchanges as it takes; each counts by itself, so a run that is cut goes on
 * where it was. The first exchange after a start tells no changes: a ledger restored from a copy finds that out before its numbers
 * are taken for others. Used by one thread at a time.
 */
final class AssignmentSync {
    private static final int MOST_CHANGES = 200;
    /** What is left then is told by the next run. */
    private static final int MOST_EXCHANGES = 500;
    /** After this long no further exchange is begun: the definition must not wait for it. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final SiteLicense.Surroundings around;
    private final BackendClient client;
    private final Assignments ledger;
    /** The license that was asked about before anything was told. */
    private String asked = "";

    private volatile long pending;

    AssignmentSync(SiteLicense.Surroundings around, BackendClient client) {
        this.around = around;
        this.client = client;
        this.ledger = around.sharing().ledger();
    }

    /**
     * Who speaks to the license backend.
     *
     * @param loosened what the site loosens, in words
     */
    record Speaker(LicenseKey key, Signers signers, SiteId site, List<String> loosened) {}

    /** How many changes were still to be told when the latest run began or ended. */
    long pending() {
        return pending;
    }

    /**
     * Syncs, and tells the gate whose assignments have changed.
     *
     * @return when, by the license backend's signed time
     */
    Instant run(Speaker speaker) throws BackendException {
        List<Holder> lost = new ArrayList<>();
        List<Holder> gained = new ArrayList<>();
        try {
            ledger.follow(speaker.key().license());
            pending = ledger.progress().pending();
            return exchanges(speaker, lost, gained);
        } catch (LedgerUnavailable e) {
            throw new BackendException(
                    Trouble.FILES, "assignments are not synced, for the ledger cannot be used: " + e.getMessage(), e);
        } finally {
            if (!lost.isEmpty() || !gained.isEmpty()) {
                around.sharing().changed().accept(new Sharing.Changed(lost, gained));
            }
        }
    }

    private Instant exchanges(Speaker speaker, List<Holder> lost, List<Holder> gained) throws BackendException {
        String license = speaker.key().license();
        Instant begun = around.clock().instant();
        Instant now = begun;
        Instant at = Instant.MIN;
        boolean all = false;
        for (int i = 0; i < MOST_EXCHANGES && now.isBefore(begun.plus(LONGEST)); i++) {
            now = around.clock().instant();
            Outgoing told = ledger.outgoing(asked.equals(license) ? MOST_CHANGES : 0, now);
            long since = all ? 0 : told.since();
            SyncAnswer answer = exchange(speaker, told, since);
            at = answer.issuedAt();
            all = answer.revision() < since;
            if (all) {
                continue; // the license backend was restored from a copy: it is asked for everything
            }
            Applied applied = ledger.apply(incoming(answer, since), now);
            asked = license;
            lost.addAll(applied.lost());
            gained.addAll(applied.gained());
            if (!told.changes().isEmpty()
                    && answer.acknowledged() < told.changes().get(0).number()
                    && !applied.restored()) {
                throw new BackendException(Trouble.ANSWER, "the license backend does not take up what this site tells");
            }
            pending = ledger.progress().pending();
            if (!applied.again() && !answer.more() && pending == 0) {
                return at;
            }
        }
        return at;
    }

    private SyncAnswer exchange(Speaker speaker, Outgoing told, long since) throws BackendException {
        SyncRequest request = new SyncRequest(
                speaker.site(),
                Nonce.draw(around.random()),
                since,
                SyncRequest.fitting(
                        told.changes().stream().map(AssignmentSync::change).toList()),
                told.minutes().stream()
                        .map(m -> new Consumption(m.month(), m.here()))
                        .toList(),
                speaker.loosened());
        SyncAnswer answer = read(client.sync(speaker.key(), request), speaker.signers());
        if (!answer.license().equals(speaker.key().license())
                || !answer.site().equals(request.site())
                || !answer.nonce().equals(request.nonce())) {
            throw new BackendException(
                    Trouble.OTHER_QUESTION,
                    "the answer about assignments was made for another license, site or request");
        }
        Verified.timely(answer.issuedAt(), around.clock().instant());
        return answer;
    }

    private static SyncAnswer read(String text, Signers signers) throws BackendException {
        try {
            return SyncAnswer.read(text, signers);
        } catch (ContractException e) {
            throw new BackendException(Trouble.ANSWER, "the answer about assignments is not accepted: " + e.words(), e);
        }
    }

    private static AssignmentChange change(Change change) {
        Assignments.Assignment made = change.made();
        return new AssignmentChange(
                change.number(),
                made.user(),
                made.type(),
                AssignmentState.valueOf(made.state().name()),
                made.until(),
                made.at());
    }

    private static Incoming incoming(SyncAnswer answer, long since) {
        return new Incoming(
                since,
                answer.acknowledged(),
                answer.revision(),
                answer.assignments().stream().map(AssignmentSync::assignment).toList(),
                answer.consumption().stream()
                        .map(use -> new Minutes(use.month(), use.yours(), use.all()))
                        .toList());
    }

    private static Assignments.Assignment assignment(Assignment told) {
        return new Assignments.Assignment(
                told.user(), told.type(), Assignments.State.valueOf(told.state().name()), told.until(), told.at());
    }
}
