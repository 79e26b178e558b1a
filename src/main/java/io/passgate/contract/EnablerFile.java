package io.passgate.contract;

import io.passgate.license.AccessType;
import io.passgate.license.Capacity;
import io.passgate.license.May;
import io.passgate.license.Terms;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A License Enabler File: the terms of a license by serial and control number, as lines of text that its issuer has signed
 * (design.md §5, domain.md §4.3, decision 27). The form is written down in {@code contract/lef.md}. Immutable.
 *
 * @param license the serial number
 * @param lines what it says, each attribute once
 */
public record EnablerFile(String license, List<EnablerLine> lines) implements LicenseFile {
    /** The second line, without its semicolons. */
    static final String PRODUCT_LINE = "Passgate";

    static final String SIGNATURE = "SIGNATURE";

    /** Copies. Whether the lines go together is for the reader to see. */
    public EnablerFile {
        lines = List.copyOf(lines);
    }

    /**
     * The License Enabler File that {@code text} is, signed by one of {@code signers}.
     *
     * @param place what to call it in messages
     */
    public static EnablerFile read(String text, Signers signers, String place) throws ContractException {
        return new EnablerReader(place).read(text, signers);
    }

    /**
     * The signed text of it.
     *
     * @throws IllegalArgumentException when no site would read it, saying why
     */
    public String write(SigningKey signer) {
        StringBuilder body = new StringBuilder(license + "\n" + PRODUCT_LINE + ";;;\n");
        lines.forEach(line -> body.append(line.write()).append('\n'));
        String signature = Base64Url.encode(signer.sign(body.toString().getBytes(StandardCharsets.US_ASCII)));
        String text = body + SIGNATURE + ";" + signer.kid() + ";" + signature + ";\n";
        try {
            read(text, Signers.of(signer.signer(java.util.Set.of(Purpose.LEF))), "License Enabler File");
        } catch (ContractException e) {
            throw new IllegalArgumentException(e.words(), e);
        }
        return text;
    }

    private Optional<EnablerLine> line(EnablerAttribute attribute) {
        return lines.stream().filter(line -> line.attribute() == attribute).findFirst();
    }

    private Optional<EnablerLine> line(EnablerAttribute attribute, Instant now) {
        return line(attribute).filter(line -> line.holds(now));
    }

    private int number(EnablerAttribute attribute, Instant now, int otherwise) {
        return line(attribute, now).map(line -> Integer.parseInt(line.value())).orElse(otherwise);
    }

    @Override
    public long seq() {
        return line(EnablerAttribute.ISSUE)
                .map(line -> Long.parseLong(line.value()))
                .orElseThrow();
    }

    @Override
    public Instant validFrom() {
        return line(EnablerAttribute.TIMELIMIT)
                .flatMap(EnablerLine::begins)
                .or(() -> line(EnablerAttribute.ISSUE).flatMap(EnablerLine::begins))
                .orElseThrow();
    }

    @Override
    public Optional<LocalDate> maintenance() {
        return line(EnablerAttribute.PRODUCTLEVEL).flatMap(EnablerLine::to);
    }

    @Override
    public Terms terms(Instant now) {
        Map<AccessType, Integer> seats = new EnumMap<>(AccessType.class);
        line(EnablerAttribute.PROFESSIONAL)
                .ifPresent(l -> seats.put(AccessType.PROFESSIONAL, number(EnablerAttribute.PROFESSIONAL, now, 0)));
        line(EnablerAttribute.ANALYZER)
                .ifPresent(l -> seats.put(AccessType.ANALYZER, number(EnablerAttribute.ANALYZER, now, 0)));
        May usual = May.DEFAULT;
        return new Terms(
                license,
                Terms.Form.LICENSE_ENABLER_FILE,
                seq(),
                validFrom(),
                line(EnablerAttribute.TIMELIMIT).flatMap(EnablerLine::ends),
                Definition.PRODUCT,
                false,
                seats,
                number(EnablerAttribute.TOKENS, now, 0),
                Capacity.NONE,
                line(EnablerAttribute.TOKENS).flatMap(EnablerLine::ends),
                new May(
                        number(EnablerAttribute.PARALLEL, now, usual.parallel()),
                        number(EnablerAttribute.EXEMPTUSERS, now, usual.exemptUsers()),
                        line(EnablerAttribute.ANONYMOUS, now).isPresent(),
                        line(EnablerAttribute.SHADOW, now).flatMap(EnablerLine::ends)));
    }

    @Override
    public List<Instant> changes() {
        return lines.stream()
                .flatMap(line -> Stream.concat(line.begins().stream(), line.ends().stream()))
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public List<String> notCarriedOut() {
        return List.of();
    }

    @Override
    public <R> R fold(Function<EnablerFile, R> lef, Function<OfflineDefinition, R> offline) {
        return lef.apply(this);
    }
}
