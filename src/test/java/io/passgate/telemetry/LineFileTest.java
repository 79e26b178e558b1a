package io.passgate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineFileTest {

    @TempDir
    Path directory;

    @Test
    void closingWritesEverythingThatWasOffered() throws IOException {
        Path path = directory.resolve("lines");
        try (LineFile file = LineFile.start(path, "", 10_000)) {
            IntStream.range(0, 10_000).forEach(i -> file.offer(sequence -> "line " + sequence));
        }

        assertThat(Files.readAllLines(path))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 10_000)
                        .mapToObj(n -> "line " + n)
                        .toList());
    }

    @Test
    void offeringToAFullQueueDropsAndCountsAndNeverWaits() throws IOException {
        Path path = directory.resolve("lines");
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        LineFile file = LineFile.start(path, "", 2);
        file.offer(sequence -> {
            written.countDown();
            awaited(goOn);
            return "first";
        });
        awaited(written);

        IntStream.range(0, 5).forEach(i -> file.offer(sequence -> "waiting"));

        assertThat(file.dropped()).isEqualTo(3);
        goOn.countDown();
        file.close();
        assertThat(Files.readAllLines(path)).containsExactly("first", "waiting", "waiting");
    }

    @Test
    void lineOfferedAfterTheEndIsCountedAsDropped() {
        LineFile file = LineFile.start(directory.resolve("lines"), "", 2);
        file.close();
        file.close();

        file.offer(sequence -> "late");

        assertThat(file.dropped()).isEqualTo(1);
    }

    @Test
    void fileThatWasMovedAwayIsBegunAnewHeaderFirst() throws IOException {
        Path path = directory.resolve("lines");
        Path rotated = directory.resolve("lines.1");
        try (LineFile file = LineFile.start(path, "header", 100)) {
            file.offer(sequence -> "before");
            await().until(() -> Files.readAllLines(path).size() == 2);
            Files.move(path, rotated);
            file.offer(sequence -> "after");
        }

        assertThat(Files.readAllLines(rotated)).containsExactly("header", "before");
        assertThat(Files.readAllLines(path)).containsExactly("header", "after");
    }

    @Test
    void fileOfAnEarlierRunIsContinuedAndItsCutLineEnded() throws IOException {
        Path path = directory.resolve("lines");
        Files.writeString(path, "header\nwhole\ncut sho");

        try (LineFile file = LineFile.start(path, "header", 100)) {
            file.offer(sequence -> "new");
        }

        assertThat(Files.readAllLines(path)).containsExactly("header", "whole", "cut sho", "new");
    }

    @Test
    void recordIsNotForEverybodysEyes() throws IOException {
        Path path = directory.resolve("deeper").resolve("lines");
        LineFile.start(path, "", 1).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .matches("rw-[r-]-----");
    }

    @Test
    void lineThatCannotBeMadeCostsOnlyItself() throws IOException {
        Path path = directory.resolve("lines");
        LineFile file = LineFile.start(path, "", 100);
        file.offer(sequence -> {
            throw new IllegalStateException("cannot be made");
        });
        file.offer(sequence -> "next");
        file.close();

        assertThat(Files.readAllLines(path)).containsExactly("next");
        assertThat(file.dropped()).isEqualTo(1);
    }

    @Test
    void directoryThatIsAFileIsSaidAtTheStart() throws IOException {
        Path file = Files.createFile(directory.resolve("log"));

        assertThatThrownBy(() -> LineFile.start(file.resolve("lines"), "", 1))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("log/lines");
    }

    @Test
    void recordThatCannotBeWrittenForAWhileGoesOnAfterwards() throws IOException {
        Path inside = Files.createDirectory(directory.resolve("log"));
        Path path = inside.resolve("lines");
        LineFile file = LineFile.start(path, "", 100);
        Files.delete(path);
        Files.delete(inside);
        Files.createFile(inside);
        file.offer(sequence -> "lost");
        await().until(() -> file.dropped() == 1);

        Files.delete(inside);
        file.offer(sequence -> "kept");
        file.close();

        assertThat(Files.readAllLines(path)).containsExactly("kept");
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
