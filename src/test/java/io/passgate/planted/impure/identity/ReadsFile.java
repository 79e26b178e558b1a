package io.passgate.planted.impure.identity;

import java.nio.file.Files;
import java.nio.file.Path;

/** Breaks: the core is pure. */
final class ReadsFile {
    boolean there(Path path) {
        return Files.exists(path);
    }
}
