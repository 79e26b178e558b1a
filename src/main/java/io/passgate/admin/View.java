package io.passgate.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.admission.LicenseOffice.LicenseStatus;
import io.passgate.admission.LicenseSource;
import io.passgate.admission.Records.DeniedAccess;
import io.passgate.admission.Records.KnownUser;
import io.passgate.admission.SessionRecord;
import io.passgate.decision.Explanation;
import io.passgate.decision.LedgerView.Stock;
import io.passgate.decision.Refusal;
import io.passgate.decision.Verdict;
import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Capacity;
import io.passgate.license.Pool;
import io.passgate.license.Terms;
import io.passgate.session.Session;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The JSON forms of the admin API, in one place ({@code admin-api.md}). Pure functions. */
public final class View {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private View() {}

    static <T> ObjectNode list(String name, Collection<T> items, Function<T, ObjectNode> form) {
        ObjectNode out = JSON.objectNode();
        ArrayNode all = out.putArray(name);
        items.forEach(item -> all.add(form.apply(item)));
        return out;
    }

    static ObjectNode user(KnownUser known) {
        ObjectNode out = JSON.objectNode().put("user", known.user().written());
        ArrayNode passes = out.putArray("accessPasses");
        known.allocations().forEach(type -> passes.add(type.key()));
        out.put("sessions", known.sessions())
                .put("state", state(known))
                .put("firstSeen", known.firstSeen().toString())
                .put("lastSeen", known.lastSeen().toString());
        out.set("attributes", attributes(known.attributes()));
        return out;
    }

    /** An inactive user who holds access passes is a candidate for their withdrawal. */
    private static String state(KnownUser known) {
        if (known.active()) {
            return "active";
        }
        return known.allocations().isEmpty() ? "inactive" : "inactive-withdraw";
    }

    static ObjectNode allocation(Allocation allocation) {
        ObjectNode out = JSON.objectNode()
                .put("user", allocation.user().written())
                .put("type", allocation.type().key())
                .put("allocated", allocation.allocated().toString())
                .put("state", allocation.state().key());
        allocation.rule().ifPresent(rule -> out.put("rule", rule));
        time(out, "quarantinedUntil", allocation.quarantinedUntil());
        return time(out, "lastUsed", allocation.lastUsed());
    }

    static ObjectNode pool(Pool pool) {
        return JSON.objectNode()
                .put("type", pool.type().key())
                .put("total", pool.total())
                .put("allocated", pool.allocated())
                .put("available", pool.available());
    }

    static ObjectNode session(SessionRecord record) {
        Session session = record.session();
        return JSON.objectNode()
                .put("id", session.id().value())
                .put("user", session.user().written())
                .put("virtualProxy", session.virtualProxy())
                .put("type", record.accessType().key())
                .put("opened", session.opened().toString())
                .put("lastSeen", session.lastSeen().toString())
                .put("idleUntil", session.idleUntil().toString())
                .put("address", session.address())
                .put("userAgent", session.userAgent());
    }

    static ObjectNode denied(DeniedAccess denied) {
        ObjectNode out = JSON.objectNode()
                .put("user", denied.user().written())
                .put("verdict", denied.shadow() ? "shadow" : "refused")
                .put("reason", denied.reason())
                .put("virtualProxy", denied.virtualProxy())
                .put("address", denied.address())
                .put("requestId", denied.requestId())
                .put("first", denied.first().toString())
                .put("last", denied.last().toString())
                .put("count", denied.count());
        out.set("attributes", attributes(denied.attributes()));
        return out;
    }

    /** One refusal with the explanation it had. */
    static ObjectNode refusal(DeniedAccess denied) {
        return explained(denied(denied), denied.explanation());
    }

