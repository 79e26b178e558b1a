package io.passgate.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only its owner can read is on the disk before anything rests on it. */
class OwnerOnlyTest {
    @TempDir
    Path directory;

    @Test
    void aFileIsForcedToTheDisk() throws Exception {
        Path file = directory.resolve("vendor.key");
        Path events = directory.resolve("events.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withThreshold(Duration.ZERO);
            recording.start();
            OwnerOnly.create(file, "secret");
            recording.stop();
            recording.dump(events);
        }

        assertThat(RecordingFile.readAllEvents(events))
                .as("forced: content and what the file system knows of it")
                .anyMatch(e -> file.toString().equals(e.getString("path")) && e.getBoolean("metaData"));
        assertThat(file).hasContent("secret");
    }

    @Test
    void aFileThatExistsIsLeftAlone() throws Exception {
        Path file = Files.writeString(directory.resolve("vendor.key"), "first");

        assertThatThrownBy(() -> OwnerOnly.create(file, "second")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("first");
    }
}
