package io.passgate;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The house as design.md §2 draws it. Each rule is held against the classes of the gate, and against classes planted to break it:
 * a rule that cannot fail is no rule.
 */
class ArchitectureTest {

    /**
     * Which packages each may import, one line for each package that exists; {@code core} stands for the pure core, {@code *}
     * for anything. A package joins with its first class.
     */
    private static final String TABLE =
            """
            identity:
            session: identity
            license: identity
            decision: session license identity
            admission: core
            wire:
            tls:
            hub: wire
            front: core hub tls wire
            authn: admission core hub wire
            page: core
            gatekeeper: admission core authn front hub page wire
            store: admission core
            contract: identity license
            backend: admission license contract tls rest
            rest: tls
            issuer: identity license contract rest
            telemetry: admission core
            alerts: admission core tls
            admin: admission core telemetry rest
            demo: rest issuer
            config: core wire hub front authn page gatekeeper store backend admin telemetry alerts
            doctor: core wire tls hub authn gatekeeper front store admission backend admin telemetry alerts config
            app: *
            cli: *
            """;

    private static final List<String> NETTY = List.of("wire", "front", "hub", "authn", "rest", "app", "demo");
    private static final List<String> THROW_AWAY_CERTIFICATES = List.of("demo", "app");
    private static final List<String> JDBC = List.of("store", "issuer");
    private static final List<String> BOUNCY_CASTLE = List.of("contract");

    private static final JavaClasses GATE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.passgate");

    /**
     * A rule, and where it is broken on purpose.
     *
     * @param name of the rule
     * @param rule over a root package
     * @param planted the package under {@code io.passgate.planted} that breaks it
     * @param culprits simple names of the classes that must be reported, each of them
     */
    private record Case(
            String name, Function<ArchitectureRules, ArchRule> rule, String planted, List<String> culprits) {}

    private static final List<Case> CASES = List.of(
            new Case(
                    "imports keep to the table",
                    ArchitectureRules::importsKeepToTheTable,
                    "imports",
                    List.of("identity may not import store", "decision may not import admission")),
            new Case("no cycles", ArchitectureRules::noCycles, "cycles", List.of("cycles.store", "cycles.store.inner")),
            new Case(
                    "no cycles between the packages of the table",
                    ArchitectureRules::noCyclesBetweenThoseOfTheTable,
                    "cycles",
                    List.of("cycles.page", "cycles.hub")),
            new Case(
                    "the core is pure",
                    ArchitectureRules::coreIsPure,
                    "impure",
                    List.of(
                            "ReadsInstant",
                            "ReadsLocalDate",
                            "ReadsMillis",
                            "HoldsClock",
                            "DrawsUuid",
                            "DrawsRandom",
                            "DrawsMath",
                            "DrawsSecure",
                            "DrawsThreadLocal",
                            "ReadsFile",
                            "OpensConnection",
                            "Prints",
                            "Logs",
                            "StartsThread",
                            "HoldsExecutor",
                            "AsksLocale")),
            new Case(
                    "Netty keeps to its rooms",
                    rules -> rules.onlyIn(NETTY, "io.netty.."),
                    "netty",
                    List.of("DecodesInStore")),
            new Case(
                    "throw-away certificates are the demo's",
                    rules -> rules.onlyIn(THROW_AWAY_CERTIFICATES, "io.netty.pkitesting.."),
                    "netty",
                    List.of("MakesCertificate")),
            new Case(
                    "JDBC keeps to its rooms",
                    rules -> rules.onlyIn(
                            JDBC, "java.sql..", "javax.sql..", "org.jdbi..", "org.flywaydb..", "org.sqlite.."),
                    "jdbc",
                    List.of("QueriesInAdmin")),
            new Case(
                    "Bouncy Castle keeps to its room",
                    rules -> rules.onlyIn(BOUNCY_CASTLE, "org.bouncycastle.."),
                    "castle",
                    List.of("SignsInBackend")),
            new Case(
                    "no mutable statics",
                    ArchitectureRules::noMutableStatics,
                    "statics",
                    List.of("Counts", "Remembers", "Collects")),
            new Case(
                    "no reflection wiring",
                    ArchitectureRules::noReflectionWiring,
                    "wiring",
                    List.of("FindsByName", "LoadsServices", "CallsConstructor")),
            new Case(
                    "constructors start nothing",
                    ArchitectureRules::constructorsStartNothing,
                    "starting",
                    List.of("StartsThread", "SchedulesByMethod", "BindsPort")),
            new Case(
                    "packages say what they are",
                    ArchitectureRules::packagesSayWhatTheyAre,
                    "silent",
                    List.of("io.passgate.planted.silent.store has no")));

    private static ArchitectureRules rules(String root) {
        Map<String, Set<String>> table = new TreeMap<>();
        TABLE.lines().forEach(line -> {
            String[] row = line.split(":", 2);
            table.put(
                    row[0],
                    Stream.of(row[1].trim().split(" +"))
                            .filter(name -> !name.isEmpty())
                            .flatMap(name -> name.equals("core") ? ArchitectureRules.CORE.stream() : Stream.of(name))
                            .collect(Collectors.toSet()));
        });
        return new ArchitectureRules(root, table);
    }

    @Test
    void tableNamesExactlyThePackagesThatExist() {
        ArchitectureRules rules = rules("io.passgate");

        assertThat(rules.found(GATE)).isEqualTo(rules.table().keySet());
    }

    @Test
    void everyPackageThatARowNamesExists() {
        ArchitectureRules rules = rules("io.passgate");

        assertThat(rules.table().values().stream().flatMap(Set::stream).distinct())
                .isSubsetOf(Stream.concat(rules.table().keySet().stream(), Stream.of(ArchitectureRules.ANYTHING))
                        .toList());
    }

    @TestFactory
    Stream<DynamicTest> gateKeepsEachRule() {
        return CASES.stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.name(), () -> one.rule().apply(rules("io.passgate")).check(GATE)));
    }

    @TestFactory
    Stream<DynamicTest> eachRuleFailsWhereItIsBroken() {
        return CASES.stream()
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    String root = "io.passgate.planted." + one.planted();
                    JavaClasses planted = new ClassFileImporter().importPackages(root);

                    String report = String.join(
                            "\n",
                            one.rule()
                                    .apply(rules(root))
                                    .evaluate(planted)
                                    .getFailureReport()
                                    .getDetails());

                    assertThat(report).contains(one.culprits());
                    assertThat(report).doesNotContain("Innocent");
                }));
    }

    @Test
    void packageThatIsNotInTheTableIsFound() {
        ArchitectureRules planted = rules("io.passgate.planted.imports");

        assertThat(planted.found(new ClassFileImporter().importPackages(planted.root())))
                .contains("store", "identity")
                .isNotEqualTo(planted.table().keySet());
    }
}
