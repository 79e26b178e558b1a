package io.passgate.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reading a file that a command was given. */
final class InputFile {

    private InputFile() {}

    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CliFault(ExitCode.DATA, file + ": expected a text file that can be read");
        }
    }
}
