package io.passgate.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.contract.ContractException.Reason;
import java.time.Instant;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The members of a JSON object, taken strictly. Every refusal names the member by its path and what was expected; it tells
 * the type of what was found, never its content. Immutable.
 */
final class Members {
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z");

    private static final Pattern MOMENT =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3}(\\d{3})?)?Z");
    private static final Pattern MONTH = Pattern.compile("\\d{4}-(0[1-9]|1[0-2])");

    private final String path;
    private final ObjectNode node;

    Members(String path, ObjectNode node) {
        this.path = path;
        this.node = node;
    }

    /** This object, once it is sure that it has these members and no others. */
    Members exactly(String... names) throws ContractException {
        Set<String> unknown = new TreeSet<>();
        node.fieldNames().forEachRemaining(unknown::add);
        Set<String> missing = new TreeSet<>(List.of(names));
        missing.removeAll(unknown);
        unknown.removeAll(List.of(names));
        if (!missing.isEmpty()) {
            throw ContractException.malformed(path, "lacks " + String.join(", ", missing));
        }
        if (!unknown.isEmpty()) {
            throw ContractException.malformed(
                    path, "has " + unknown.size() + " unknown members; expected only " + String.join(", ", names));
        }
        return this;
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private JsonNode get(String name) throws ContractException {
        JsonNode value = node.get(name);
        if (value == null) {
            throw ContractException.malformed(path, "lacks " + name);
        }
        return value;
    }

    private ContractException other(String name, String expected) {
        String found = node.path(name).getNodeType().name().toLowerCase(java.util.Locale.ROOT);
        return ContractException.malformed(path(name), "expected " + expected + ", found another " + found);
    }

    /** A text that matches {@code form}, which {@code expected} describes. */
    String text(String name, Pattern form, String expected) throws ContractException {
        JsonNode value = get(name);
        if (!value.isTextual() || !form.matcher(value.textValue()).matches()) {
            throw other(name, expected);
        }
        return value.textValue();
    }

    long integer(String name, long least, long most) throws ContractException {
        JsonNode value = get(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw other(name, "a whole number from " + least + " to " + most);
        }
        return value.longValue();
    }

    boolean bool(String name) throws ContractException {
        JsonNode value = get(name);
        if (!value.isBoolean()) {
            throw other(name, "true or false");
        }
        return value.booleanValue();
    }

    /** This object, once it is sure that it is of the one {@code format} that is read. */
    Members format(int format) throws ContractException {
        long found = integer("format", 1, Integer.MAX_VALUE);
        if (found != format) {
            throw new ContractException(
                    Reason.FORMAT,
                    path("format") + ": expected " + format + ", found " + found
                            + "; a newer version of Passgate may read it");
        }
        return this;
    }

    /** Whether {@code name} is there and is the text {@code value}. */
    boolean says(String name, String value) {
        return node.path(name).isTextual() && node.path(name).textValue().equals(value);
    }

    boolean isNull(String name) throws ContractException {
        return get(name).isNull();
    }

    Instant instant(String name) throws ContractException {
        return time(name, INSTANT);
    }

    /** A time to the microsecond, as a ledger keeps it. */
    Instant moment(String name) throws ContractException {
        return time(name, MOMENT);
    }

    YearMonth month(String name) throws ContractException {
        return YearMonth.parse(text(name, MONTH, "a month such as 2026-11"));
    }

    private Instant time(String name, Pattern form) throws ContractException {
        String expected = "a time in UTC such as 2026-11-21T00:00:00Z";
        try {
            return Instant.parse(text(name, form, expected));
        } catch (DateTimeParseException e) {
            throw other(name, expected);
        }
    }

    /** Nothing for {@code null}; the member must be there all the same. */
    Optional<Instant> instantOrNull(String name) throws ContractException {
        return isNull(name) ? Optional.empty() : Optional.of(instant(name));
    }

    Members object(String name) throws ContractException {
        if (get(name) instanceof ObjectNode object) {
            return new Members(path(name), object);
        }
        throw other(name, "an object");
    }

    List<String> texts(String name, int most, Pattern form, String expected) throws ContractException {
        JsonNode value = get(name);
        if (!value.isArray() || value.size() > most) {
            throw other(name, "a list of at most " + most + " texts");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : value) {
            if (!item.isTextual() || !form.matcher(item.textValue()).matches()) {
                throw ContractException.malformed(path(name) + "[" + texts.size() + "]", "expected " + expected);
            }
            texts.add(item.textValue());
        }
        return texts;
    }

    List<Members> objects(String name, int most) throws ContractException {
        JsonNode value = get(name);
        if (!value.isArray() || value.size() > most) {
            throw other(name, "a list of at most " + most + " objects");
        }
        List<Members> members = new ArrayList<>();
        for (JsonNode item : value) {
            String place = path(name) + "[" + members.size() + "]";
            if (!(item instanceof ObjectNode object)) {
                throw ContractException.malformed(place, "expected an object");
            }
            members.add(new Members(place, object));
        }
        return members;
    }
}
