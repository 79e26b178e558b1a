package io.passgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.passgate.admission.LedgerUnavailable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What shares a commit shares nothing else. */
@Timeout(60)
class WriterTest {

    private static final int MOST_WAITING = 50;

    @TempDir
    private Path directory;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<String> answered = Collections.synchronizedList(new ArrayList<>());
    private LedgerFile file;
    private Writer writer;

    @BeforeEach
    void start() {
        file = new LedgerFile(
                new StoreSettings("sqlite:" + directory.resolve("ledger.db"), StoreSettings.Synchronous.FULL));
        file.prepare(Openings.SITE);
        writer = new Writer(file.path().toString(), file::writing, Runnable::run, MOST_WAITING);
        writer.start();
    }

    @AfterEach
    void stop() {
        gate.countDown();
        writer.close();
    }

    /** Keeps the writer busy, so that what follows waits together and shares one commit. */
    private void hold() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CompletableFuture<?> unused = writer.submit(db -> {
            held.countDown();
            passGate();
            return () -> "held";
        });
        held.await();
    }

    private void passGate() {
        try {
            assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts", e);
        }
    }

    private CompletableFuture<String> insert(String name) {
        return writer.submit(db -> {
                    db.update("INSERT INTO pools (access_type, allocated) VALUES (?, 0)", name);
                    return () -> name;
                })
                .whenComplete((done, e) -> answered.add(name));
    }

    private List<String> stored() throws SQLException {
        try (Db db = file.reading()) {
            return db.list("SELECT access_type FROM pools ORDER BY access_type", row -> row.getString(1));
        }
    }

    @Test
    void workThatFailsUndoesOnlyItself() throws Exception {
        hold();
        CompletableFuture<String> first = insert("a");
        CompletableFuture<String> breaks = writer.submit(db -> {
            db.update("INSERT INTO pools (access_type, allocated) VALUES ('undone', 0)");
            db.update("INSERT INTO pools (access_type, allocated) VALUES ('a', 0)");
            return () -> "never";
        });
        CompletableFuture<String> throwing = writer.submit(db -> {
            db.update("INSERT INTO pools (access_type, allocated) VALUES ('undone too', 0)");
            throw new IllegalStateException("the decision broke");
        });
        CompletableFuture<String> last = insert("b");
        gate.countDown();

        assertThat(first.get()).isEqualTo("a");
        assertThat(last.get()).isEqualTo("b");
        assertThatThrownBy(breaks::join)
                .hasCauseInstanceOf(LedgerUnavailable.class)
                .hasMessageContaining(file.path().toString());
        assertThatThrownBy(throwing::join).hasRootCauseMessage("the decision broke");
        assertThat(stored()).containsExactly("a", "b");
    }

    @Test
    void nobodyIsAnsweredBeforeTheCommitAndAnswersKeepTheOrder() throws Exception {
        hold();
        List<CompletableFuture<List<String>>> seen = IntStream.range(10, 30)
                .mapToObj(i -> insert("work " + i).thenApply(name -> {
                    try {
                        return stored();
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                }))
                .toList();
        gate.countDown();

        for (CompletableFuture<List<String>> each : seen) {
            assertThat(each.get()).as("all of one commit").hasSize(20);
        }
        assertThat(answered).isSorted().hasSize(20);
    }

    @Test
    void moreThanMayWaitIsRefusedAtOnceAndTheRestIsDone() throws Exception {
        hold();
        List<CompletableFuture<String>> waiting = IntStream.range(0, MOST_WAITING - 1)
                .mapToObj(i -> insert("w" + i))
                .toList();

        CompletableFuture<String> tooMany = insert("too many");

        assertThat(tooMany).isCompletedExceptionally();
        assertThatThrownBy(tooMany::join)
                .hasCauseInstanceOf(LedgerUnavailable.class)
                .hasMessageContaining(MOST_WAITING + " writes wait");
        gate.countDown();
        for (CompletableFuture<String> each : waiting) {
            each.get();
        }
        assertThat(insert("afterwards").get()).isEqualTo("afterwards");
    }

    @Test
    void closingFinishesWhatWaitsAndTakesNothingMore() throws Exception {
        hold();
        CompletableFuture<String> waiting = insert("a");
        gate.countDown();

        writer.close();

        assertThat(waiting).isCompletedWithValue("a");
        assertThatThrownBy(insert("b")::join).hasCauseInstanceOf(LedgerUnavailable.class);
        assertThat(stored()).containsExactly("a");
    }

    @Test
    void fullDiskFailsTheWholeCommitAndWritingGoesOnOnceThereIsRoom() throws Exception {
        AtomicInteger pages = new AtomicInteger();
        try (Db db = file.reading()) {
            pages.set(db.first("PRAGMA page_count", row -> row.getInt(1)).orElseThrow() + 1);
        }
        Writer small = new Writer(
                file.path().toString(),
                () -> file.writing().with("max_page_count = " + pages.get()),
                Runnable::run,
                MOST_WAITING);
        small.start();
        try {
            String large = "x".repeat(20_000);
            CompletableFuture<String> full = small.submit(db -> {
                db.update("INSERT INTO pools (access_type, allocated) VALUES (?, 0)", large);
                return () -> "never";
            });

            assertThatThrownBy(full::join)
                    .hasCauseInstanceOf(LedgerUnavailable.class)
                    .hasMessageContaining("full");
            assertThat(stored()).as("nothing half-written").isEmpty();

            pages.addAndGet(1000);
            CompletableFuture<String> again = small.submit(db -> {
                db.with("max_page_count = " + pages.get());
                db.update("INSERT INTO pools (access_type, allocated) VALUES (?, 0)", large);
                return () -> "written";
            });
            assertThat(again.get()).isEqualTo("written");
        } finally {
            small.close();
        }
    }

    @Test
    void storeThatCannotBeOpenedFailsEverybodyWhoWaits() throws Exception {
        Writer lost = new Writer(
                "lost.db",
                () -> {
                    passGate();
                    throw new SQLException("no such device");
                },
                Runnable::run,
                MOST_WAITING);
        lost.start();
        try {
            List<CompletableFuture<String>> waiting = IntStream.range(0, 10)
                    .mapToObj(i -> lost.submit(db -> () -> "never"))
                    .toList();
            gate.countDown();

            for (CompletableFuture<String> each : waiting) {
                assertThatThrownBy(each::join)
                        .hasCauseInstanceOf(LedgerUnavailable.class)
                        .hasMessageContaining("lost.db cannot be written: no such device");
            }
        } finally {
            lost.close();
        }
    }
}
