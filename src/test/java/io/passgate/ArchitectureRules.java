package io.passgate;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The rules of design.md §2 over any root package: {@code io.passgate}, or one of the planted roots that break a rule on
 * purpose. Immutable.
 *
 * @param root the package that holds those of the table
 * @param table which packages each may import
 */
record ArchitectureRules(String root, Map<String, Set<String>> table) {

    /** In the table: may import every other package. */
    static final String ANYTHING = "*";

    /** The pure core, which counts as one in the table. */
    static final List<String> CORE = List.of("identity", "session", "license", "decision");

    private static final Set<String> STARTERS = Set.of(
            "start",
            "submit",
            "execute",
            "schedule",
            "scheduleAtFixedRate",
            "scheduleWithFixedDelay",
            "invokeAll",
            "invokeAny",
            "runAsync",
            "supplyAsync",
            "thenRunAsync",
            "bind",
            "connect",
            "newTimeout",
            "startVirtualThread");

    /** The packages directly under the root that hold classes, at any depth. */
    Set<String> found(JavaClasses all) {
        return all.stream().map(this::home).collect(Collectors.toCollection(TreeSet::new));
    }

    /** A class imports of the other packages only what the table allows. */
    ArchRule importsKeepToTheTable() {
        return classes().should(condition("import only what the table allows", (type, found) -> {
            String from = home(type);
            Set<String> allowed = table.getOrDefault(from, Set.of());
            type.getDirectDependenciesFromSelf().forEach(dependency -> {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                String to = home(target);
                boolean ours = target.getPackageName().startsWith(root + ".");
                if (ours && !to.equals(from) && !allowed.contains(to) && !allowed.contains(ANYTHING)) {
                    found.add(SimpleConditionEvent.violated(
                            type, from + " may not import " + to + ": " + dependency.getDescription()));
                }
            });
        }));
    }

    /** No package depends on itself by way of others, whatever its depth. */
    ArchRule noCycles() {
        return slices().matching(root + ".(**)").should().beFreeOfCycles();
    }

    /** Nor do the packages of the table with all they hold. */
    ArchRule noCyclesBetweenThoseOfTheTable() {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    /** Time, chance and the world outside reach the pure core as arguments only. */
    ArchRule coreIsPure() {
        DescribedPredicate<JavaClass> world = resideInAnyPackage(
                        "java.io..",
                        "java.nio.file..",
                        "java.nio.channels..",
                        "java.net..",
                        "java.sql..",
                        "java.util.concurrent..",
                        "java.util.logging..",
                        "java.util.random..",
                        "org.slf4j..",
                        "io.netty..")
                .or(named(
                        "java.lang.Thread",
                        "java.lang.ThreadLocal",
                        "java.lang.Runtime",
                        "java.lang.ProcessBuilder",
                        "java.lang.System$Logger",
                        "java.time.Clock",
                        "java.time.InstantSource",
                        "java.util.Random",
                        "java.util.SplittableRandom",
                        "java.util.Timer",
                        "java.security.SecureRandom"));
        return classes()
                .that(resideInAnyPackage(
                        CORE.stream().map(name -> root + "." + name + "..").toArray(String[]::new)))
                .should(condition("have no clock, chance, input, output, logger or thread", (type, found) -> {
                    type.getDirectDependenciesFromSelf().stream()
                            .filter(d -> world.test(d.getTargetClass()))
                            .forEach(d -> found.add(SimpleConditionEvent.violated(type, d.getDescription())));
                    type.getMethodCallsFromSelf().stream()
                            .filter(call -> ambient(call.getTargetOwner().getName(), call.getName()))
                            .forEach(call -> found.add(SimpleConditionEvent.violated(type, call.getDescription())));
                }));
    }

    private static boolean ambient(String owner, String method) {
        return (owner.startsWith("java.time.") && method.equals("now"))
                || (owner.equals("java.lang.System")
                        && !method.equals("identityHashCode")
                        && !method.equals("arraycopy"))
                || (owner.equals("java.util.UUID") && method.equals("randomUUID"))
                || (owner.equals("java.util.Collections") && method.equals("shuffle"))
                || ((owner.equals("java.lang.Math") || owner.equals("java.lang.StrictMath")) && method.equals("random"))
                || (owner.equals("java.util.Locale") && method.equals("getDefault"))
                || (owner.equals("java.time.ZoneId") && method.equals("systemDefault"))
                || (owner.equals("java.util.TimeZone") && method.equals("getDefault"));
    }

    /** Those libraries are used in these packages and nowhere else. */
    ArchRule onlyIn(List<String> packages, String... libraries) {
        return noClasses()
                .that(resideOutsideOfPackages(
                        packages.stream().map(name -> root + "." + name + "..").toArray(String[]::new)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(libraries));
    }

    /** Static fields are constants. */
    ArchRule noMutableStatics() {
        DescribedPredicate<JavaClass> mutable = resideInAnyPackage("java.util.concurrent..")
                .or(named("java.lang.ThreadLocal", "java.lang.StringBuilder", "java.util.Random", "java.util.BitSet"))
                .or(describe(
                        "mutable collections",
                        type -> type.getPackageName().equals("java.util")
                                && !type.isInterface()
                                && (type.isAssignableTo(java.util.Collection.class) || type.isAssignableTo(Map.class))
                                && !type.getSimpleName().startsWith("Immutable")));
        return classes().should(condition("have no mutable static fields", (type, found) -> type.getFields().stream()
                .filter(field -> field.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.STATIC))
                .filter(field ->
                        !field.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC))
                .filter(field -> !field.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
                        || mutable.test(field.getRawType()))
                .forEach(field -> found.add(SimpleConditionEvent.violated(type, field.getDescription())))));
    }

