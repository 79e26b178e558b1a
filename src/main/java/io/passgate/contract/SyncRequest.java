package io.passgate.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a site tells the license backend at {@code POST /v1/assignments/sync} (design.md §5). It is plain JSON: the license key in
 * the request's header says whose it is. Immutable.
 *
 * @param site the site
 * @param nonce for this request only
 * @param since the revision of the license backend up to which the site knows assignments; 0 at first
 * @param changes of the site's own, numbers ascending without a gap, as many as {@link #fitting} says
 * @param consumption minutes that this site has used, each month once
 * @param loosened what its configuration loosens as the license lets it, in words
 */
public record SyncRequest(
        SiteId site,
        Nonce nonce,
        long since,
        List<AssignmentChange> changes,
        List<Consumption> consumption,
        List<String> loosened) {
    /** The one format that this version reads and writes. */
    public static final int FORMAT = 1;

    /** The most changes in one request. */
    public static final int MOST_CHANGES = 1_000;

    /** The longest text of a request, in bytes; a longer one is answered 413. */
    public static final int MOST_BYTES = 192 * 1_024;

    /** What of it changes may take; months and what is loosened need less than the rest. */
    private static final int MOST_CHANGE_BYTES = 160 * 1_024;

    /** The most months in one request. */
    public static final int MOST_MONTHS = 36;

    private static final int MOST_LOOSENED = 32;
    private static final Pattern WORDS = Pattern.compile("[^\\p{Cntrl}]{1,200}");
    private static final String PLACE = "sync request";

    /** Checks and copies. */
    public SyncRequest {
        changes = List.copyOf(changes);
        consumption = List.copyOf(consumption);
        loosened = List.copyOf(loosened);
        if (changes.size() > MOST_CHANGES || consumption.size() > MOST_MONTHS || loosened.size() > MOST_LOOSENED) {
            throw new IllegalArgumentException("expected at most " + MOST_CHANGES + " changes, " + MOST_MONTHS
                    + " months and " + MOST_LOOSENED + " things loosened");
        }
        for (int i = 1; i < changes.size(); i++) {
            if (changes.get(i).number() != changes.get(i - 1).number() + 1) {
                throw new IllegalArgumentException("the numbers of the changes have a gap");
            }
        }
        if (consumption.stream().map(Consumption::month).distinct().count() < consumption.size()) {
            throw new IllegalArgumentException("a month is there twice");
        }
    }

    /** As many of the first of {@code changes} as one request holds, one at the least if there is any. */
    public static List<AssignmentChange> fitting(List<AssignmentChange> changes) {
        return Room.first(changes, MOST_CHANGES, MOST_CHANGE_BYTES, AssignmentChange::write);
    }

    /** The request that {@code utf8} is. */
    public static SyncRequest read(byte[] utf8) throws ContractException {
        if (utf8.length > MOST_BYTES) {
            throw ContractException.malformed(PLACE, "is longer than " + MOST_BYTES + " bytes");
        }
        Members members = StrictJson.object(utf8, PLACE)
                .format(FORMAT)
                .exactly("format", "site", "nonce", "since", "changes", "consumption", "loosened");
        List<AssignmentChange> changes = new ArrayList<>();
        for (Members item : members.objects("changes", MOST_CHANGES)) {
            changes.add(AssignmentChange.read(item));
        }
        List<Consumption> consumption = new ArrayList<>();
        for (Members item : members.objects("consumption", MOST_MONTHS)) {
            consumption.add(Consumption.read(item));
        }
        try {
            return new SyncRequest(
                    new SiteId(members.text("site", SiteId.FORM, SiteId.EXPECTED)),
                    new Nonce(members.text("nonce", Nonce.FORM, Nonce.EXPECTED)),
                    members.integer("since", 0, Definition.MOST_SEQ),
                    changes,
                    consumption,
                    members.texts("loosened", MOST_LOOSENED, WORDS, "1 to 200 characters in one line"));
        } catch (IllegalArgumentException e) {
            throw ContractException.malformed(PLACE, String.valueOf(e.getMessage()));
        }
    }

    /** The text of it. */
    public String write() {
        ObjectNode node = StrictJson.newObject()
                .put("format", FORMAT)
                .put("site", site.text())
                .put("nonce", nonce.text())
                .put("since", since);
        ArrayNode list = node.putArray("changes");
        changes.forEach(change -> list.add(change.write()));
        ArrayNode months = node.putArray("consumption");
        consumption.forEach(month -> months.add(month.write()));
        ArrayNode words = node.putArray("loosened");
        loosened.forEach(words::add);
        return StrictJson.write(node);
    }
}
