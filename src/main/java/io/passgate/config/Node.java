package io.passgate.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of a settings file with its place. Immutable. */
sealed interface Node {

    /** Where it begins. */
    Place place();

    /** What it is, for a message: {@code "abc"}, the number 5, a list. */
    String described();

    /** What a scalar is by its look (YAML 1.2, core schema). */
    enum Look {
        TEXT,
        NUMBER,
        BOOLEAN,
        NULL,
        /** Out of an environment variable, where everything is text and may mean anything. */
        VARIABLE,
        /** Out of a file that a variable names: as a variable, but never shown. */
        SECRET
    }

    /** A single value. */
    record Scalar(Place place, String text, Look look) implements Node {
        private static final int SHOWN = 60;

        @Override
        public String described() {
            return switch (look) {
                case NUMBER -> "the number " + shortened();
                case BOOLEAN -> shortened();
                case NULL -> "nothing";
                case TEXT, VARIABLE -> "\"" + shortened() + "\"";
                case SECRET -> "something else in the file";
            };
        }

        private String shortened() {
            StringBuilder out = new StringBuilder();
            text.codePoints().limit(SHOWN).forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? '?' : c));
            return text.codePointCount(0, text.length()) > SHOWN ? out + "…" : out.toString();
        }
    }

    /** A list. */
    record Items(Place place, List<Node> all) implements Node {
        /** Copies. */
        public Items {
            all = List.copyOf(all);
        }

        @Override
        public String described() {
            return "a list";
        }
    }

    /** A mapping, in the order written. */
    record Fields(Place place, Map<String, Field> all) implements Node {
        /** Copies. */
        public Fields {
            all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
        }

        @Override
        public String described() {
            return "a mapping";
        }

        /** These fields over those of {@code base}: key by key these win, mappings are merged, a key without value yields. */
        Fields over(Fields base) {
            Map<String, Field> merged = new LinkedHashMap<>(base.all);
            all.forEach((key, mine) -> merged.merge(key, mine, (theirs, same) -> same.over(theirs)));
            return new Fields(place, merged);
        }
    }

    /** A key with its value. */
    record Field(Place keyPlace, Node value) {
        private Field over(Field base) {
            if (value instanceof Scalar scalar && scalar.look() == Look.NULL) {
                return base;
            }
            return value instanceof Fields mine && base.value instanceof Fields theirs
                    ? new Field(keyPlace, mine.over(theirs))
                    : this;
        }
    }
}
