package io.passgate.contract;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PEM blocks, each preceded by lines {@code name: value} about it (RFC 7468 §5.2 calls them explanatory text, so that other
 * tools read the same file). Blank lines and lines that begin with {@code #} are skipped; any other line is refused.
 */
final class Pem {
    private static final Pattern ABOUT = Pattern.compile("([a-z]{1,20}): ?(.{1,200})");
    private static final Pattern EDGE = Pattern.compile("-----(BEGIN|END) ([A-Z ]{1,40})-----");

    private Pem() {}

    /**
     * One block.
     *
     * @param line the line of its BEGIN, from 1
     * @param about what was said of it
     * @param base64 what it holds
     */
    record Block(int line, Map<String, String> about, String base64) {
        byte[] der() {
            return Base64.getDecoder().decode(base64);
        }
    }

    /** The blocks of {@code text}, all labeled {@code label}, with no lines before them but of the names in {@code names}. */
    static List<Block> read(String text, String place, String label, Set<String> names) throws ContractException {
        List<Block> blocks = new ArrayList<>();
        Map<String, String> about = new LinkedHashMap<>();
        List<String> lines = text.lines().map(String::strip).toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String here = place + ", line " + (i + 1);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher named = ABOUT.matcher(line);
            if (named.matches() && names.contains(named.group(1))) {
                if (about.put(named.group(1), named.group(2).strip()) != null) {
                    throw ContractException.malformed(here, named.group(1) + " is said twice of one key");
                }
                continue;
            }
            checkBegin(line, here, label, names);
            int end = lines.subList(i, lines.size()).indexOf("-----END " + label + "-----");
            if (end < 0) {
                throw ContractException.malformed(here, "the block has no -----END " + label + "-----");
            }
            blocks.add(new Block(i + 1, Map.copyOf(about), base64(lines.subList(i + 1, i + end), here)));
            about.clear();
            i += end;
        }
        if (!about.isEmpty()) {
            throw ContractException.malformed(place, "ends after " + about.keySet() + " without a key");
        }
        return blocks;
    }

    private static void checkBegin(String line, String here, String label, Set<String> names) throws ContractException {
        Matcher edge = EDGE.matcher(line);
        if (!edge.matches() || !edge.group(1).equals("BEGIN")) {
            throw ContractException.malformed(here, "expected -----BEGIN " + label + "----- or one of " + names);
        }
        if (!edge.group(2).equals(label)) {
            throw ContractException.malformed(here, "expected a " + label + ", found a " + edge.group(2));
        }
    }

    private static String base64(List<String> lines, String here) throws ContractException {
        String text = String.join("", lines);
        try {
            return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw ContractException.malformed(here, "the block is not base64");
        }
    }

    static String write(Map<String, String> about, String label, byte[] der) {
        StringBuilder text = new StringBuilder();
        about.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return text.append("-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n")
                .toString();
    }
}
