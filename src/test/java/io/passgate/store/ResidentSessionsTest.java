package io.passgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.passgate.admission.AdmittedSession;
import io.passgate.admission.Ledger;
import io.passgate.admission.SessionRecord;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.session.Ending;
import io.passgate.session.SessionId;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a cache far too small: an evicted entry costs a look-up, not a session, and never a second object. */
@Timeout(60)
class ResidentSessionsTest {

    private static final int SESSIONS = 40;
    private static final Ledger.HoldTerms NO_HOLD = new Ledger.HoldTerms(Openings.LIMIT, Duration.ZERO);

    @TempDir
    private Path directory;

    private SqliteLedger ledger;

    @BeforeEach
    void start() {
        ledger = ledger(1);
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    private SqliteLedger ledger(int cached) {
        SqliteLedger made = new SqliteLedger(
                new StoreSettings("sqlite:" + directory.resolve("ledger.db"), StoreSettings.Synchronous.NORMAL),
                new SqliteLedger.Limits(cached, Duration.ofHours(1), 10_000),
                Openings.SITE);
        made.start();
        return made;
    }

    private List<AdmittedSession> openAll() {
        List<CompletionStage<AdmittedSession>> opening = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            User user = User.parse("CORP\\user" + i);
            ledger.records().allocate(user, AccessType.PROFESSIONAL, Openings.TERMS, Openings.START);
            opening.add(ledger.open(Openings.of(user, Openings.START))
                    .thenApply(outcome -> outcome.session().orElseThrow()));
        }
        return opening.stream().map(s -> s.toCompletableFuture().join()).toList();
    }

    private Optional<AdmittedSession> find(SessionId id) {
        return ledger.find(Openings.key(id)).toCompletableFuture().join();
    }

    private long cached(List<SessionId> ids) {
        return ids.stream()
                .filter(id -> ledger.admitted(Openings.key(id)).isPresent())
                .count();
    }

    private static List<SessionId> ids(List<AdmittedSession> sessions) {
        return sessions.stream().map(s -> s.session().id()).toList();
    }

    @Test
    void evictedSessionIsFoundAsTheSameObjectWhileAnythingOfItRuns() {
        List<AdmittedSession> open = openAll();
        assertThat(cached(ids(open))).isLessThanOrEqualTo(1);

        for (AdmittedSession session : open) {
            assertThat(find(session.session().id())).containsSame(session);
        }
    }

    @Test
    void endingReachesWhatRunsOfAnEvictedSession() {
        List<AdmittedSession> open = openAll();
        Map<SessionId, Ending> told = new ConcurrentHashMap<>();
        open.forEach(s -> s.started(how -> told.put(s.session().id(), how)));

        for (SessionId id : ids(open)) {
            ledger.end(id, Ending.ADMINISTRATOR, NO_HOLD, Openings.START)
                    .toCompletableFuture()
                    .join();
        }

        assertThat(told).hasSize(SESSIONS).allSatisfy((id, how) -> assertThat(how)
                .isEqualTo(Ending.ADMINISTRATOR));
        assertThat(ids(open)).allMatch(id -> find(id).isEmpty());
    }

    @Test
    void activityOfAnEvictedSessionThatNothingRefersToIsNotForgotten() {
        Instant active = Openings.START.plusSeconds(1500);
        List<WeakReference<AdmittedSession>> objects = new ArrayList<>();
        List<SessionId> ids = new ArrayList<>();
        for (AdmittedSession session : openAll()) {
            // Evicted without activity to write; what follows happens to objects that only this test refers to.
            objects.add(new WeakReference<>(session));
            ids.add(session.session().id());
        }
        for (SessionId id : ids) {
            find(id).orElseThrow().active(active.toEpochMilli());
        }
        assertThat(cached(ids)).isLessThanOrEqualTo(1);
        System.gc();

        assertThat(ids).allMatch(id -> find(id).orElseThrow().lastSeenMillis() == active.toEpochMilli());
        List<SessionRecord> idle = ledger.expire(Openings.START.plus(Openings.IDLE))
                .toCompletableFuture()
                .join();
        assertThat(idle).isEmpty();

        await().untilAsserted(() -> {
            System.gc();
            assertThat(objects.stream().filter(o -> o.get() != null).count())
                    .as("once written, memory is given back")
                    .isLessThanOrEqualTo(1);
        });
        assertThat(ids).allMatch(id -> find(id).orElseThrow().lastSeenMillis() == active.toEpochMilli());
    }

    @Test
    void manyWhoLookAtOnceGetOneObject() {
        List<SessionId> ids = ids(openAll());
        ledger.close();
        ledger = ledger(1);

        List<CompletableFuture<Optional<AdmittedSession>>> looks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.forEach(id -> looks.add(ledger.find(Openings.key(id)).toCompletableFuture()));
        }

        Set<AdmittedSession> objects = new HashSet<>();
        looks.forEach(look -> objects.add(look.join().orElseThrow()));
        assertThat(objects).hasSize(SESSIONS);
    }

    /** The look-up races the ending, with nothing in memory: whoever got the object sees it end. */
    @Test
    void sessionThatEndsWhileItIsLookedUpIsNobodys() {
        List<SessionId> ids = ids(openAll());
        ledger.close();
        ledger = ledger(1000);

        List<CompletableFuture<Optional<AdmittedSession>>> looks = new ArrayList<>();
        List<CompletableFuture<?>> endings = new ArrayList<>();
        for (SessionId id : ids) {
            looks.add(ledger.find(Openings.key(id)).toCompletableFuture());
            endings.add(ledger.end(id, Ending.LOG_OUT, NO_HOLD, Openings.START).toCompletableFuture());
            looks.add(ledger.find(Openings.key(id)).toCompletableFuture());
        }
        endings.forEach(CompletableFuture::join);

        for (CompletableFuture<Optional<AdmittedSession>> look : looks) {
            look.join().ifPresent(session -> assertThat(session.ended()).contains(Ending.LOG_OUT));
        }
        assertThat(ids).allMatch(id -> find(id).isEmpty());
    }
}
