package io.passgate.contract;

import java.util.regex.Pattern;

/** What a license is called: 16 digits (domain.md §4.1). Stateless. */
public final class LicenseNumber {
    static final Pattern FORM = Pattern.compile("[0-9]{16}");
    static final String EXPECTED = "a license number of 16 digits";

    private LicenseNumber() {}

    /** {@code text}, checked. */
    public static String of(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("expected " + EXPECTED);
        }
        return text;
    }
}
