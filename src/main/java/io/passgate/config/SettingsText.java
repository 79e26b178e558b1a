package io.passgate.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Brings a settings file into memory, whatever it turns out to be: at most {@value #MAX_BYTES} bytes of UTF-8. */
final class SettingsText {

    private static final int MAX_BYTES = 1 << 20;

    private SettingsText() {}

    /** The text of {@code file}; nothing when it cannot be had, which is then a problem. */
    static Optional<String> of(Path file, Problems problems) {
        Place place = Place.beginningOf(file.toString());
        if (Files.isDirectory(file)) {
            problems.add(place, "", "expected a file, found a directory");
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return of(in, file.toString(), problems);
        } catch (IOException e) {
            problems.add(place, "", why(e, file));
            return Optional.empty();
        }
    }

    /** The text of {@code in}, which is not closed. */
    static Optional<String> of(InputStream in, String source, Problems problems) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            problems.add(Place.beginningOf(source), "", "expected a settings file, found more than 1 MiB");
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            problems.add(Place.beginningOf(source), "", "expected UTF-8 text, found other bytes");
            return Optional.empty();
        }
    }

    /** Why a file cannot be read, in words. Relative names are told with the directory that they are relative to. */
    static String why(IOException e, Path file) {
        String where = file.isAbsolute()
                ? ""
                : " in the working directory " + Path.of("").toAbsolutePath();
        if (e instanceof NoSuchFileException) {
            return "there is no such file" + where;
        }
        return e instanceof AccessDeniedException
                ? "the file may not be read" + where
                : "the file cannot be read: " + e.getMessage();
    }
}
