package io.passgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.admission.SessionRecord;
import io.passgate.identity.User;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was answered is there after kill -9 in the middle of a storm, and nothing is there that may not be. */
@Timeout(300)
class CrashTest {

    private static final int KILLS = 2;
    private static final int LINES = 800;

    @TempDir
    private Path directory;

    private final Set<String> opened = new HashSet<>();
    private final Set<String> ending = new HashSet<>();
    private final Set<String> ended = new HashSet<>();

    @Test
    void everyAnsweredOpeningAndEndingIsThereAfterKillAndNobodyIsAboveTheLimit() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            stormUntilKilled();
            assertLedgerAgrees();
        }
        assertThat(opened).hasSizeGreaterThan(50);
        assertThat(ended).hasSizeGreaterThan(50);
    }

    private void stormUntilKilled() throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CrashStorm.class.getName(),
                directory.toString());
        command.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process child = command.start();
        try (BufferedReader answers = child.inputReader()) {
            for (int line = 0; line < LINES; line++) {
                heard(answers.readLine());
            }
            child.toHandle().destroyForcibly();
            answers.lines().forEach(this::heard);
        }
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    /** The last line may have been cut by the kill. */
    private void heard(String line) {
        if (line != null && line.endsWith(".")) {
            String id = line.substring(1, line.length() - 1);
            switch (line.charAt(0)) {
                case '+' -> opened.add(id);
                case '~' -> ending.add(id);
                case '-' -> ended.add(id);
                default -> {}
            }
        }
    }

    private void assertLedgerAgrees() {
        try (SqliteLedger ledger = CrashStorm.ledger(directory)) {
            ledger.start();
            List<SessionRecord> sessions = ledger.records().sessions();
            Set<String> there =
                    sessions.stream().map(r -> r.session().id().value()).collect(Collectors.toSet());
            Set<String> mustBe = new HashSet<>(opened);
            mustBe.removeAll(ending);
            assertThat(there).as("answered openings").containsAll(mustBe);
            assertThat(there).as("answered endings").doesNotContainAnyElementsOf(ended);

            Map<User, Long> perUser = sessions.stream()
                    .collect(Collectors.groupingBy(r -> r.session().user(), Collectors.counting()));
            assertThat(perUser.values()).allMatch(count -> count <= Openings.LIMIT);
        }
    }
}
