package io.passgate.contract;

import io.passgate.contract.ContractException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads one License Enabler File, strictly, and tells everything that is wrong with its lines at once; then its signature. Used
 * once, by one thread.
 *
 * <p>What is signed is the text before the last line with LF line ends, which are what a signed file has. A file in which every
 * line ends with CR LF, as some editors and mail programs make it, is read as if it had LF; blank lines after the signature do
 * not matter.
 */
final class EnablerReader {
    private static final int MOST_SHOWN = 60;
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern ASCII = Pattern.compile("[ -~]*");
    private static final Set<EnablerAttribute> SEATS = Set.of(EnablerAttribute.PROFESSIONAL, EnablerAttribute.ANALYZER);

    private final String place;
    private final List<String> problems = new ArrayList<>();
    private final Map<EnablerAttribute, Integer> numbers = new EnumMap<>(EnablerAttribute.class);
    private final List<EnablerLine> lines = new ArrayList<>();

    EnablerReader(String place) {
        this.place = place;
    }

    EnablerFile read(String text, Signers signers) throws ContractException {
        if (text.length() > Purpose.LEF.maxLength()) {
            throw ContractException.malformed(
                    place,
                    "is longer than " + Purpose.LEF.maxLength() + " characters, expected a License Enabler File");
        }
        List<String> all = split(text);
        if (all.size() < 3) {
            throw ContractException.malformed(
                    place,
                    "expected a serial number, a product, attributes and a signature, each in a line of its own; found "
                            + all.size() + " lines");
        }
        int last = all.size() - 1;
        serial(all.get(0));
        product(all.get(1));
        for (int i = 2; i < last; i++) {
            attribute(i + 1, all.get(i));
        }
        lacking();
        Optional<Signed> signed = signature(last + 1, all.get(last));
        if (!problems.isEmpty()) {
            throw new ContractException(Reason.MALFORMED, problems);
        }
        check(signed.orElseThrow(), String.join("\n", all.subList(0, last)) + "\n", last + 1, signers);
        return new EnablerFile(all.get(0), lines);
    }

    private void problem(int line, String what) {
        problems.add(place + ", line " + line + ": " + what);
    }

    /** {@code text}, quoted, cut, and without what is not printable. */
    static String shown(String text) {
        String cut = text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
        return text.isEmpty() ? "nothing" : "'" + cut.replaceAll("[^ -~…]", "?") + "'";
    }