    /** The license as {@code admin-api.md} describes it. */
    public static ObjectNode license(LicenseStatus status) {
        ObjectNode out = JSON.objectNode()
                .put("form", status.form().words())
                .put("license", status.license())
                .put("product", status.terms().product())
                .put("seq", status.terms().seq())
                .put("standing", status.standing().state().name().toLowerCase(Locale.ROOT))
                .put("admits", status.standing().state().admits())
                .put("detail", status.standing().detail());
        time(out, "verified", status.standing().verified());
        time(out, "goodUntil", Optional.of(status.standing().goodUntil()).filter(t -> !t.equals(Instant.MAX)));
        time(out, "nextVerification", status.nextVerification());
        out.put("lastError", status.lastError());
        status.sync().ifPresent(sync -> {
            ObjectNode assignments = out.putObject("assignments").put("pending", sync.pending());
            time(assignments, "synced", sync.at());
            time(assignments, "nextSync", sync.next());
            assignments.put("lastError", sync.lastError());
        });
        ObjectNode seats = out.putObject("seats");
        Terms terms = status.terms();
        if (!terms.equals(LicenseSource.NO_TERMS)) {
            time(out, "validFrom", Optional.of(terms.validFrom()));
            time(out, "validTo", terms.validTo());
        }
        AccessType.ALLOCATED.stream()
                .filter(type -> terms.seats(type) > 0)
                .forEach(type -> seats.put(type.key(), terms.seats(type)));
        if (terms.capacity().granted()) {
            out.putObject("capacity")
                    .put("minutes", terms.capacity().minutes())
                    .put("overage", terms.capacity().overage());
        }
        time(out, "conversion", terms.conversion());
        ObjectNode may = out.putObject("may")
                .put("parallel", terms.may().parallel())
                .put("exemptUsers", terms.may().exemptUsers())
                .put("anonymous", terms.may().anonymous());
        time(may, "shadowUntil", terms.may().shadowUntil());
        ArrayNode notes = out.putArray("notes");
        status.notes().forEach(notes::add);
        return out;
    }

    /** Adds what is used of it: pools, login access groups, minutes of the month. */
    static void used(ObjectNode license, Stock stock, Instant now) {
        license.setAll(list("pools", stock.pools(), View::pool));
        license.setAll(list("loginGroups", stock.groups(), RulesView::group));
        if (license.get("capacity") instanceof ObjectNode capacity) {
            capacity.put("used", stock.minutesUsed());
            if (stock.capacity().overage() != Capacity.UNLIMITED) {
                capacity.put("left", Math.max(0, stock.capacity().most() - stock.minutesUsed()));
            }
            capacity.put("resets", Capacity.reset(now).toString());
        }
    }

    static ObjectNode verdict(User user, Verdict verdict) {
        ObjectNode out = JSON.objectNode().put("user", user.written());
        verdict.<ObjectNode>fold(
                exempt -> out.put("verdict", "exempt"),
                renewed -> out.put("verdict", "renewed"),
                granted -> granted(out, granted),
                refused -> refused(out, refused.reason(), refused.retryAt()));
        return explained(out, verdict.explanation());
    }

    private static ObjectNode granted(ObjectNode out, Verdict.Granted granted) {
        out.put("verdict", "granted").put("type", granted.accessType().key());
        granted.shadowed().ifPresent(reason -> out.put("shadowed", reason.code()));
        return time(out, "paidUntil", granted.paid().until());
    }

    private static ObjectNode explained(ObjectNode out, Explanation explanation) {
        ArrayNode steps = out.putArray("steps");
        explanation.steps().forEach(step -> steps.addObject()
                .put("name", step.name())
                .put("hit", step.hit())
                .put("text", step.text()));
        return out.put("remedy", explanation.remedy());
    }

    private static ObjectNode refused(ObjectNode out, Refusal reason, Optional<Instant> retryAt) {
        return time(out.put("verdict", "refused").put("reason", reason.code()), "retryAt", retryAt);
    }

    private static ObjectNode attributes(Attributes attributes) {
        ObjectNode out = JSON.objectNode();
        attributes.values().forEach((name, values) -> {
            ArrayNode all = out.putArray(name);
            values.forEach(all::add);
        });
        return out;
    }

    private static ObjectNode time(ObjectNode out, String name, Optional<Instant> at) {
        at.ifPresent(t -> out.put(name, t.toString()));
        return out;
    }
}
