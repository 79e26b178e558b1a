package io.passgate.doctor;

import io.passgate.config.Settings;
import io.passgate.front.ListenerSettings;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The directories that a gate writes to – rights and room –, and the files that nobody but it should read. Immutable.
 *
 * @param directories written to by a gate
 * @param secrets files that hold one
 */
record FilesCheck(List<Path> directories, List<Path> secrets) implements Check {

    FilesCheck {
        directories = List.copyOf(directories);
        secrets = List.copyOf(secrets);
    }

    static FilesCheck of(Settings settings) {
        Path ledger = settings.store().file().toAbsolutePath().normalize();
        Stream<Path> directories = Stream.of(
                settings.data(),
                Objects.requireNonNullElse(ledger.getParent(), ledger),
                settings.audit().directory());
        Stream<Path> keys = settings.listen().stream()
                .flatMap(listener -> listener.tls().stream())
                .map(ListenerSettings.Tls::key);
        Stream<Path> given = settings.license()
                .form()
                .fold(key -> Stream.of(key.keyFile()), lef -> Stream.empty(), off -> Stream.empty());
        Stream<Path> hooks = settings.alerts().webhooks().stream().map(hook -> hook.secretFile());
        Stream<Path> own = Stream.of("admin.token", "site.key", "passgate.db").map(settings.data()::resolve);
        return new FilesCheck(
                absolute(directories),
                absolute(Stream.of(own, Stream.of(ledger), keys, given, hooks).flatMap(files -> files)));
    }

    private static List<Path> absolute(Stream<Path> paths) {
        return paths.map(path -> path.toAbsolutePath().normalize()).distinct().toList();
    }

    @Override
    public Subject subject() {
        return new Subject(
                "files, as the account " + System.getProperty("user.name", "of this process") + " sees them");
    }

    @Override
    public void look(Consumer<Finding> found) {
        for (Path directory : directories) {
            Path existing = existing(directory);
            found.accept(FilesJudge.directory(subject(), directory, Files.exists(directory), isWritable(existing)));
            room(existing).ifPresent(room -> found.accept(FilesJudge.room(subject(), directory, room)));
        }
        List<Finding> open = secrets.stream()
                .flatMap(file -> rights(file).stream())
                .flatMap(rights -> FilesJudge.secret(subject(), rights).stream())
                .toList();
        open.forEach(found);
        if (open.isEmpty()) {
            found.accept(subject().ok("rights", "no secret may be read by everybody"));
        }
    }

    private static boolean isWritable(Path directory) {
        return Files.isDirectory(directory) && Files.isWritable(directory);
    }

    /** The directory, or the nearest above it that is there. */
    private static Path existing(Path directory) {
        return Stream.<Path>iterate(directory, path -> path != null, Path::getParent)
                .filter(Files::exists)
                .findFirst()
                .orElse(directory);
    }

    private static Optional<FilesJudge.Room> room(Path directory) {
        try {
            FileStore store = Files.getFileStore(directory);
            return Optional.of(new FilesJudge.Room(store.getUsableSpace(), store.getTotalSpace()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<FilesJudge.Rights> rights(Path file) {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null || !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            PosixFileAttributes attributes = view.readAttributes();
            return Optional.of(new FilesJudge.Rights(file, attributes.permissions()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
