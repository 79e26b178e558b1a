package io.passgate.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.passgate.admission.LicenseOffice;
import io.passgate.license.AccessType;
import io.passgate.license.Capacity;
import io.passgate.license.May;
import io.passgate.license.Terms;
import io.passgate.license.Terms.Form;
import io.passgate.rest.RestProblem;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads terms to be planned out of a call's JSON, which is written as {@code license status} writes them ({@code admin-api.md}).
 * What is granted is what the body says; family, days and {@code may} are those of now where it says nothing. Pure functions.
 */
final class TermsBody {

    private TermsBody() {}

    static Terms read(JsonNode body, Terms now) {
        try {
            Map<AccessType, Integer> seats = seats(body);
            int tokens = Optional.ofNullable(seats.remove(AccessType.USER_ACCESS_PASS))
                    .orElse(0);
            Form form = body.has("form") ? form(body.path("form").asText()) : now.form();
            Capacity capacity = capacity(body.path("capacity"));
            excluding(form, seats, tokens, capacity);
            return new Terms(
                    now.license(),
                    form,
                    now.seq(),
                    time(body, "validFrom").orElse(now.validFrom()),
                    body.has("validTo") ? time(body, "validTo") : now.validTo(),
                    now.product(),
                    now.denyListed(),
                    seats,
                    tokens,
                    capacity,
                    time(body, "conversion"),
                    body.has("may") ? may(body.path("may")) : now.may());
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw RestProblem.badRequest("bad-terms", String.valueOf(e.getMessage()));
        }
    }

    /** The families exclude each other (domain.md §1.1). */
    private static void excluding(Form form, Map<AccessType, Integer> seats, int tokens, Capacity capacity) {
        if (form == Form.LICENSE_ENABLER_FILE && capacity.granted()) {
            throw new IllegalArgumentException("capacity: expected none with a License Enabler File");
        }
        if (form == Form.LICENSE_ENABLER_FILE && tokens > 0 && !seats.isEmpty()) {
            throw new IllegalArgumentException(
                    "seats: expected tokens, or professional and analyzer, with a License Enabler File");
        }
    }

    private static Map<AccessType, Integer> seats(JsonNode body) {
        Map<AccessType, Integer> seats = new EnumMap<>(AccessType.class);
        for (Map.Entry<String, JsonNode> seat : body.path("seats").properties()) {
            AccessType type = AccessType.of(seat.getKey())
                    .filter(AccessType::allocated)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "seats: expected an access type that is allocated, found \"" + seat.getKey() + "\""));
            seats.put(type, number("seats." + seat.getKey(), seat.getValue()));
        }
        return seats;
    }

    private static Capacity capacity(JsonNode capacity) {
        return capacity.isMissingNode()
                ? Capacity.NONE
                : new Capacity(
                        number("capacity.minutes", capacity.path("minutes")),
                        number("capacity.overage", capacity.path("overage")));
    }

    private static Form form(String words) {
        return switch (Arrays.stream(LicenseOffice.Form.values())
                .filter(form -> form.words().equals(words))
                .findFirst()
                .orElse(LicenseOffice.Form.NONE)) {
            case SIGNED_KEY, OFFLINE_DEFINITION -> Form.SIGNED_KEY;
            case LICENSE_ENABLER_FILE -> Form.LICENSE_ENABLER_FILE;
            case NONE ->
                throw new IllegalArgumentException("form: expected one of "
                        + Arrays.stream(LicenseOffice.Form.values())
                                .skip(1)
                                .map(LicenseOffice.Form::words)
                                .collect(Collectors.joining(", "))
                        + "; found \"" + words + "\"");
        };
    }

    private static May may(JsonNode may) {
        return new May(
                may.has("parallel") ? number("may.parallel", may.path("parallel")) : May.DEFAULT.parallel(),
                may.has("exemptUsers") ? number("may.exemptUsers", may.path("exemptUsers")) : May.DEFAULT.exemptUsers(),
                may.path("anonymous").asBoolean(),
                time(may, "shadowUntil"));
    }

    private static Optional<Instant> time(JsonNode object, String name) {
        return object.path(name).isTextual()
                ? Optional.of(Instant.parse(object.path(name).textValue()))
                : Optional.empty();
    }

    private static int number(String at, JsonNode value) {
        if (!value.isInt()) {
            throw new IllegalArgumentException(at + ": expected a whole number");
        }
        return value.intValue();
    }
}
