package io.passgate.backend;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.passgate.backend.PlayedBackend.DEFINITION;
import static io.passgate.backend.PlayedBackend.LICENSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.admission.Assignments.Holder;
import io.passgate.admission.LicenseOffice.LicenseStatus;
import io.passgate.contract.Answer;
import io.passgate.contract.Assignment;
import io.passgate.contract.AssignmentChange;
import io.passgate.contract.AssignmentState;
import io.passgate.contract.Definition;
import io.passgate.contract.KeyStanding;
import io.passgate.contract.Nonce;
import io.passgate.contract.PoolUse;
import io.passgate.contract.Purpose;
import io.passgate.contract.SignerLink;
import io.passgate.contract.SigningKey;
import io.passgate.contract.SiteId;
import io.passgate.contract.SyncAnswer;
import io.passgate.contract.SyncRequest;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Standing.State;
import io.passgate.license.TestTerms;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Assignments and minutes go to the license backend and come from it (design.md §5), and the standing rests on that too. */
@Timeout(60)
class SyncTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration DAY = Duration.ofDays(1);
    private static final User ANA = User.parse("CORP\\ana");
    private static final User BO = User.parse("CORP\\bo");
    private static final SiteId ELSEWHERE = SiteId.draw(RANDOM);
    private static PlayedBackend backend;

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private Site site;
    private SignedKeyLicense license;
    private final List<SyncRequest> told = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void play() throws Exception {
        backend = new PlayedBackend(shared);
    }

    @AfterAll
    static void stop() {
        backend.close();
    }

    @BeforeEach
    void begin() throws Exception {
        site = new Site(directory, backend);
        backend.playsRight(site.clock, DEFINITION);
        plays((request, right) -> right);
        license = site.started(backend);
    }

    @AfterEach
    void end() {
        backend.playsNoSigners();
        site.close();
    }

    /** What the license backend makes of the right answer. */
    private void plays(BiFunction<SyncRequest, SyncAnswer, SyncAnswer> change) {
        backend.playsSync(asked -> {
            SyncRequest request = asked.told();
            told.add(request);
            return aResponse()
                    .withBody(change.apply(request, backend.rightSync(request, site.clock))
                            .write(backend.vendor));
        });
    }

    private static SyncAnswer with(SyncAnswer right, long revision, boolean more, List<Assignment> assignments) {
        return new SyncAnswer(
                right.license(),
                right.site(),
                right.nonce(),
                right.issuedAt(),
                right.acknowledged(),
                revision,
                more,
                assignments,
                right.consumption());
    }

    private Assignment elsewhere(User user, AssignmentState state) {
        return Assignment.of(
                new AssignmentChange(1, user, AccessType.PROFESSIONAL, state, Optional.empty(), site.clock.instant()),
                ELSEWHERE);
    }

    private void allocateHere(User user) {
        site.ledger.allocate(user, AccessType.PROFESSIONAL, TestTerms.of(5, 5, 0), site.clock.instant());
    }

    private LicenseStatus status() {
        return license.status(site.clock.instant());
    }

    private void after(Duration time) {
        site.clock.move(time);
        license.step();
    }

    private String syncError() {
        return status().sync().orElseThrow().lastError();
    }

    @Test
    void aStartAsksFirstAndTellsThen() {
        allocateHere(ANA);

        license.step();

        assertThat(told).hasSize(2);
        assertThat(told.get(0).changes())
                .as("a restored ledger finds out first")
                .isEmpty();
        assertThat(told.get(1).changes()).singleElement().satisfies(change -> {
            assertThat(change.number()).isEqualTo(1);
            assertThat(change.user()).isEqualTo(ANA);
            assertThat(change.state()).isEqualTo(AssignmentState.ALLOCATED);
        });
        assertThat(status().sync().orElseThrow().pending()).isZero();
        assertThat(status().sync().orElseThrow().at()).contains(site.clock.instant());
    }

    @Test
    void whatIsChangedIsToldWithinTenMinutes() {
        license.step();
        told.clear();
        int definitions = backend.asked.get();
        allocateHere(BO);

        after(Duration.ofMinutes(8));
        assertThat(told).isEmpty();
        after(Duration.ofMinutes(2));

        assertThat(told).singleElement().satisfies(request -> assertThat(request.changes())
                .extracting(AssignmentChange::user)
                .containsExactly(BO));
        assertThat(backend.asked).as("the definition is not asked for again").hasValue(definitions);
    }

    @Test
    void whatOtherSitesChangeIsTakenUpAndTold() {
        license.step();
        plays((request, right) -> request.since() == 0
                ? with(right, 1, true, List.of(elsewhere(ANA, AssignmentState.ALLOCATED)))
                : with(right, 2, false, List.of(elsewhere(BO, AssignmentState.ALLOCATED))));

        after(Duration.ofMinutes(10));

        assertThat(site.ledger.allocations()).extracting(a -> a.user()).containsExactlyInAnyOrder(ANA, BO);
        assertThat(site.shared).singleElement().satisfies(changed -> {
            assertThat(changed.gained())
                    .containsExactly(new Holder(ANA, AccessType.PROFESSIONAL), new Holder(BO, AccessType.PROFESSIONAL));
            assertThat(changed.lost()).isEmpty();
        });

        site.clock.move(Duration.ofSeconds(1));
        plays((request, right) -> with(right, 3, false, List.of(elsewhere(ANA, AssignmentState.WITHDRAWN))));
        after(Duration.ofMinutes(10));

        assertThat(site.ledger.allocations()).extracting(a -> a.user()).containsExactly(BO);
        assertThat(site.shared.get(1).lost()).containsExactly(new Holder(ANA, AccessType.PROFESSIONAL));
    }

    @Test
    void aCutInTheMiddleGoesOnWhereItWas() {
        for (int i = 0; i < 450; i++) {
            allocate(i);
        }
        backend.playsSync(asked -> {
            SyncRequest request = asked.told();
            told.add(request);
            return told.size() == 3
                    ? aResponse().withFault(com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER)
                    : aResponse()
                            .withBody(backend.rightSync(request, site.clock).write(backend.vendor));
        });

        license.step();
        assertThat(syncError()).contains("was cut");
        assertThat(status().sync().orElseThrow().pending()).isEqualTo(250);
        license.verify();

        assertThat(told)
                .extracting(request -> request.changes().size())
                .as("the third was cut and comes again, the fourth whole")
                .containsExactly(0, 200, 200, 200, 50);
        assertThat(status().sync().orElseThrow().pending()).isZero();
        assertThat(syncError()).isEmpty();
    }

    private void allocate(int number) {
        site.ledger.allocate(
                User.parse("CORP\\user" + number),
                AccessType.PROFESSIONAL,
                TestTerms.of(1_000, 0, 0),
                site.clock.instant());
    }

    @Test
    void assignmentsBlockedForFiveDaysAreStaleHoweverFreshTheDefinitionIs() {
        license.step();
        backend.playsSync(asked -> aResponse().withStatus(502));

        for (State expected : List.of(State.VALID, State.LATE, State.LATE, State.WARNING, State.WARNING, State.STALE)) {
            assertThat(site.state(license)).as("at " + site.clock.instant()).isEqualTo(expected);
            after(DAY);
            license.close();
            license = site.started(backend);
            license.step();
        }

        assertThat(site.state(license)).isEqualTo(State.STALE);
        assertThat(site.detail(license))
                .isEqualTo("assignments not synced with the license backend since " + Site.BEGIN
                        + ", five days ago or more");
        assertThat(status().lastError()).as("the definition is fresh").isEmpty();
        assertThat(syncError()).contains("(502)");

        backend.playsRightSync(site.clock);
        after(Duration.ofMinutes(16));

        assertThat(site.state(license)).isEqualTo(State.VALID);
    }

    @Test
    void aLicenseBackendThatNeverSyncedIsStaleFiveDaysAfterTheFirstVerification() {
        backend.playsSync(asked -> aResponse().withStatus(404));
        license.step();

        assertThat(site.state(license)).isEqualTo(State.VALID);
        assertThat(syncError()).contains("does not sync assignments").contains("(404)");
        for (int day = 0; day < 5; day++) {
            after(DAY);
        }
        assertThat(site.state(license)).isEqualTo(State.STALE);
    }

    @Test
    void retryAfterIsKeptToByDefinitionAndAssignmentsAlike() {
        license.step();
        backend.playsSync(asked -> aResponse().withStatus(503).withHeader("Retry-After", "3600"));
        after(Duration.ofMinutes(10));
        int asked = backend.synced.get();
        int definitions = backend.asked.get();

        after(Duration.ofMinutes(59));
        assertThat(backend.synced).hasValue(asked);
        after(Duration.ofMinutes(2));

        assertThat(backend.synced).hasValue(asked + 1);
        assertThat(backend.asked).hasValue(definitions);
    }

    @ParameterizedTest
    @CsvSource({
        "license, made for another license",
        "site, made for another license",
        "nonce, made for another license",
        "time, set the clock",
        "signer, answer about assignments is not accepted",
        "purpose, answer about assignments is not accepted",
        "text, answer about assignments is not accepted",
        "encoding, answer about assignments is not accepted"
    })
    void anAnswerThatIsNotTheAnswerIsRefusedWithItsReasonAndChangesNothing(String fault, String words) {
        license.step();
        allocateHere(ANA);
        backend.playsSync(asked -> aResponse().withBody(faulty(fault, asked.told())));

        after(Duration.ofMinutes(10));

        assertThat(syncError()).contains(words);
        assertThat(site.ledger.allocations()).extracting(a -> a.user()).containsExactly(ANA);
        assertThat(status().sync().orElseThrow().at()).contains(Site.BEGIN);
        assertThat(site.state(license)).as("the five days run").isEqualTo(State.VALID);
    }

    private String faulty(String fault, SyncRequest request) {
        SyncAnswer right = backend.rightSync(request, site.clock);
        Instant at = site.clock.instant();
        SyncAnswer wrong = new SyncAnswer(
                fault.equals("license") ? "9999000000009999" : LICENSE,
                fault.equals("site") ? ELSEWHERE : right.site(),
                fault.equals("nonce") ? Nonce.draw(RANDOM) : right.nonce(),
                fault.equals("time") ? at.minus(Duration.ofMinutes(16)) : at,
                right.acknowledged(),
                9,
                false,
                List.of(elsewhere(BO, AssignmentState.ALLOCATED)),
                List.of());
        return switch (fault) {
            case "signer" -> wrong.write(SigningKey.make("vendor", RANDOM));
            case "purpose" ->
                wrong.write(backend.vendor)
                        .replaceAll(
                                "\"sync\":\"[^.]+",
                                "\"sync\":\""
                                        + new Answer(
                                                        LICENSE,
                                                        right.site(),
                                                        right.nonce(),
                                                        at,
                                                        KeyStanding.VALID,
                                                        DEFINITION)
                                                .write(backend.vendor)
                                                .replaceAll("(?s).*\"sld\":\"([^.]+).*", "$1"));
            case "text" -> wrong.write(backend.vendor).replaceAll("\\.[^.]{8}([^.]+)\"", ".$1\"");
            case "encoding" -> wrong.write(backend.vendor).replaceAll("\"}$", "=\"}");
            default -> wrong.write(backend.vendor);
        };
    }

    @Test
    void aCapturedAnswerServedAgainIsRefused() {
        List<String> captured = new CopyOnWriteArrayList<>();
        backend.playsSync(asked -> {
            captured.add(backend.rightSync(asked.told(), site.clock).write(backend.vendor));
            return aResponse().withBody(captured.get(0));
        });
        license.step();
        assertThat(syncError()).as("the first is right").isEmpty();

        after(Duration.ofMinutes(10));

        assertThat(syncError()).contains("another license, site or request");
    }

    @Test
    void aRefusedSyncAsksForTheDefinitionWhichSaysSignedWhy() {
        license.step();
        Definition denied = new Definition(
                8,
                DEFINITION.validFrom(),
                DEFINITION.validTo(),
                DEFINITION.product(),
                true,
                DEFINITION.allotments(),
                DEFINITION.tokens(),
                DEFINITION.conversion(),
                DEFINITION.may());
        backend.playsRight(site.clock, denied);
        backend.playsSync(asked -> aResponse().withStatus(403));

        after(Duration.ofMinutes(10));

        assertThat(site.state(license)).isEqualTo(State.REFUSED);
        assertThat(site.detail(license)).contains("deny list");
    }

    @Test
    void aBareRefusalOfTheSyncEndsNothing() {
        license.step();
        backend.playsSync(asked -> aResponse().withStatus(403));

        after(Duration.ofMinutes(10));

        assertThat(site.state(license)).isEqualTo(State.VALID);
        assertThat(syncError()).contains("(403)");
    }

    @Test
    void afterAnotherLicenseTheFirstOneIsAskedFirstAgain() throws Exception {
        allocateHere(ANA);
        license.step();
        String key = Files.readString(directory.resolve("license.key"));
        String other = "9999000000009999";
        plays((request, right) -> new SyncAnswer(
                other,
                right.site(),
                right.nonce(),
                right.issuedAt(),
                right.acknowledged(),
                0,
                false,
                List.of(),
                List.of()));
        backend.playsSigned(asked ->
                new Answer(other, asked.site(), asked.nonce(), site.clock.instant(), KeyStanding.VALID, DEFINITION));
        site.write("license.key", backend.issueKey(other).compact());
        license.verify();
        assertThat(syncError()).isEmpty();
        site.write("license.key", key);
        backend.playsRight(site.clock, DEFINITION);
        plays((request, right) -> right);
        told.clear();

        license.verify();

        assertThat(told.get(0).changes()).isEmpty();
    }

    @Test
    void namesHoweverLongAreToldInRequestsThatALicenseBackendReads() {
        for (int i = 0; i < 200; i++) {
            site.ledger.allocate(
                    User.parse("CORP\\" + "\u8a9e".repeat(250) + i),
                    AccessType.PROFESSIONAL,
                    TestTerms.of(1_000, 0, 0),
                    site.clock.instant());
        }

        license.step();

        assertThat(syncError()).isEmpty();
        assertThat(told).hasSizeGreaterThan(2).allSatisfy(request -> assertThat(
                        request.write().getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(SyncRequest.MOST_BYTES));
        assertThat(status().sync().orElseThrow().pending()).isZero();
    }

    @Test
    void aLicenseThatIsRefusedIsToldBeforeTheSyncIsOver() {
        license.step();
        backend.playsSigned(asked -> new Answer(
                LICENSE, asked.site(), asked.nonce(), site.clock.instant(), KeyStanding.REVOKED, DEFINITION));
        List<State> toldBefore = new CopyOnWriteArrayList<>();
        backend.playsSync(asked -> {
            site.changes.forEach(
                    change -> toldBefore.add(change.after().standing().state()));
            return aResponse().withStatus(503);
        });

        license.verify();

        assertThat(toldBefore).contains(State.REFUSED);
    }

    @Test
    void aLicenseBackendThatTakesUpNothingIsNotAskedForEver() {
        license.step();
        allocateHere(ANA);
        plays((request, right) -> new SyncAnswer(
                right.license(), right.site(), right.nonce(), right.issuedAt(), 0, 0, false, List.of(), List.of()));
        told.clear();

        after(Duration.ofMinutes(10));

        assertThat(told).hasSize(1);
        assertThat(syncError()).contains("does not take up what this site tells");
        assertThat(status().sync().orElseThrow().pending()).isEqualTo(1);
    }

    @Test
    void aLicenseBackendRestoredFromACopyIsAskedForEverything() {
        plays((request, right) -> with(
                right, 7, false, request.since() < 7 ? List.of(elsewhere(ANA, AssignmentState.ALLOCATED)) : List.of()));
        license.step();
        told.clear();
        plays((request, right) -> with(
                right, 5, false, request.since() < 5 ? List.of(elsewhere(BO, AssignmentState.ALLOCATED)) : List.of()));

        after(Duration.ofMinutes(10));

        assertThat(told).extracting(SyncRequest::since).containsExactly(7L, 0L);
        assertThat(site.ledger.allocations()).extracting(a -> a.user()).contains(BO);
    }

    @Test
    void minutesOfTheLicenseBackendAreAFloorForThoseUsedHere() {
        YearMonth month = YearMonth.of(2026, 11);
        plays((request, right) -> new SyncAnswer(
                right.license(),
                right.site(),
                right.nonce(),
                right.issuedAt(),
                right.acknowledged(),
                right.revision(),
                false,
                List.of(),
                List.of(new PoolUse(month, 40, 55))));

        license.step();

        assertThat(site.ledger
                        .stock(TestTerms.capacity(TestTerms.of(1, 1, 0), 60, 0), site.clock.instant())
                        .minutesUsed())
                .as("all sites' minutes count against the pool")
                .isEqualTo(55);
        assertThat(site.ledger.outgoing(0, site.clock.instant()).minutes())
                .allSatisfy(minutes -> assertThat(minutes.here()).isEqualTo(40));
    }

    @Test
    void aChangedSigningKeyIsFollowedAndARetiredOneStaysRetired() {
        license.step();
        SigningKey next = SigningKey.make("vendor-2", RANDOM);
        String link = SignerLink.issue(
                backend.vendor, next.signer(EnumSet.of(Purpose.ANSWER)), site.clock.instant(), List.of("vendor"));
        backend.playsSigners(List.of(link));
        backend.playsSync(asked ->
                aResponse().withBody(backend.rightSync(asked.told(), site.clock).write(next)));

        after(Duration.ofMinutes(10));
        assertThat(syncError()).as("followed at once").isEmpty();

        backend.playsSigners(List.of());
        backend.playsRightSync(site.clock);
        after(Duration.ofMinutes(10));

        assertThat(syncError())
                .as("a chain that does not lead on from what was followed counts for nothing")
                .contains("another chain of signers than before");
    }

    @Test
    void aKeptChainThatSomebodyElseWroteCountsForNothingAndIsAskedForAgain() throws Exception {
        license.step();
        SigningKey next = SigningKey.make("vendor-2", RANDOM);
        SigningKey stranger = SigningKey.make("stranger", RANDOM);
        EnumSet<Purpose> answers = EnumSet.of(Purpose.ANSWER);
        String link = SignerLink.issue(backend.vendor, next.signer(answers), site.clock.instant(), List.of());
        backend.playsSigners(List.of(link));
        license.verify();
        Path kept = site.data.resolve("license-signers.json");
        String text = Files.readString(kept);
        assertThat(text).contains(link);
        Files.writeString(
                kept,
                text.replace(
                        link,
                        SignerLink.issue(
                                backend.vendor, stranger.signer(answers), site.clock.instant(), List.of("vendor"))));
        backend.playsSync(asked ->
                aResponse().withBody(backend.rightSync(asked.told(), site.clock).write(next)));

        after(Duration.ofMinutes(10));

        assertThat(syncError()).isEmpty();
        assertThat(Files.readString(kept)).isEqualTo(text);
    }

    @Test
    void aSignerOutsideTheChainIsRefused() {
        license.step();
        SigningKey stranger = SigningKey.make("stranger", RANDOM);
        backend.playsSigners(List.of(SignerLink.issue(
                stranger, stranger.signer(EnumSet.of(Purpose.ANSWER)), site.clock.instant(), List.of())));
        backend.playsSync(asked ->
                aResponse().withBody(backend.rightSync(asked.told(), site.clock).write(stranger)));

        after(Duration.ofMinutes(10));

        assertThat(syncError()).contains("chain of signers is not followed");
        assertThat(status().sync().orElseThrow().at()).contains(Site.BEGIN);
    }
}
