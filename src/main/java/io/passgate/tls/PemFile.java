package io.passgate.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of PEM blocks (RFC 7468); text between them is not looked at. Immutable. */
record PemFile(Path path, List<Block> all) {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----\\R(.*?)-----END \\1-----", Pattern.DOTALL);

    /** PKCS #8, not encrypted (RFC 7468 §10). */
    private static final String PRIVATE_KEY = "PRIVATE KEY";

    PemFile {
        all = List.copyOf(all);
    }

    /**
     * One block.
     *
     * @param label what it says it is
     * @param body as it stands between the two lines
     */
    record Block(String label, String body) {}

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException naming the file when it cannot be read
     */
    static PemFile read(Path path) {
        List<Block> all = new ArrayList<>();
        try {
            Matcher matcher = BLOCK.matcher(Files.readString(path, StandardCharsets.ISO_8859_1));
            while (matcher.find()) {
                all.add(new Block(matcher.group(1), matcher.group(2)));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(path + ": cannot be read (" + e + ")", e);
        }
        return new PemFile(path, all);
    }

    /** What the blocks of this label hold. */
    List<byte[]> blocks(String label) {
        return all.stream()
                .filter(block -> block.label().equals(label))
                .map(this::der)
                .toList();
    }

    /** What the one private key holds; other forms of a key are refused with the command that mends them. */
    byte[] privateKey() {
        List<byte[]> keys = blocks(PRIVATE_KEY);
        if (keys.size() == 1) {
            return keys.get(0);
        }
        String found = all.stream()
                .map(Block::label)
                .filter(label -> label.endsWith(" " + PRIVATE_KEY))
                .findFirst()
                .map(label -> "found %s; mend it with: openssl pkcs8 -topk8 -nocrypt -in %s -out NEW-FILE"
                        .formatted(label, path))
                .orElse("found " + (keys.isEmpty() ? "none" : String.valueOf(keys.size())));
        throw new IllegalArgumentException(
                "%s: expected one private key, PKCS #8 and not encrypted (-----BEGIN PRIVATE KEY-----), %s"
                        .formatted(path, found));
    }

    private byte[] der(Block block) {
        try {
            return Base64.getMimeDecoder().decode(block.body());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: the block %s is not base64".formatted(path, block.label()), e);
        }
    }
}
