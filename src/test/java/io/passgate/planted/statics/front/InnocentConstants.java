package io.passgate.planted.statics.front;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the rule: constants and loggers. */
final class InnocentConstants {
    private static final Logger LOG = LoggerFactory.getLogger(InnocentConstants.class);
    private static final List<String> NAMES = List.of("a", "b");
    private static final int LIMIT = 7;

    /** Makes the compiler write synthetic statics. */
    enum Kind {
        ONE,
        TWO
    }

    int weight(Kind kind) {
        LOG.debug("{}", kind);
        return switch (kind) {
            case ONE -> NAMES.size();
            case TWO -> LIMIT;
        };
    }
}
