package io.passgate.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.license.AccessType;
import io.passgate.license.Capacity;
import io.passgate.license.May;
import io.passgate.license.Terms;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A license definition: the terms as the license backend holds them (design.md §5). Immutable.
 *
 * @param seq rises with every change and never goes back
 * @param validFrom from when the license holds
 * @param validTo until when, if it ends
 * @param product what it is a license for; {@link #PRODUCT} for this one
 * @param denyListed whether the vendor has put the license on the deny list
 * @param allotments what it grants, each name once
 * @param tokens how many tokens; one token is one user access pass (domain.md §1.1)
 * @param conversion when tokens end in favor of professional and analyzer access, if they do (domain.md §1.5)
 * @param may what the site may loosen
 */
public record Definition(
        long seq,
        Instant validFrom,
        Optional<Instant> validTo,
        String product,
        boolean denyListed,
        List<Allotment> allotments,
        int tokens,
        Optional<Instant> conversion,
        May may) {

    /** The product that licenses of this gate are for. */
    public static final String PRODUCT = "passgate";

    /** What every JSON reader holds exactly (RFC 8259 §6). */
    static final long MOST_SEQ = (1L << 53) - 1;

    /** The most parallel sessions or exempt users that a license may let a site have. */
    static final int MOST_LOOSENED = 10_000;

    private static final int MOST_ALLOTMENTS = 64;
    private static final Pattern PRODUCT_FORM = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final String CAPACITY = "analyzer_time";
    private static final Map<String, AccessType> SEATS =
            Map.of("professional", AccessType.PROFESSIONAL, "analyzer", AccessType.ANALYZER);

    /** Checks and copies; times are cut to milliseconds, which is what the text form holds. */
    public Definition {
        allotments = List.copyOf(allotments);
        validFrom = cut(validFrom);
        validTo = validTo.map(Definition::cut);
        conversion = conversion.map(Definition::cut);
        may = new May(
                may.parallel(),
                may.exemptUsers(),
                may.anonymous(),
                may.shadowUntil().map(Definition::cut));
        if (allotments.stream().map(Allotment::name).distinct().count() < allotments.size()) {
            throw new IllegalArgumentException("two allotments of one name");
        }
    }

    static Instant cut(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    /** This definition with another number. */
    public Definition withSeq(long number) {
        return new Definition(number, validFrom, validTo, product, denyListed, allotments, tokens, conversion, may);
    }

    /** This definition, on the deny list or not. */
    public Definition withDenyListed(boolean denied) {
        return new Definition(seq, validFrom, validTo, product, denied, allotments, tokens, conversion, may);
    }

    /** This definition with other allotments and tokens. */
    public Definition withSeats(List<Allotment> others, int otherTokens) {
        return new Definition(seq, validFrom, validTo, product, denyListed, others, otherTokens, conversion, may);
    }

    /**
     * This definition, once it is sure that every site can read it.
     *
     * @throws IllegalArgumentException naming the member that is out of bounds
     */
    public Definition checked() {
        try {
            return read(new Members("definition", write()));
        } catch (ContractException e) {
            throw new IllegalArgumentException(e.words(), e);
        }
    }

    /** What of it this version carries out, as the terms of {@code license}. */
    public Terms terms(String license) {
        Map<AccessType, Integer> seats = new EnumMap<>(AccessType.class);
        Capacity capacity = Capacity.NONE;
        for (Allotment allotment : allotments) {
            if (allotment.name().equals(CAPACITY)) {
                capacity = new Capacity(allotment.units(), allotment.overage());
            }
            Optional.ofNullable(SEATS.get(allotment.name())).ifPresent(type -> seats.put(type, allotment.units()));
        }
        return new Terms(
                license,
                Terms.Form.SIGNED_KEY,
                seq,
                validFrom,
                validTo,
                product,
                denyListed,
                seats,
                tokens,
                capacity,
                conversion,
                may);
    }

    /** What of it this version does not carry out, one sentence each. */
    public List<String> notCarriedOut() {
        List<String> notes = new ArrayList<>();
        for (Allotment allotment : allotments) {
            if (SEATS.containsKey(allotment.name()) && allotment.overage() != 0) {
                notes.add(
                        "the overage of " + allotment.name() + " is not carried out: only " + CAPACITY + " knows one");
            } else if (!SEATS.containsKey(allotment.name()) && !allotment.name().equals(CAPACITY)) {
                notes.add("the allotment " + allotment.name() + " (" + allotment.units()
                        + " units) is not carried out by this version");
            }
        }
        return List.copyOf(notes);
    }

    /**
     * The definition that {@code json} is.
     *
     * @param place what to call it in messages
     */
    public static Definition read(String json, String place) throws ContractException {
        return read(StrictJson.object(json, place));
    }

    /** As JSON, not signed. */
    public String json() {
        return StrictJson.write(write());
    }

    static Definition read(Members members) throws ContractException {
        members.exactly(
                "seq", "validFrom", "validTo", "product", "denyListed", "allotments", "tokens", "conversion", "may");
        return new Definition(
                members.integer("seq", 1, MOST_SEQ),
                members.instant("validFrom"),
                members.instantOrNull("validTo"),
                members.text("product", PRODUCT_FORM, "a product of lower case letters, digits and hyphens"),
                members.bool("denyListed"),
                allotments(members),
                (int) members.integer("tokens", 0, Allotment.MOST),
                members.instantOrNull("conversion"),
                may(members.object("may")));
    }

    private static List<Allotment> allotments(Members members) throws ContractException {
        List<Allotment> allotments = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Members item : members.objects("allotments", MOST_ALLOTMENTS)) {
            Allotment allotment = Allotment.read(item);
            if (!names.add(allotment.name())) {
                throw ContractException.malformed(item.path("name"), "a second allotment " + allotment.name());
            }
            allotments.add(allotment);
        }
        return allotments;
    }

    private static May may(Members members) throws ContractException {
        members.exactly("parallel", "exemptUsers", "anonymous", "shadowUntil");
        return new May(
                (int) members.integer("parallel", 1, MOST_LOOSENED),
                (int) members.integer("exemptUsers", 0, MOST_LOOSENED),
                members.bool("anonymous"),
                members.instantOrNull("shadowUntil"));
    }

    ObjectNode write() {
        ObjectNode node = StrictJson.newObject()
                .put("seq", seq)
                .put("validFrom", validFrom.toString())
                .put("validTo", validTo.map(Instant::toString).orElse(null))
                .put("product", product)
                .put("denyListed", denyListed);
        ArrayNode list = node.putArray("allotments");
        allotments.forEach(allotment -> list.add(allotment.write()));
        node.put("tokens", tokens)
                .put("conversion", conversion.map(Instant::toString).orElse(null));
        node.putObject("may")
                .put("parallel", may.parallel())
                .put("exemptUsers", may.exemptUsers())
                .put("anonymous", may.anonymous())
                .put("shadowUntil", may.shadowUntil().map(Instant::toString).orElse(null));
        return node;
    }
}
