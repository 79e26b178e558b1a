package io.passgate.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.passgate.contract.ContractException.Reason;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.YearMonth;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The request and the answer of the sync of assignments; members one by one are {@link ContractFilesTest}'s. */
class SyncFormsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SigningKey VENDOR = SigningKey.make("vendor", RANDOM);
    private static final Signers SIGNERS = Signers.of(VENDOR.signer(EnumSet.of(Purpose.ANSWER)));
    private static final Instant AT = Instant.parse("2026-11-25T12:00:00.123456Z");
    private static final User ZOE = User.parse("DIR\\zo\u00eb \"x\"");
    private static final SiteId A = new SiteId("AAAAAAAAAAAAAAAAAAAAAA");
    private static final SiteId B = new SiteId("BAAAAAAAAAAAAAAAAAAAAA");

    @Test
    void aRequestIsReadAsItWasWritten() throws Exception {
        SyncRequest request = request(List.of(
                change(7, AssignmentState.ALLOCATED, Optional.empty()),
                change(8, AssignmentState.QUARANTINED, Optional.of(AT.plusSeconds(9))),
                change(9, AssignmentState.WITHDRAWN, Optional.empty())));

        assertThat(SyncRequest.read(request.write().getBytes(UTF_8))).isEqualTo(request);
    }

    @Test
    void anAnswerIsReadAsItWasWritten() throws Exception {
        SyncAnswer answer = answer();

        assertThat(SyncAnswer.read(answer.write(VENDOR), SIGNERS)).isEqualTo(answer);
    }

    @Test
    void aRequestHoldsAThousandChangesUnlessTheyAreLong() throws Exception {
        List<AssignmentChange> usual = changes("u");
        List<AssignmentChange> longest = changes("\u4e2d".repeat(250));

        assertThat(SyncRequest.fitting(usual)).hasSize(SyncRequest.MOST_CHANGES);
        assertThat(SyncRequest.fitting(longest))
                .hasSizeBetween(150, 250)
                .isEqualTo(longest.subList(0, SyncRequest.fitting(longest).size()));
        for (List<AssignmentChange> changes : List.of(usual, longest)) {
            byte[] written = new SyncRequest(
                            A,
                            Nonce.draw(RANDOM),
                            3,
                            SyncRequest.fitting(changes),
                            IntStream.range(0, SyncRequest.MOST_MONTHS)
                                    .mapToObj(i -> new Consumption(
                                            YearMonth.of(2026, 1).plusMonths(i), (1L << 53) - 1))
                                    .toList(),
                            IntStream.range(0, 32)
                                    .mapToObj(i -> "\u4e2d".repeat(198) + i)
                                    .toList())
                    .write()
                    .getBytes(UTF_8);
            assertThat(written.length).isLessThanOrEqualTo(SyncRequest.MOST_BYTES);
            assertThat(SyncRequest.read(written).changes()).isEqualTo(SyncRequest.fitting(changes));
        }
        assertThatThrownBy(() -> SyncRequest.read(new byte[SyncRequest.MOST_BYTES + 1]))
                .hasMessage("sync request: is longer than 196608 bytes");
    }

    private static List<AssignmentChange> changes(String name) {
        return IntStream.rangeClosed(1, SyncRequest.MOST_CHANGES + 1)
                .mapToObj(i -> new AssignmentChange(
                        i,
                        new User("directory", name + i),
                        AccessType.PROFESSIONAL,
                        AssignmentState.ALLOCATED,
                        Optional.empty(),
                        AT))
                .toList();
    }

    @Test
    void aGapInTheNumbersAndAMonthTwiceAreRefused() {
        AssignmentChange one = change(1, AssignmentState.ALLOCATED, Optional.empty());
        AssignmentChange three = change(3, AssignmentState.ALLOCATED, Optional.empty());
        String twice = request(List.of())
                .write()
                .replace(
                        "2026-11\",\"minutes\":6}",
                        "2026-11\",\"minutes\":6}," + "{\"month\":\"2026-11\",\"minutes\":7}");

        assertThatThrownBy(() -> request(List.of(one, three))).hasMessageContaining("gap");
        assertThatThrownBy(() -> SyncRequest.read(twice.getBytes(UTF_8)))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("a month is there twice");
    }

    @Test
    void aPassThatIsNotGivenToOneUserIsNoAssignment() {
        String capacity = request(List.of(change(1, AssignmentState.ALLOCATED, Optional.empty())))
                .write()
                .replace("\"professional\"", "\"analyzer-capacity\"");

        assertThatThrownBy(() -> SyncRequest.read(capacity.getBytes(UTF_8)))
                .hasMessage("sync request.changes[0].type: expected professional, analyzer or user-access-pass");
    }

    @Test
    void anAnswerToTheDefinitionIsNoAnswerToTheSync() {
        String payload = payload(answer().write(VENDOR));
        String asAnswer =
                "{\"license\":\"9999000000002782\",\"sync\":\"" + Jws.sign(VENDOR, Purpose.ANSWER, payload) + "\"}";

        assertThatThrownBy(() -> SyncAnswer.read(asAnswer, SIGNERS))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ALGORITHM));
    }

    @Test
    void anAnswerOfAnotherLicenseUnderThisNumberIsRefused() {
        String text = answer().write(VENDOR)
                .replace("{\"license\":\"9999000000002782\"", "{\"license\":\"9999000000000001\"");

        assertThatThrownBy(() -> SyncAnswer.read(text, SIGNERS)).hasMessageContaining("sync answer.license");
    }

    @Test
    void theLaterWinsAndAtEqualTimesTheGreaterSite() {
        AssignmentChange change = change(1, AssignmentState.ALLOCATED, Optional.empty());
        AssignmentChange later = new AssignmentChange(
                1, ZOE, AccessType.PROFESSIONAL, AssignmentState.WITHDRAWN, Optional.empty(), AT.plusNanos(1_000));

        assertThat(Assignment.of(later, A).winsOver(Assignment.of(change, B))).isTrue();
        assertThat(Assignment.of(change, B).winsOver(Assignment.of(change, A))).isTrue();
        assertThat(Assignment.of(change, A).winsOver(Assignment.of(change, B))).isFalse();
        assertThat(Assignment.of(change, A).winsOver(Assignment.of(change, A)))
                .as("the same again")
                .isFalse();
    }

    private static SyncAnswer answer() {
        AssignmentChange made = change(1, AssignmentState.QUARANTINED, Optional.of(AT));
        return new SyncAnswer(
                "9999000000002782",
                A,
                Nonce.draw(RANDOM),
                AT,
                7,
                12,
                true,
                List.of(Assignment.of(made, B)),
                List.of(new PoolUse(YearMonth.of(2026, 11), 6, 60)));
    }

    private static SyncRequest request(List<AssignmentChange> changes) {
        return new SyncRequest(
                A,
                Nonce.draw(RANDOM),
                3,
                changes,
                List.of(new Consumption(YearMonth.of(2026, 11), 6)),
                List.of("shadow until 2026-12-31"));
    }

    private static AssignmentChange change(long number, AssignmentState state, Optional<Instant> until) {
        return new AssignmentChange(number, ZOE, AccessType.PROFESSIONAL, state, until, AT);
    }

    private static String payload(String answer) {
        String compact = answer.split("\"sync\":\"")[1];
        return new String(java.util.Base64.getUrlDecoder().decode(compact.split("\\.")[1]), UTF_8);
    }
}
