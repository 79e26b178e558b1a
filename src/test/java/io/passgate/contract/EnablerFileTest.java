package io.passgate.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.passgate.contract.ContractException.Reason;
import io.passgate.license.AccessType;
import io.passgate.license.Capacity;
import io.passgate.license.May;
import io.passgate.license.Terms;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** License Enabler Files, line by line (domain.md §1.1 and §4.3, seed S4, design.md §5, decision 27). */
class EnablerFileTest {
    private static final SigningKey ISSUER = SigningKey.make("issuer", new SecureRandom());
    private static final Signers SIGNERS = Signers.of(ISSUER.signer(Set.of(Purpose.LEF)));
    private static final String SERIAL = "9999000000002782";
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    private static final List<String> USERS = List.of(
            SERIAL,
            "Passgate;;;",
            "ISSUE;7;2026-11-21;",
            "PRODUCTLEVEL;50;;2027-01-30",
            "PROFESSIONAL;10;;",
            "ANALYZER;20;;",
            "TIMELIMIT;;;2027-12-31");
    private static final List<String> TOKENS =
            List.of(SERIAL, "Passgate;;;", "ISSUE;7;2026-11-21;", "PRODUCTLEVEL;50;;", "TOKENS;100;;");

    /** These lines and the signature that belongs to them. */
    private static String signed(List<String> lines) {
        String body = String.join("\n", lines) + "\n";
        String signature = Base64Url.encode(ISSUER.sign(body.getBytes(StandardCharsets.UTF_8)));
        return body + "SIGNATURE;issuer;" + signature + ";\n";
    }

    private static EnablerFile read(String text) throws ContractException {
        return EnablerFile.read(text, SIGNERS, "f");
    }

    private static ContractException refusal(String text) {
        ContractException e = catchThrowableOfType(ContractException.class, () -> read(text));
        assertThat(e).as(text).isNotNull();
        return e;
    }

    private static Terms terms(List<String> lines, Instant now) throws ContractException {
        return read(signed(lines)).terms(now);
    }

    private static List<String> with(List<String> lines, String... more) {
        List<String> all = new ArrayList<>(lines);
        all.addAll(List.of(more));
        return all;
    }

    @Test
    void professionalAndAnalyzerUsersAreWhatItsLinesSay() throws Exception {
        Terms terms = terms(USERS, NOW);

        assertThat(terms.license()).isEqualTo(SERIAL);
        assertThat(terms.form()).isEqualTo(Terms.Form.LICENSE_ENABLER_FILE);
        assertThat(terms.seq()).isEqualTo(7);
        assertThat(terms.product()).isEqualTo(Definition.PRODUCT);
        assertThat(terms.seats(AccessType.PROFESSIONAL)).isEqualTo(10);
        assertThat(terms.seats(AccessType.ANALYZER)).isEqualTo(20);
        assertThat(terms.tokens()).isZero();
        assertThat(terms.capacity()).isEqualTo(Capacity.NONE);
        assertThat(terms.may()).isEqualTo(May.DEFAULT);
        assertThat(terms.validFrom()).as("the day it was signed").isEqualTo(Instant.parse("2026-11-21T00:00:00Z"));
    }

    @Test
    void tokensAreWhatItsLineSays() throws Exception {
        Terms terms = terms(TOKENS, NOW);

        assertThat(terms.tokens()).isEqualTo(100);
        assertThat(terms.seats()).isEmpty();
        assertThat(terms.validTo()).as("no TIMELIMIT").isEmpty();
        assertThat(terms.conversion()).isEmpty();
    }

