package io.passgate.doctor;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What came of looking at one thing, for the person who has to mend it. Immutable; no secrets.
 *
 * @param level how bad it is
 * @param area where a fault is to be mended; says nothing of other levels
 * @param subject what was looked at: {@code hub https://hub.example.com}
 * @param check what of it: {@code certificate}
 * @param seen what was seen there
 * @param wrong what is wrong with that; why it was not looked at, of what was skipped; empty when nothing is
 * @param toDo what to do about it; empty when nothing is wrong
 */
public record Finding(Level level, Area area, String subject, String check, String seen, String wrong, String toDo) {

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    /** Texts of others – servers, certificates – reach a terminal: on one line, without control characters. */
    public Finding {
        seen = plain(seen);
        wrong = plain(wrong);
        toDo = plain(toDo);
    }

    private static String plain(String text) {
        return CONTROL.matcher(text).replaceAll(" ");
    }

    /** From harmless to grave. */
    public enum Level {
        /** Nothing is wrong. */
        OK,
        /** Could not be looked at, because something that it rests on is at fault. */
        SKIPPED,
        /** Works, and will not for ever, or not as it should. */
        WARNING,
        /** Does not work. */
        FAULT;

        /** As it is printed. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where a fault is to be mended; of several, the last decides the exit code: it is to be mended first. */
    public enum Area {
        /** At the other end, or on the way there. */
        UNREACHABLE,
        /** In what the gate was given or keeps: key, license, ledger. */
        DATA,
        /** In the configuration, and the files and rights around it. */
        CONFIGURATION
    }

    /** Whether it is a fault. */
    public boolean isFault() {
        return level == Level.FAULT;
    }
}
