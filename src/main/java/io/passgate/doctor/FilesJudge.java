package io.passgate.doctor;

import io.passgate.doctor.Finding.Area;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** What is to be said of directories, the room in them, and who may read a secret. Stateless. */
final class FilesJudge {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long LEAST = 100 * MIB;

    private FilesJudge() {}

    /**
     * The room on a disk, in bytes.
     *
     * @param usable what this account may still write
     * @param total the whole disk
     */
    record Room(long usable, long total) {}

    /** Who may do what with a file. */
    record Rights(Path file, Set<PosixFilePermission> permissions) {
        Rights {
            permissions = Set.copyOf(permissions);
        }
    }

    /**
     * @param there whether it exists
     * @param writable whether this account may write to it, or to the nearest one above it that exists
     */
    static Finding directory(Subject subject, Path directory, boolean there, boolean writable) {
        if (writable) {
            return subject.ok(
                    "directory", directory + (there ? " may be written to" : " is made by the first start of a gate"));
        }
        return subject.fault(
                Area.CONFIGURATION,
                "directory",
                directory + (there ? "" : ", which is not there"),
                there ? "this account may not write to it" : "this account may not make it",
                "give it to the account of the gate: chown -R ACCOUNT " + directory + "; run doctor with that account");
    }

    static Finding room(Subject subject, Path directory, Room room) {
        String seen = "%s has %s free of %s".formatted(directory, words(room.usable()), words(room.total()));
        if (room.usable() < LEAST) {
            return subject.fault(
                    Area.CONFIGURATION,
                    "disk",
                    seen,
                    "the disk is full: when it is, sessions open no more and the record has gaps",
                    "free some space, or put it on a larger disk");
        }
        if (room.usable() < GIB || room.usable() < room.total() / 10) {
            return subject.warning(
                    "disk", seen, "the disk is nearly full", "free some space; keep the record short (logrotate)");
        }
        return subject.ok("disk", seen);
    }

    /** A warning when everybody on this machine may read it. */
    static List<Finding> secret(Subject subject, Rights rights) {
        if (!rights.permissions().contains(PosixFilePermission.OTHERS_READ)) {
            return List.of();
        }
        return List.of(subject.warning(
                "rights",
                rights.file() + " is " + PosixFilePermissions.toString(rights.permissions()),
                "everybody on this machine may read it, and it holds a secret",
                "chmod o-rwx " + rights.file()));
    }

    private static String words(long bytes) {
        return bytes < 10 * GIB ? bytes / MIB + " MiB" : bytes / GIB + " GiB";
    }
}