    @Test
    void theDayOfTimelimitIsTheLastAndThatOfProductlevelTheEndOfMaintenance() throws Exception {
        EnablerFile file = read(signed(USERS));

        assertThat(file.terms(NOW).validTo()).contains(Instant.parse("2028-01-01T00:00:00Z"));
        assertThat(file.maintenance()).contains(LocalDate.parse("2027-01-30"));
        assertThat(read(signed(TOKENS)).maintenance()).isEmpty();
        assertThat(terms(with(TOKENS, "TIMELIMIT;;2026-12-01;2027-12-31"), NOW).validFrom())
                .isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30T23:59:59.999Z, 0, 5",
        "2026-12-01T00:00:00Z, 30, 8",
        "2026-12-31T23:59:59.999Z, 30, 8",
        "2027-01-01T00:00:00Z, 0, 5"
    })
    void aLineHoldsOnTheDaysFromAndToAndBetween(Instant now, int professional, int parallel) throws Exception {
        Terms terms = terms(
                List.of(
                        SERIAL,
                        "Passgate;;;",
                        "ISSUE;1;2026-11-01;",
                        "PRODUCTLEVEL;50;;",
                        "PROFESSIONAL;30;2026-12-01;2026-12-31",
                        "PARALLEL;8;2026-12-01;2026-12-31"),
                now);

        assertThat(terms.seats(AccessType.PROFESSIONAL)).isEqualTo(professional);
        assertThat(terms.may().parallel()).isEqualTo(parallel);
    }

    @Test
    void tokensThatEndOnADayEndAsAtAConversion() throws Exception {
        EnablerFile file = read(signed(List.of(
                SERIAL, "Passgate;;;", "ISSUE;1;2026-11-01;", "PRODUCTLEVEL;50;;", "TOKENS;9;2026-11-21;2026-12-31")));

        assertThat(file.terms(NOW.minusSeconds(86_400)).tokens()).isZero();
        assertThat(file.terms(NOW).tokens()).isEqualTo(9);
        assertThat(file.terms(NOW).conversion()).contains(Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(file.terms(Instant.parse("2027-01-01T00:00:00Z")).tokens()).isZero();
        assertThat(file.changes())
                .containsExactly(
                        Instant.parse("2026-11-01T00:00:00Z"),
                        Instant.parse("2026-11-21T00:00:00Z"),
                        Instant.parse("2027-01-01T00:00:00Z"));
    }

    @Test
    void whatTheSiteMayLoosenIsWrittenInLinesOfItsOwn() throws Exception {
        Terms terms =
                terms(with(USERS, "PARALLEL;8;;", "EXEMPTUSERS;12;;", "ANONYMOUS;YES;;", "SHADOW;;;2026-12-31"), NOW);

        assertThat(terms.may()).isEqualTo(new May(8, 12, true, Optional.of(Instant.parse("2027-01-01T00:00:00Z"))));
        assertThat(terms(with(USERS, "SHADOW;;2026-12-01;2026-12-31"), NOW)
                        .may()
                        .shadowUntil())
                .as("not begun yet")
                .isEmpty();
    }

    /** What is line 3 and those after it, and what is said of them: line and expectation. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ISSUE;0;2026-11-21;        | line 3: ISSUE: value: expected a whole number from 1 to 9007199254740991, found '0'",
                "ISSUE;1;;                  | line 3: ISSUE: From: expected a day such as 2027-12-31, found nothing",
                "ISSUE;1;2026-11-21;2027-01-01 | line 3: ISSUE: To: expected nothing, found '2027-01-01'",
                "PRODUCTLEVEL;10;;          | line 3: PRODUCTLEVEL: value: expected 50, found 10, which is QlikView Server",
                "PRODUCTLEVEL;1;;           | line 3: PRODUCTLEVEL: value: expected 50, found 1, which is QlikView Analyzer",
                "PRODUCTLEVEL;2;;           | line 3: PRODUCTLEVEL: value: expected 50, found 2, which is QlikView Professional",
                "PRODUCTLEVEL;3;;           | line 3: PRODUCTLEVEL: value: expected 50, found 3, which is QlikView Developer",
                "PRODUCTLEVEL;30;;          | line 3: PRODUCTLEVEL: value: expected 50, found 30, which is QlikView Publisher",
                "PRODUCTLEVEL;51;;          | line 3: PRODUCTLEVEL: value: expected 50, found '51'",
                "PRODUCTLEVEL;50;2026-01-01; | line 3: PRODUCTLEVEL: From: expected nothing, found '2026-01-01'",
                "TOKENS;ten;;               | line 3: TOKENS: value: expected a whole number from 0 to 1000000000, found 'ten'",
                "TOKENS;-1;;                | line 3: TOKENS: value: expected a whole number from 0 to 1000000000, found '-1'",
                "TOKENS;1000000001;;        | line 3: TOKENS: value: expected a whole number from 0 to 1000000000, found '1000000001'",
                "TOKENS;99999999999999999999;; | line 3: TOKENS: value: expected a whole number from 0 to 1000000000",
                "TOKENS;007;;               | line 3: TOKENS: value: expected a whole number from 0 to 1000000000, found '007'",
                "TOKENS; 7;;                | line 3: TOKENS: value: expected a whole number from 0 to 1000000000, found ' 7'",
                "TOKENS;;;                  | line 3: TOKENS: value: expected a whole number from 0 to 1000000000, found nothing",
                "TOKENS;7;31.12.2026;       | line 3: TOKENS: From: expected a day such as 2027-12-31, or nothing, found '31.12.2026'",
                "TOKENS;7;;2026-02-30       | line 3: TOKENS: To: there is no such day: '2026-02-30'",
                "TOKENS;7;2026-12-31;2026-12-30 | line 3: TOKENS: To: expected 2026-12-31 or later, found 2026-12-30",
                "TOKENS;7;                  | line 3: expected Attribute;Value;From;To, with three semicolons; found 'TOKENS;7;'",
                "TOKENS;7;;;                | line 3: expected Attribute;Value;From;To, with three semicolons",
                "TOKENS                     | line 3: expected Attribute;Value;From;To, with three semicolons; found 'TOKENS'",
                "tokens;7;;                 | line 3: unknown attribute 'tokens'; expected one of ISSUE, PRODUCTLEVEL, TOKENS",
                "SOMETHING;7;;              | line 3: unknown attribute 'SOMETHING'; expected one of ISSUE, PRODUCTLEVEL, TOKENS",
                "TIMELIMIT;5;;2027-12-31    | line 3: TIMELIMIT: value: expected nothing, found '5'",
                "TIMELIMIT;;;               | line 3: TIMELIMIT: To: expected a day such as 2027-12-31, found nothing",
                "PARALLEL;0;;               | line 3: PARALLEL: value: expected a whole number from 1 to 10000, found '0'",
                "EXEMPTUSERS;10001;;        | line 3: EXEMPTUSERS: value: expected a whole number from 0 to 10000, found '10001'",
                "ANONYMOUS;NO;;             | line 3: ANONYMOUS: value: expected YES, found 'NO'",
                "SHADOW;;;                  | line 3: SHADOW: To: expected a day such as 2027-12-31, found nothing",
                "NUMBER OF NAMED CALS;10;;  | line 3: 'NUMBER OF NAMED CALS' is a line of QlikView's client access licenses (CALs)",
                "SESSION_CAL;10;;           | line 3: 'SESSION_CAL' is a line of QlikView's client access licenses (CALs)",
                "Qlik Sense Enterprise;;;   | line 3: a license for the product 'Qlik Sense Enterprise'; expected Passgate",
                "ANALYZER_TIME;600;;        | line 3: 'ANALYZER_TIME': analyzer capacity is granted by a signed license key only",
                "ANALYZER CAPACITY;600;;    | line 3: 'ANALYZER CAPACITY': analyzer capacity is granted by a signed license key only"
            })
    void aLineThatIsWrongIsNamedWithWhatWasFoundAndExpected(String line, String said) {
        ContractException e = refusal(signed(List.of(SERIAL, "Passgate;;;", line)));

        assertThat(e.reason()).isEqualTo(Reason.MALFORMED);
        assertThat(e.problems()).anyMatch(problem -> problem.startsWith("f, " + said));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        ContractException e = refusal("99990000 2782\nQlikView Server;;;\nPRODUCTLEVEL;10;;2018-01-30\n"
                + "NUMBER OF NAMED CALS;10;;\nTIMELIMIT;;;never\n4D7K-QX\n");

        assertThat(e.problems())
                .hasSize(7)
                .satisfiesExactly(
                        p -> assertThat(p).startsWith("f, line 1: expected the serial number, 16 digits"),
                        p -> assertThat(p)
                                .startsWith("f, line 2: a license for the product 'QlikView Server'; expected"),
                        p -> assertThat(p)
                                .startsWith("f, line 3: PRODUCTLEVEL: value: expected 50, found 10, which is"),
                        p -> assertThat(p).startsWith("f, line 4: 'NUMBER OF NAMED CALS' is a line of QlikView's"),
                        p -> assertThat(p).startsWith("f, line 5: TIMELIMIT: To: expected a day"),
                        p -> assertThat(p).isEqualTo("f: lacks a line ISSUE"),
                        p -> assertThat(p)
                                .startsWith("f, line 6: expected the issuer's signature")
                                .contains("'4D7K-QX'"));
        assertThat(e.words()).contains("line 1").contains("line 6").doesNotContain("\n");
    }

    @Test
    void tokensAndProfessionalOrAnalyzerExcludeEachOther() {
        assertThat(refusal(signed(with(TOKENS, "ANALYZER;5;;"))).problems())
                .singleElement()
                .asString()
                .startsWith("f, line 6: ANALYZER beside TOKENS in line 5: a License Enabler File grants tokens, or");
        assertThat(refusal(signed(with(USERS, "TOKENS;5;;"))).problems())
                .singleElement()
                .asString()
                .startsWith("f, line 8: TOKENS beside PROFESSIONAL in line 5");
    }

    @Test
    void anAttributeStandsOnce() {
        assertThat(refusal(signed(with(USERS, "ANALYZER;5;;"))).words())
                .isEqualTo("f, line 8: ANALYZER: expected once, stands in line 6 already");
    }

    @Test
    void aFileThatIsNoneIsToldSo() {
        assertThat(refusal("").words()).contains("found 0 lines");
        assertThat(refusal("eyJhbGciOiJFZERTQSJ9.e30.x").words()).contains("found 1 lines");
        assertThat(refusal("x".repeat(20_000)).words()).contains("is longer than 16384 characters");
        assertThat(refusal("\uFEFF" + signed(USERS)).words()).contains("f, line 1: expected printable ASCII");
        assertThat(refusal(signed(USERS).replace("ANALYZER;20", "\nANALYZER;20"))
                        .words())
                .contains("f, line 6: expected Attribute;Value;From;To, with three semicolons; found nothing");
    }

    @Test
    void whatWasFoundIsShownWithoutWhatATerminalWouldObey() {
        assertThat(refusal(signed(List.of(SERIAL, "Passgate;;;", "\u001b[2J" + "A".repeat(200) + ";;;")))
                        .words())
                .doesNotContain("\u001b")
                .doesNotContain("A".repeat(61));
    }

    @Test
    void lineEndsOfWindowsAndBlankLinesAtTheEndDoNotMatterButMixedOnesDo() throws Exception {
        String text = signed(USERS);
        EnablerFile file = read(text);

        assertThat(read(text.replace("\n", "\r\n"))).isEqualTo(file);
        assertThat(read(text + "\n\n")).isEqualTo(file);
        assertThat(read(text.replace("\n", "\r\n") + "\r\n")).isEqualTo(file);
        assertThat(read(text.stripTrailing())).isEqualTo(file);
        assertThat(refusal(text.replace("ANALYZER;20;;\n", "ANALYZER;20;;\r\n")).words())
                .startsWith("f, line 6: ends otherwise than line 1");
    }

    @Test
    void whereAnyBitIsFlippedItIsRefused() {
        byte[] bytes = signed(USERS).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < bytes.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                bytes[i] ^= (byte) (1 << bit);
                String flipped = new String(bytes, StandardCharsets.UTF_8);
                assertThatThrownBy(() -> read(flipped))
                        .as("byte %d, bit %d", i, bit)
                        .isInstanceOf(ContractException.class);
                bytes[i] ^= (byte) (1 << bit);
            }
        }
    }

    @Test
    void whereALineIsMissingTwiceOrMovedItIsRefused() {
        List<String> lines = signed(USERS).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            List<String> without = new ArrayList<>(lines);
            String line = without.remove(i);
            refusal(String.join("\n", without) + "\n");
            List<String> twice = new ArrayList<>(lines);
            twice.add(i, line);
            refusal(String.join("\n", twice) + "\n");
            if (i < lines.size() - 1) {
                without.add(i + 1, line);
                refusal(String.join("\n", without) + "\n");
            }
        }
    }

    @Test
    void onlyASignerOfLicenseEnablerFilesMaySignOne() {
        String text = signed(USERS);
        Signers keysOnly = Signers.of(ISSUER.signer(Set.of(Purpose.KEY, Purpose.ANSWER, Purpose.OFFLINE)));
        SigningKey other = SigningKey.make("issuer", new SecureRandom());

        assertThatThrownBy(() -> EnablerFile.read(text, keysOnly, "f"))
                .hasMessageContaining(
                        "f, line 8: signed with the key id issuer, which may not sign License Enabler Files");
        assertThatThrownBy(() -> EnablerFile.read(text, Signers.of(other.signer(Set.of(Purpose.LEF))), "f"))
                .hasMessageContaining("f, line 8: the signature is not that of issuer")
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SIGNATURE));
    }

    @Test
    void whatIsWrittenIsReadAgainAndNothingIsWrittenThatNoSiteWouldRead() throws Exception {
        EnablerFile file = read(signed(USERS));

        assertThat(file.write(ISSUER)).isEqualTo(signed(USERS));
        assertThatThrownBy(() -> new EnablerFile(SERIAL, List.of()).write(ISSUER))
                .hasMessageContaining("lacks a line ISSUE");
        assertThatThrownBy(() -> new EnablerFile("12", file.lines()).write(ISSUER))
                .hasMessageContaining("line 1: expected the serial number");
    }
}
