package io.passgate.wire;

import java.util.List;

/**
 * What a passage changes in a head besides what every head loses. Immutable, made once and shared.
 *
 * <p>Cookies cut are the gate's own: they are cut from what the hub sees, and a Set-Cookie of the hub under such a name is
 * removed from what the client sees. Fields removed are removed in underscore spelling too, before those added are written.
 */
public final class RequestEdit {
    /** Changes nothing. */
    public static final RequestEdit NONE = new RequestEdit(List.of(), List.of(), List.of());

    final List<byte[]> cookies;
    final List<byte[]> removed;
    final byte[] added;

    /** Cuts cookies by their exact names, removes fields by name in any case, then adds fields. */
    public RequestEdit(List<String> cutCookies, List<String> removedFields, List<Field> addedFields) {
        cookies = cutCookies.stream().map(Ascii::bytes).toList();
        removed = removedFields.stream().map(Ascii::lower).toList();
        StringBuilder lines = new StringBuilder();
        addedFields.forEach(
                f -> lines.append(f.name()).append(": ").append(f.value()).append("\r\n"));
        added = Ascii.bytes(lines.toString());
    }

    boolean removes(Fields head, int field) {
        for (int i = 0; i < removed.size(); i++) {
            if (Ascii.equalsFolded(head.bytes, head.nameStart(field), head.nameEnd(field), removed.get(i))) {
                return true;
            }
        }
        return false;
    }
}
