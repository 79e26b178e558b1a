package io.passgate.authn;

import io.passgate.wire.Header;
import io.passgate.wire.RequestHead;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Goes through a head and tells of everything in it that stands under one of the names: cookies and query first, then
 * headers. Allocates nothing. Immutable.
 *
 * <p>Hubs do not agree on where a cookie or parameter begins: some split cookies at commas and spaces too, some split a query
 * at semicolons. A name is found wherever any of them would find it; its value always goes up to what all of them split at.
 * So one credential can be shown to the gate and another to the hub in no way that is not found as two.
 */
final class CredentialWalk {

    /** Hears of one value: bytes {@code [start, end)} of {@code b}, without the space around it. */
    interface Found {
        /** Value of the name with this index. */
        void found(int which, byte[] b, int start, int end);
    }

    private final NamedCredential[] names;
    private final int[] cookies;
    private final int[] parameters;
    private final int[] headers;

    CredentialWalk(List<NamedCredential> names) {
        this.names = names.toArray(NamedCredential[]::new);
        this.cookies = indexes(names.stream().map(NamedCredential::inCookies).toList());
        this.parameters = indexes(names.stream().map(NamedCredential::inQuery).toList());
        this.headers = indexes(names.stream().map(NamedCredential::inHeaders).toList());
    }

    private static int[] indexes(List<Boolean> wanted) {
        return IntStream.range(0, wanted.size()).filter(wanted::get).toArray();
    }

    void walk(RequestHead head, Found found) {
        byte[] b = head.bytes();
        if (cookies.length > 0) {
            for (int i = head.first(Header.COOKIE); i >= 0; i = head.next(Header.COOKIE, i + 1)) {
                cookies(b, head.valueStart(i), head.valueEnd(i), found);
            }
        }
        if (parameters.length > 0 && head.queryEnd() > head.queryStart()) {
            query(b, head.queryStart() + 1, head.queryEnd(), found);
        }
        for (int which : headers) {
            byte[] name = names[which].lowerName();
            for (int i = head.find(name, 0); i >= 0; i = head.find(name, i + 1)) {
                found.found(which, b, head.valueStart(i), head.valueEnd(i));
            }
        }
    }

    /** RFC 6265 §4.2.1, loosely: space around name and value is none of theirs (§5.2). */
    private void cookies(byte[] b, int start, int end, Found found) {
        boolean begins = true;
        for (int p = start; p < end; p++) {
            byte c = b[p];
            if (c == ';' || c == ',' || c == ' ' || c == '\t') {
                begins = true;
            } else if (begins) {
                begins = false;
                pair(cookies, b, p, end, ';', found);
            }
        }
    }

    private void query(byte[] b, int start, int end, Found found) {
        boolean begins = true;
        for (int p = start; p < end; p++) {
            byte c = b[p];
            if (c == '&' || c == ';') {
                begins = true;
            } else if (begins) {
                begins = false;
                pair(parameters, b, p, end, '&', found);
            }
        }
    }

    private void pair(int[] candidates, byte[] b, int start, int end, char stop, Found found) {
        for (int which : candidates) {
            int behind = names[which].behind(b, start, end);
            int equals = behind < 0 ? end : behindSpace(b, behind, end);
            if (equals < end && b[equals] == '=') {
                int value = behindSpace(b, equals + 1, end);
                int p = value;
                while (p < end && b[p] != stop) {
                    p++;
                }
                found.found(which, b, value, beforeSpace(b, value, p));
                return;
            }
        }
    }

    private static int behindSpace(byte[] b, int start, int end) {
        int p = start;
        while (p < end && (b[p] == ' ' || b[p] == '\t')) {
            p++;
        }
        return p;
    }

    private static int beforeSpace(byte[] b, int start, int end) {
        int p = end;
        while (p > start && (b[p - 1] == ' ' || b[p - 1] == '\t')) {
            p--;
        }
        return p;
    }
}
