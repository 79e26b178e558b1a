package io.passgate.contract;

import io.passgate.license.Terms;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A license definition for a site that reaches no license backend: a compact JWS over {@code {format, license, issuedAt,
 * definition}} (design.md §5, decision 28). It is signed for this purpose alone: an answer to a site's question is none, or a
 * kept answer would outlive the five days. Immutable.
 *
 * @param license the license number
 * @param issuedAt when it was signed
 * @param definition what the license grants
 */
public record OfflineDefinition(String license, Instant issuedAt, Definition definition) implements LicenseFile {
    /** The one format that this version reads and writes. */
    public static final int FORMAT = 1;

    /** Cuts the time to milliseconds, which is what the text form holds. */
    public OfflineDefinition {
        issuedAt = Definition.cut(issuedAt);
    }

    /**
     * The offline definition that {@code text} is, signed by one of {@code signers}; white space around it does not matter.
     *
     * @param place what to call it in messages
     */
    public static OfflineDefinition read(String text, Signers signers, String place) throws ContractException {
        byte[] payload = Jws.open(text.strip(), Purpose.OFFLINE, signers, place);
        Members members = StrictJson.object(payload, place);
        members.format(FORMAT).exactly("format", "license", "issuedAt", "definition");
        return new OfflineDefinition(
                members.text("license", LicenseNumber.FORM, LicenseNumber.EXPECTED),
                members.instant("issuedAt"),
                Definition.read(members.object("definition")));
    }

    /** The signed text of it. */
    public String write(SigningKey signer) {
        var signed = StrictJson.newObject()
                .put("format", FORMAT)
                .put("license", LicenseNumber.of(license))
                .put("issuedAt", issuedAt.toString());
        signed.set("definition", definition.checked().write());
        return Jws.sign(signer, Purpose.OFFLINE, StrictJson.write(signed));
    }

    @Override
    public long seq() {
        return definition.seq();
    }

    @Override
    public Instant validFrom() {
        return definition.validFrom();
    }

    /** Definitions know no maintenance. */
    @Override
    public Optional<LocalDate> maintenance() {
        return Optional.empty();
    }

    @Override
    public Terms terms(Instant now) {
        return definition.terms(license).at(now);
    }

    @Override
    public List<Instant> changes() {
        return Stream.of(Optional.of(definition.validFrom()), definition.validTo(), definition.conversion())
                .flatMap(Optional::stream)
                .sorted()
                .toList();
    }

    @Override
    public List<String> notCarriedOut() {
        return definition.notCarriedOut();
    }

    @Override
    public <R> R fold(Function<EnablerFile, R> lef, Function<OfflineDefinition, R> offline) {
        return offline.apply(this);
    }
}
