package io.passgate.cli;

import io.passgate.identity.User;
import io.passgate.license.AccessType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Users and access types as given on the command line or in a file: a line {@code DIRECTORY\id,type} each, or {@code
 * DIRECTORY\id} alone where {@code --type} says the type. Nothing is done before the whole list has been read.
 *
 * @param user who
 * @param type which access pass
 */
record PassList(User user, AccessType type) {

    static List<PassList> read(List<String> users, Optional<Path> file, Optional<String> type) {
        List<String> lines = new ArrayList<>(users);
        String place = "argument ";
        if (file.isPresent()) {
            lines = lines(file.get());
            place = file.get() + ":";
        }
        List<PassList> all = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    all.add(one(line, type));
                } catch (IllegalArgumentException e) {
                    wrong.add(place + (i + 1) + ": " + e.getMessage());
                }
            }
        }
        if (!wrong.isEmpty()) {
            throw new CliFault(ExitCode.DATA, String.join("\n", wrong) + "\nnothing was changed");
        }
        return all;
    }

    /** Where the admin API has it. */
    String path() {
        return "/api/v1/allocations/" + type.key() + "/" + AdminClient.encoded(user.written());
    }

    static AccessType type(String key) {
        return AccessType.of(key)
                .orElseThrow(() -> new IllegalArgumentException("expected an access type ("
                        + Arrays.stream(AccessType.values())
                                .map(AccessType::key)
                                .collect(Collectors.joining(", "))
                        + "), got \"" + key + "\""));
    }

    private static PassList one(String line, Optional<String> type) {
        int comma = line.lastIndexOf(',');
        if (comma >= 0) {
            return new PassList(
                    User.parse(line.substring(0, comma).strip()),
                    type(line.substring(comma + 1).strip()));
        }
        return new PassList(
                User.parse(line),
                type(type.orElseThrow(
                        () -> new IllegalArgumentException("no access type: give --type, or \",type\""))));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new CliFault(ExitCode.DATA, file + " cannot be read as UTF-8 text: " + e.getMessage());
        }
    }
}