    private List<String> split(String text) {
        List<String> all = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        boolean crLf = all.get(0).endsWith("\r");
        for (int i = 0; i < all.size() - 1; i++) {
            String line = all.get(i);
            if (line.endsWith("\r") != crLf) {
                problem(
                        i + 1,
                        "ends otherwise than line 1; expected LF at the end of every line, or CR LF of every line");
            }
            all.set(i, line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
        while (!all.isEmpty() && all.get(all.size() - 1).isEmpty()) {
            all.remove(all.size() - 1);
        }
        for (int i = 0; i < all.size(); i++) {
            if (!ASCII.matcher(all.get(i)).matches()) {
                problem(
                        i + 1,
                        "expected printable ASCII characters only, no byte order mark either; found "
                                + shown(all.get(i)));
            }
        }
        return all;
    }

    private void serial(String line) {
        if (!LicenseNumber.FORM.matcher(line).matches()) {
            problem(1, "expected the serial number, 16 digits and nothing else; found " + shown(line));
        }
    }

    private void product(String line) {
        if (!line.equals(EnablerFile.PRODUCT_LINE + ";;;")) {
            String found = line.endsWith(";;;")
                    ? "a license for the product " + shown(line.substring(0, line.length() - 3))
                    : "found " + shown(line);
            problem(2, found + "; expected " + EnablerFile.PRODUCT_LINE + ";;;");
        }
    }

    private void attribute(int number, String line) {
        String[] fields = line.split(";", -1);
        if (fields.length != 4) {
            problem(number, "expected Attribute;Value;From;To, with three semicolons; found " + shown(line));
            return;
        }
        Optional<EnablerAttribute> known = EnablerAttribute.of(fields[0]);
        if (known.isEmpty()) {
            problem(number, EnablerAttribute.stranger(fields[0]));
            return;
        }
        EnablerAttribute attribute = known.get();
        unique(number, attribute);
        attribute.wrong(fields[1]).ifPresent(wrong -> problem(number, attribute + ": value: " + wrong));
        Optional<LocalDate> from = day(number, attribute + ": From", attribute.from(), fields[2]);
        Optional<LocalDate> to = day(number, attribute + ": To", attribute.to(), fields[3]);
        if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
            problem(number, attribute + ": To: expected " + from.get() + " or later, found " + to.get());
        }
        lines.add(new EnablerLine(attribute, fields[1], from, to));
    }

    private void unique(int number, EnablerAttribute attribute) {
        Integer before = numbers.putIfAbsent(attribute, number);
        if (before != null) {
            problem(number, attribute + ": expected once, stands in line " + before + " already");
            return;
        }
        Set<EnablerAttribute> others = attribute == EnablerAttribute.TOKENS
                ? SEATS
                : SEATS.contains(attribute) ? Set.of(EnablerAttribute.TOKENS) : Set.of();
        others.stream()
                .filter(numbers::containsKey)
                .sorted()
                .findFirst()
                .ifPresent(other -> problem(
                        number,
                        attribute + " beside " + other + " in line " + numbers.get(other)
                                + ": a License Enabler File grants tokens, or professional and analyzer access; expected "
                                + "one of the two (both need a signed license key)"));
    }

    private Optional<LocalDate> day(int number, String what, EnablerAttribute.Day day, String text) {
        try {
            boolean written = !text.isEmpty();
            if (day.allows(written) && (!written || DAY.matcher(text).matches())) {
                return written ? Optional.of(LocalDate.parse(text)) : Optional.empty();
            }
        } catch (DateTimeParseException e) {
            problem(number, what + ": there is no such day: " + shown(text));
            return Optional.empty();
        }
        problem(number, what + ": expected " + day.expected() + ", found " + shown(text));
        return Optional.empty();
    }

    private void lacking() {
        for (EnablerAttribute attribute : List.of(EnablerAttribute.ISSUE, EnablerAttribute.PRODUCTLEVEL)) {
            if (!numbers.containsKey(attribute)) {
                problems.add(place + ": lacks a line " + attribute);
            }
        }
    }

    private record Signed(String kid, byte[] signature) {}

    private Optional<Signed> signature(int number, String line) {
        String[] fields = line.split(";", -1);
        boolean named = fields[0].equals(EnablerFile.SIGNATURE);
        Optional<byte[]> bytes = fields.length == 4
                        && named
                        && fields[3].isEmpty()
                        && Signer.KID.matcher(fields[1]).matches()
                ? Base64Url.decode(fields[2]).filter(signature -> signature.length == 64)
                : Optional.empty();
        if (bytes.isEmpty()) {
            problem(
                    number,
                    "expected the issuer's signature, SIGNATURE;<key id>;<86 characters of base64url>;, in the last line; found "
                            + (named ? "another form of it" : shown(line)));
        }
        return bytes.map(signature -> new Signed(fields[1], signature));
    }

    private void check(Signed signed, String body, int number, Signers signers) throws ContractException {
        String here = place + ", line " + number + ": ";
        Signer signer = signers.find(signed.kid(), Purpose.LEF)
                .orElseThrow(() -> new ContractException(
                        Reason.SIGNER,
                        here + "signed with the key id " + signed.kid()
                                + ", which may not sign License Enabler Files; the signers are " + signers));
        if (!signer.signed(body.getBytes(StandardCharsets.US_ASCII), signed.signature())) {
            throw new ContractException(
                    Reason.SIGNATURE,
                    here + "the signature is not that of " + signer.kid()
                            + " over the lines before it: expected the file exactly as it was issued");
        }
    }
}