    /** Objects are wired by hand: nothing is looked up, made or injected by name. */
    ArchRule noReflectionWiring() {
        Set<String> ofClass = Set.of(
                "forName",
                "newInstance",
                "getConstructor",
                "getConstructors",
                "getDeclaredConstructor",
                "getDeclaredConstructors",
                "getMethod",
                "getMethods",
                "getDeclaredMethod",
                "getDeclaredMethods",
                "getField",
                "getFields",
                "getDeclaredField",
                "getDeclaredFields");
        DescribedPredicate<JavaClass> wiring = resideInAnyPackage(
                        "java.lang.reflect..",
                        "javax.inject..",
                        "jakarta.inject..",
                        "com.google.inject..",
                        "org.springframework..")
                .or(named("java.util.ServiceLoader"));
        return classes().should(condition("be wired by hand", (type, found) -> {
            type.getDirectDependenciesFromSelf().stream()
                    .filter(d -> wiring.test(d.getTargetClass()))
                    .forEach(d -> found.add(SimpleConditionEvent.violated(type, d.getDescription())));
            type.getMethodCallsFromSelf().stream()
                    .filter(call ->
                            call.getTargetOwner().isEquivalentTo(Class.class) && ofClass.contains(call.getName()))
                    .forEach(call -> found.add(SimpleConditionEvent.violated(type, call.getDescription())));
        }));
    }

    /** Making an object starts no thread, task, listener or connection; what a lambda holds runs later. */
    ArchRule constructorsStartNothing() {
        return classes().should(condition("start nothing in a constructor", (type, found) -> type.getConstructors()
                .forEach(constructor -> reachable(type, constructor.getFullName(), new TreeSet<>()).stream()
                        .flatMap(unit -> type.getMethodCallsFromSelf().stream()
                                .filter(call -> call.getOrigin().getFullName().equals(unit))
                                .filter(call -> !call.isDeclaredInLambda()))
                        .filter(call -> STARTERS.contains(call.getName()))
                        .filter(call -> runs(call.getTargetOwner()))
                        .forEach(call -> found.add(SimpleConditionEvent.violated(type, call.getDescription()))))));
    }

    private static Set<String> reachable(JavaClass type, String unit, Set<String> seen) {
        if (seen.add(unit)) {
            type.getMethodCallsFromSelf().stream()
                    .filter(call -> call.getOrigin().getFullName().equals(unit) && !call.isDeclaredInLambda())
                    .filter(call -> call.getTargetOwner().equals(type))
                    .forEach(call -> reachable(type, call.getTarget().getFullName(), seen));
        }
        return seen;
    }

    private static boolean runs(JavaClass owner) {
        return owner.isAssignableTo(Thread.class)
                || owner.isAssignableTo(java.util.concurrent.Executor.class)
                || owner.isAssignableTo(java.util.concurrent.CompletionStage.class)
                || owner.isAssignableTo(java.util.Timer.class)
                || owner.getPackageName().startsWith("java.net")
                || owner.getPackageName().startsWith("java.nio.channels")
                || owner.getPackageName().startsWith("io.netty.bootstrap")
                || owner.getPackageName().startsWith("io.netty.channel")
                || owner.getPackageName().startsWith("io.netty.util");
    }

    /** Every package, at any depth, says what it is for and is null-marked. */
    ArchRule packagesSayWhatTheyAre() {
        return classes().should(condition("be in a package with a null-marked package-info", (type, found) -> {
            boolean marked = type.getPackage()
                    .tryGetPackageInfo()
                    .map(info -> info.isAnnotatedWith(org.jspecify.annotations.NullMarked.class))
                    .orElse(false);
            if (!marked) {
                found.add(SimpleConditionEvent.violated(
                        type, type.getPackageName() + " has no null-marked package-info"));
            }
        }));
    }

    private String home(JavaClass type) {
        String below = (type.getPackageName() + ".")
                .substring(Math.min(root.length() + 1, type.getPackageName().length()));
        return below.substring(0, Math.max(0, below.indexOf('.')));
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        Set<String> all = Arrays.stream(names).collect(Collectors.toSet());
        return describe(
                "named " + all, type -> all.contains(type.getBaseComponentType().getName()));
    }

    private static ArchCondition<JavaClass> condition(
            String description, BiConsumer<JavaClass, ConditionEvents> check) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents found) {
                check.accept(type, found);
            }
        };
    }
}
