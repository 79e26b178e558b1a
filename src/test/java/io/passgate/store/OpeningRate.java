package io.passgate.store;

import io.passgate.identity.User;
import io.passgate.license.AccessType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Measures durable openings per second, and the heap that an open session takes: callers that each open a session, wait for the
 * answer, and open the next. Arguments: how many callers (256), how many openings in each of the four rounds (20000), the directory.
 */
final class OpeningRate {

    /** As many as a user may have. */
    private static final int SESSIONS_PER_USER = 5;

    private static final int ROUNDS = 4;

    /** Every session of a run stays in memory, so that its size can be told. */
    private static final SqliteLedger.Limits LIMITS = new SqliteLedger.Limits(
            1_000_000, SqliteLedger.Limits.DEFAULT.lastSeenEvery(), SqliteLedger.Limits.DEFAULT.waiting());

    private OpeningRate() {}

    /** Prints start-up times and, for each round, the rate and the mean time to an answer. */
    public static void main(String[] arguments) throws Exception {
        int callers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 256;
        int openings = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20_000;
        Path directory = arguments.length > 2 ? Path.of(arguments[2]) : Files.createTempDirectory("passgate-rate");
        for (int start = 0; start < 2; start++) {
            long began = System.nanoTime();
            try (SqliteLedger ledger = ledger(directory)) {
                ledger.start();
                System.out.println("start " + (System.nanoTime() - began) / 1_000_000 + " ms");
            }
        }
        try (SqliteLedger ledger = ledger(directory)) {
            ledger.start();
            long heap = usedHeap();
            for (int round = 0; round < ROUNDS; round++) {
                List<User> users = users(ledger, round, openings / SESSIONS_PER_USER + 1);
                long cpu = writerNanos();
                long began = System.nanoTime();
                long waited = storm(ledger, users, callers, openings);
                long nanos = System.nanoTime() - began;
                System.out.printf(
                        "%d callers: %.0f openings/s, %.2f ms each, the writer's thread %.0f us each%n",
                        callers,
                        openings * 1e9 / nanos,
                        waited / 1e6 / openings,
                        (writerNanos() - cpu) / 1e3 / openings);
            }
            int open = ROUNDS * openings;
            System.out.printf("%d sessions open: %d bytes of heap each%n", open, (usedHeap() - heap) / open);
        }
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** What the processor has done for the writer: the figure that does not depend on what else runs on the machine. */
    private static long writerNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.dumpAllThreads(false, false))
                .filter(thread -> thread.getThreadName().equals("ledger-writer"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .max()
                .orElseThrow();
    }

    private static SqliteLedger ledger(Path directory) {
        return new SqliteLedger(
                new StoreSettings("sqlite:" + directory.resolve("ledger.db"), StoreSettings.Synchronous.FULL),
                LIMITS,
                Openings.SITE);
    }

    private static List<User> users(SqliteLedger ledger, int round, int count) {
        List<User> users = IntStream.range(0, count)
                .mapToObj(i -> User.parse("CORP\\user" + round + "." + i))
                .toList();
        users.parallelStream().forEach(user -> ledger.records()
                .allocate(user, AccessType.PROFESSIONAL, Openings.TERMS, Openings.START));
        return users;
    }

    private static long storm(SqliteLedger ledger, List<User> users, int callers, int openings)
            throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        CountDownLatch left = new CountDownLatch(openings);
        LongAdder waited = new LongAdder();
        for (int i = 0; i < callers; i++) {
            openNext(new Storm(ledger, users, next, left, waited, openings));
        }
        left.await();
        return waited.sum();
    }

    private record Storm(
            SqliteLedger ledger,
            List<User> users,
            AtomicInteger next,
            CountDownLatch left,
            LongAdder waited,
            int openings) {}

    private static void openNext(Storm storm) {
        int number = storm.next().getAndIncrement();
        if (number >= storm.openings()) {
            return;
        }
        long began = System.nanoTime();
        User user = storm.users().get(number % storm.users().size());
        storm.ledger().open(Openings.of(user, Openings.START)).whenComplete((outcome, e) -> {
            if (e != null || outcome.session().isEmpty()) {
                throw new IllegalStateException("not opened: " + outcome, e);
            }
            storm.waited().add(System.nanoTime() - began);
            storm.left().countDown();
            openNext(storm);
        });
    }
}
