package io.passgate.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.contract.Answer;
import io.passgate.contract.Assignment;
import io.passgate.contract.AssignmentChange;
import io.passgate.contract.AssignmentState;
import io.passgate.contract.Consumption;
import io.passgate.contract.KeyStanding;
import io.passgate.contract.Nonce;
import io.passgate.contract.PoolUse;
import io.passgate.contract.SiteId;
import io.passgate.contract.SyncAnswer;
import io.passgate.contract.SyncRequest;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sites sync their assignments with an issuer over TLS: once, twice, with a gap, at the same time, after a restart. */
class AssignmentSyncTest {
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final SiteId A = new SiteId("AAAAAAAAAAAAAAAAAAAAAA");
    private static final SiteId B = new SiteId("BAAAAAAAAAAAAAAAAAAAAA");

    @TempDir
    private Path directory;

    private ServedIssuer served;
    private String key;
    private Instant at;

    @BeforeEach
    void start() throws Exception {
        served = new ServedIssuer(directory);
        key = served.issuer().issueKey(ServedIssuer.LICENSE).compact();
        at = served.now().minusSeconds(60);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void whatOneSiteGivesTheOtherSees() throws Exception {
        SyncAnswer first = sync(A, 0, allocated(1, "ana"), allocated(2, "bo"));
        SyncAnswer second = sync(B, 0);

        assertThat(first.acknowledged()).isEqualTo(2);
        assertThat(first.site()).isEqualTo(A);
        assertThat(first.issuedAt()).isEqualTo(served.now());
        assertThat(second.acknowledged()).isZero();
        assertThat(second.assignments()).isEqualTo(first.assignments()).hasSize(2);
        assertThat(second.assignments().get(0)).isEqualTo(Assignment.of(allocated(1, "ana"), A));
        assertThat(second.more()).isFalse();
        assertThat(sync(B, second.revision()).assignments()).isEmpty();
    }

    @Test
    void aBatchThatArrivesTwiceChangesNothing() throws Exception {
        SyncRequest batch = request(A, 0, allocated(1, "ana"), withdrawn(2, "ana", at.plusSeconds(1)));
        SyncAnswer once = served.sync(key, batch);

        assertThat(served.sync(key, batch)).isEqualTo(once);
    }

    @Test
    void whatCouldNotBeAppliedBeforeAGapIsNotAcknowledged() throws Exception {
        assertThat(sync(A, 0, allocated(2, "ana")).acknowledged()).isZero();
        SyncAnswer answer = sync(A, 0, allocated(1, "bo"), allocated(2, "ana"));

        assertThat(answer.acknowledged()).isEqualTo(2);
        assertThat(answer.assignments()).hasSize(2);
        assertThat(sync(A, 0, allocated(4, "cy")).assignments())
                .as("nothing behind the gap")
                .hasSize(2);
    }

    @Test
    void aBatchWithAGapInItIsRefusedWhole() throws Exception {
        String gap =
                request(A, 0, allocated(1, "ana"), allocated(2, "bo")).write().replace("\"number\":2", "\"number\":3");

        assertThat(served.post(key, gap).body()).contains("the numbers of the changes have a gap");
        assertThat(sync(A, 0).acknowledged()).isZero();
    }

    @Test
    void theLaterChangeStandsWhicheverComesFirstAndAtEqualTimesTheGreaterSite() throws Exception {
        sync(A, 0, withdrawn(1, "ana", at.plusSeconds(5)), allocated(2, "bo"));
        List<Assignment> told =
                sync(B, 0, allocated(1, "ana"), withdrawn(2, "bo", at)).assignments();

        assertThat(told)
                .extracting(a -> a.user().id() + " " + a.state().word() + " "
                        + a.site().text().charAt(0))
                .containsExactly("ana withdrawn A", "bo withdrawn B");
    }

    @Test
    void aTimeFarAheadIsCutToTheClockOfTheLicenseBackend() throws Exception {
        Instant now = served.now();
        Instant slightly = now.plusSeconds(600);
        List<Assignment> told = sync(
                        A,
                        0,
                        change(1, "ana", AssignmentState.ALLOCATED, slightly.plusNanos(1_000)),
                        change(2, "bo", AssignmentState.ALLOCATED, slightly))
                .assignments();

        assertThat(told).extracting(Assignment::at).containsExactly(now, slightly);
    }

    @Test
    void ofTwoChangesOfOneSiteAtTheSameTimeTheOneWithTheLaterNumberStands() throws Exception {
        Instant ahead = served.now().plusSeconds(3_600);
        Instant slightly = served.now().plusSeconds(300);
        List<Assignment> told = sync(
                        A,
                        0,
                        change(1, "ana", AssignmentState.ALLOCATED, ahead),
                        withdrawn(2, "ana", ahead.plusSeconds(1)),
                        change(3, "bo", AssignmentState.ALLOCATED, ahead),
                        withdrawn(4, "bo", ahead.plusSeconds(1)),
                        change(5, "bo", AssignmentState.ALLOCATED, ahead.plusSeconds(2)),
                        change(6, "cy", AssignmentState.ALLOCATED, slightly),
                        withdrawn(7, "cy", ahead),
                        allocated(8, "di"),
                        withdrawn(9, "di", at))
                .assignments();

        assertThat(told)
                .extracting(a -> a.user().id() + " " + a.state().word())
                .containsExactly("ana withdrawn", "bo allocated", "cy withdrawn", "di withdrawn");
        assertThat(told).extracting(Assignment::at).containsExactly(served.now(), served.now(), slightly, at);
    }

    @Test
    void aSiteThatTellsAnewWhatItHasChangesNothingAndUndoesNothing() throws Exception {
        SyncAnswer once = sync(A, 0, allocated(1, "ana"), allocated(2, "bo"), withdrawn(3, "bo", at.plusSeconds(1)));

        SyncAnswer restored = sync(A, 0, allocated(4, "ana"), allocated(5, "bo"));

        assertThat(restored.acknowledged()).isEqualTo(5);
        assertThat(restored.assignments()).isEqualTo(once.assignments());
        assertThat(restored.revision()).isEqualTo(once.revision());
    }

    @Test
    void minutesOfAllSitesArePooledAndNeverGoBack() throws Exception {
        served.sync(key, used(A, 60));
        assertThat(served.sync(key, used(B, 30)).consumption()).containsExactly(new PoolUse(NOVEMBER, 30, 90));

        assertThat(served.sync(key, used(A, 6)).consumption())
                .as("a restored ledger is told its floor")
                .containsExactly(new PoolUse(NOVEMBER, 60, 90));
        assertThat(sync(SiteId.draw(ServedIssuer.RANDOM), 0).consumption())
                .as("the running month is told unasked")
                .containsExactly(new PoolUse(NOVEMBER, 0, 90));
    }

    @Test
    void moreThanAnAnswerHoldsIsToldPageByPage() throws Exception {
        for (int from : new int[] {1, 1_001}) {
            sync(
                    A,
                    0,
                    IntStream.range(from, from + 1_000)
                            .mapToObj(i -> allocated(i, "u" + i))
                            .toArray(AssignmentChange[]::new));
        }
        SyncAnswer first = sync(B, 0);
        SyncAnswer second = sync(B, first.revision());

        assertThat(first.more()).isTrue();
        assertThat(second.more()).isFalse();
        List<Assignment> all = new ArrayList<>(first.assignments());
        all.addAll(second.assignments());
        assertThat(all).extracting(a -> a.user().id()).doesNotHaveDuplicates().hasSize(2_000);
    }

    @Test
    void noAnswerIsLongerThanASiteReadsHoweverLongTheNamesAre() throws Exception {
        String longest = "\u4e2d".repeat(250);
        for (int from = 1; from <= 400; from += 200) {
            sync(
                    A,
                    0,
                    IntStream.range(from, from + 200)
                            .mapToObj(i -> allocated(i, longest + i))
                            .toArray(AssignmentChange[]::new));
        }
        List<Assignment> all = new ArrayList<>();
        long since = 0;
        boolean more = true;
        while (more) {
            HttpResponse<String> response = served.post(key, request(B, since).write());
            assertThat(response.body().length()).isLessThan(192 * 1_024);
            SyncAnswer page = SyncAnswer.read(response.body(), served.issuer().signers());
            all.addAll(page.assignments());
            since = page.revision();
            more = page.more();
        }

        assertThat(all).extracting(a -> a.user().id()).doesNotHaveDuplicates().hasSize(400);
    }

    @Test
    void revisionsThatWereToldDoNotComeAgainWhenTheDatabaseIsRestoredFromAnOlderCopy() throws Exception {
        Path database = served.directory.resolve("issuer.db");
        Path copy = directory.resolve("copy.db");
        sync(A, 0, allocated(1, "ana"));
        served.close();
        Files.copy(database, copy);
        served.start(List.of());
        served.advance(Duration.ofMinutes(1));
        long known = sync(B, sync(A, 0, allocated(2, "bo")).revision()).revision();
        served.close();
        Files.copy(copy, database, StandardCopyOption.REPLACE_EXISTING);
        served.start(List.of());
        served.advance(Duration.ofMinutes(1));

        assertThat(sync(B, known).revision()).as("so that it asks anew, from 0").isLessThan(known);
        assertThat(sync(A, 0, allocated(3, "cy")).acknowledged())
                .as("so that it tells anew")
                .isEqualTo(1);
        sync(A, 0, allocated(2, "bo"), allocated(3, "cy"));
        assertThat(sync(B, known).assignments()).extracting(a -> a.user().id()).containsExactly("bo", "cy");
    }

    @Test
    void aRequestThatIsTooLongIsRefusedWhole() throws Exception {
        assertThat(served.post(key, request(A, 0).write() + " ".repeat(192 * 1_024))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void sitesThatComeAtTheSameTimeLoseNothing() throws Exception {
        List<CompletableFuture<SyncAnswer>> calls = IntStream.range(0, 6)
                .mapToObj(i -> SiteId.draw(ServedIssuer.RANDOM))
                .map(site -> CompletableFuture.supplyAsync(() -> unchecked(site, site.text())))
                .toList();
        calls.forEach(CompletableFuture::join);

        assertThat(sync(B, 0).assignments()).hasSize(12);
    }

    @Test
    void everythingIsThereAfterARestart() throws Exception {
        served.sync(key, used(A, 60));
        SyncAnswer before = sync(A, 0, allocated(1, "ana"));
        served.restart();

        assertThat(sync(A, 0, allocated(1, "ana"), allocated(2, "bo")))
                .extracting(SyncAnswer::acknowledged, SyncAnswer::revision, SyncAnswer::consumption)
                .containsExactly(2L, before.revision() + 1, List.of(new PoolUse(NOVEMBER, 60, 60)));
        assertThat(served.issuer().sites(ServedIssuer.LICENSE))
                .extracting(KnownSite::site, KnownSite::acknowledged, KnownSite::loosened)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(A.text(), 2L, List.of("shadow until 2026-12-31")));
    }

    @Test
    void aRevokedKeyAndADenyListedLicenseAreAnswered403SignedAndNothingIsTakenUp() throws Exception {
        SyncRequest request = request(A, 0, allocated(1, "ana"));
        served.issuer().change(ServedIssuer.LICENSE, d -> d.withDenyListed(true));
        Answer denied = refused(request);
        served.issuer().change(ServedIssuer.LICENSE, d -> d.withDenyListed(false));
        served.issuer().revoke(served.issuer().keys().get(0).id());
        Answer revoked = refused(request);

        assertThat(denied.definition().denyListed()).isTrue();
        assertThat(denied.standing()).isEqualTo(KeyStanding.VALID);
        assertThat(revoked.definition().denyListed()).isFalse();
        assertThat(revoked.standing()).isEqualTo(KeyStanding.REVOKED);
        assertThat(List.of(denied, revoked)).allSatisfy(answer -> {
            assertThat(answer.site()).isEqualTo(A);
            assertThat(answer.nonce()).as("for this question").isEqualTo(request.nonce());
        });
        assertThat(served.issuer().assignments(ServedIssuer.LICENSE)).isEmpty();
    }

    @Test
    void whatIsNotOfItsFormIs400AndWhoeverHasNoKeyIs401() throws Exception {
        String whole = request(A, 0).write();

        assertThat(served.post(key, whole.replace("\"since\"", "\"until\"")).body())
                .contains("sync request: lacks since");
        assertThat(served.post(key, whole.replace("\"format\":1", "\"format\":2"))
                        .body())
                .contains("unknown-format");
        assertThat(served.post(key, "[]").statusCode()).isEqualTo(400);
        assertThat(served.post("rubbish", whole).statusCode()).isEqualTo(401);
    }

    @Test
    void switchedOffItSaysWhenToComeAgain() throws Exception {
        served.issuer().switchOff(true);
        HttpResponse<String> response = served.post(key, request(A, 0).write());

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("60");
    }

    private Answer refused(SyncRequest request) throws Exception {
        HttpResponse<String> response = served.post(key, request.write());
        assertThat(response.statusCode()).isEqualTo(403);
        return Answer.read(response.body(), served.issuer().signers());
    }

    private SyncAnswer unchecked(SiteId site, String user) {
        try {
            sync(site, 0, allocated(1, user));
            return sync(site, 0, allocated(1, user), allocated(2, user + "2"));
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private SyncAnswer sync(SiteId site, long since, AssignmentChange... changes) throws Exception {
        return served.sync(key, request(site, since, changes));
    }

    private static SyncRequest request(SiteId site, long since, AssignmentChange... changes) {
        return new SyncRequest(
                site,
                Nonce.draw(ServedIssuer.RANDOM),
                since,
                List.of(changes),
                List.of(),
                List.of("shadow until 2026-12-31"));
    }

    private static SyncRequest used(SiteId site, long minutes) {
        return new SyncRequest(
                site,
                Nonce.draw(ServedIssuer.RANDOM),
                0,
                List.of(),
                List.of(new Consumption(NOVEMBER, minutes)),
                List.of());
    }

    private AssignmentChange allocated(long number, String user) {
        return change(number, user, AssignmentState.ALLOCATED, at);
    }

    private AssignmentChange withdrawn(long number, String user, Instant when) {
        return change(number, user, AssignmentState.WITHDRAWN, when);
    }

    private static AssignmentChange change(long number, String user, AssignmentState state, Instant when) {
        return new AssignmentChange(
                number, new User("dir", user), AccessType.PROFESSIONAL, state, Optional.empty(), when);
    }
}
