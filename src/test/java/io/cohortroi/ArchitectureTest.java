package io.cohortroi;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The houses and what keeps them apart: {@code runtime -> topology -> domain}, {@code connect} alone. Before you add an
 * exception here, think of the person who will look for the rule and find the exception.
 *
 * <p>Every rule is checked twice: our classes keep it, and the class in {@code io.cohortroi.planted} that breaks it is found.
 */
class ArchitectureTest {

    private static final String OURS = "io.cohortroi";
    private static final String PLANTED = "io.cohortroi.planted";

    private static final JavaClasses MAIN_CLASSES = new ClassFileImporter().importPath(Path.of("target/classes"));
    private static final JavaClasses PLANTED_CLASSES =
            new ClassFileImporter().importPath(Path.of("target/test-classes/io/cohortroi/planted"));

    /** What {@code domain} may know: a JDK without files, network, clock and chance. */
    private static final String[] PURE = {
        "java.lang..",
        "java.math",
        "java.nio",
        "java.nio.charset",
        "java.security",
        "java.time..",
        "java.util",
        "java.util.function",
        "java.util.regex",
        "java.util.stream",
        "javax.crypto..",
        "org.jspecify.annotations"
    };

    /** What a Connect worker has before it loads the lean jar, and the JDK. */
    private static final String[] GIVEN_BY_CONNECT = {
        "java..",
        "org.apache.kafka.clients..",
        "org.apache.kafka.common..",
        "org.apache.kafka.connect..",
        "org.slf4j..",
        "org.jspecify.annotations"
    };

    private static final String[] KAFKA_SERVER = {
        "kafka..",
        "org.apache.kafka.controller..",
        "org.apache.kafka.coordinator..",
        "org.apache.kafka.image..",
        "org.apache.kafka.metadata..",
        "org.apache.kafka.raft..",
        "org.apache.kafka.server..",
        "org.apache.kafka.storage.."
    };

    enum Rule {
        DOMAIN_IS_PURE("ReadsAFile KnowsKafka KnowsTheTopology") {
            @Override
            ArchRule in(String root) {
                return noClasses()
                        .that()
                        .resideInAPackage(root + ".domain..")
                        .should()
                        .dependOnClassesThat(outside(root + ".domain..", PURE));
            }
        },
        TIME_AND_CHANCE_ARE_PARAMETERS("LooksAtTheClock ThrowsDice KnowsTheTime") {
            @Override
            ArchRule in(String root) {
                return noClasses()
                        .that()
                        .resideInAnyPackage(root + ".domain..", root + ".topology..")
                        .should()
                        .callCodeUnitWhere(asksForTimeOrChance());
            }
        },
        TOPOLOGY_DOES_NOT_LOOK_UP("KnowsTheRuntime") {
            @Override
            ArchRule in(String root) {
                return noClasses()
                        .that()
                        .resideInAPackage(root + ".topology..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(root + ".runtime..", root + ".connect..");
            }
        },
        CONNECT_STANDS_ALONE("KnowsUs NeedsAnotherJar") {
            @Override
            ArchRule in(String root) {
                return noClasses()
                        .that()
                        .resideInAPackage(root + ".connect..")
                        .should()
                        .dependOnClassesThat(outside(root + ".connect..", GIVEN_BY_CONNECT));
            }
        },
        KAFKA_SERVER_ONLY_IN_BROKER("StartsABroker") {
            @Override
            ArchRule in(String root) {
                return noClasses()
                        .that()
                        .resideOutsideOfPackage(root + ".runtime.broker..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(KAFKA_SERVER);
            }
        },
        ENVIRONMENT_ONLY_IN_CONFIG("ReadsTheEnvironment") {
            @Override
            ArchRule in(String root) {
                return noClasses()
                        .that()
                        .resideOutsideOfPackage(root + ".runtime.config..")
                        .should()
                        .callMethod(System.class, "getenv")
                        .orShould()
                        .callMethod(System.class, "getenv", String.class);
            }
        },
        STATIC_FIELDS_ARE_FINAL("CountsInAStatic") {
            @Override
            ArchRule in(String root) {
                return fields().that(areStaticAndWritten()).should().beFinal();
            }
        },
        STATICS_DO_NOT_REMEMBER("RemembersInAStatic") {
            @Override
            ArchRule in(String root) {
                return classes().should(keepNothingMutableInStatics());
            }
        },
        PACKAGES_ARE_NULL_MARKED("InAPackageWithoutNullMarked") {
            @Override
            ArchRule in(String root) {
                return classes().should(beInANullMarkedPackage());
            }
        };

        private final String broken;

        Rule(String broken) {
            this.broken = broken;
        }

        abstract ArchRule in(String root);
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void shouldBeKeptByOurClasses(Rule rule) {
        assertThat(MAIN_CLASSES)
                .hasSizeGreaterThan(50)
                .noneMatch(c -> c.getPackageName().startsWith(PLANTED));
        rule.in(OURS).allowEmptyShould(true).check(MAIN_CLASSES);
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void shouldFindThePlantedViolation(Rule rule) {
        String found =
                rule.in(PLANTED).evaluate(PLANTED_CLASSES).getFailureReport().toString();

        assertThat(List.of(rule.broken.split(" ", -1)))
                .allSatisfy(name -> assertThat(found).contains("." + name));
    }

    private static DescribedPredicate<JavaClass> outside(String own, String... allowed) {
        List<String> packages = new ArrayList<>(Arrays.asList(allowed));
        packages.add(own);
        return resideOutsideOfPackages(packages.toArray(String[]::new))
                .and(not(JavaClass.Predicates.equivalentTo(void.class)))
                .and(DescribedPredicate.describe(
                        "of more than primitives",
                        c -> !c.getBaseComponentType().isPrimitive()));
    }

    private static DescribedPredicate<JavaCall<?>> asksForTimeOrChance() {
        Set<String> asks = Set.of(
                "java.lang.System.currentTimeMillis",
                "java.lang.System.nanoTime",
                "java.lang.Math.random",
                "java.util.UUID.randomUUID");
        return DescribedPredicate.describe("ask for time or chance", call -> {
            JavaClass owner = call.getTargetOwner();
            boolean now = call.getName().equals("now") && owner.getPackageName().startsWith("java.time");
            boolean clock = owner.getFullName().equals("java.time.Clock")
                    && call.getName().startsWith("system");
            boolean unseeded = owner.isEquivalentTo(Random.class)
                    && call instanceof JavaConstructorCall
                    && call.getTarget().getRawParameterTypes().isEmpty();
            boolean otherChance = owner.isEquivalentTo(ThreadLocalRandom.class)
                    || owner.isEquivalentTo(java.security.SecureRandom.class);
            return now || clock || unseeded || otherChance || asks.contains(owner.getFullName() + "." + call.getName());
        });
    }

    private static DescribedPredicate<JavaField> areStaticAndWritten() {
        return DescribedPredicate.describe(
                "are static",
                field -> field.getModifiers().contains(JavaModifier.STATIC)
                        && !field.getModifiers().contains(JavaModifier.SYNTHETIC));
    }

    /** A static of a class made for change, or a collection made in a static initialiser and kept as it is. */
    private static ArchCondition<JavaClass> keepNothingMutableInStatics() {
        return new ArchCondition<>("keep nothing mutable in statics") {
            @Override
            public void check(JavaClass owner, ConditionEvents events) {
                boolean collects = owner.getStaticInitializer().stream()
                        .flatMap(initializer -> initializer.getConstructorCallsFromSelf().stream())
                        .anyMatch(call -> isMutableCollection(call.getTargetOwner()));
                for (JavaField field : owner.getFields()) {
                    if (!field.getModifiers().contains(JavaModifier.STATIC)) {
                        continue;
                    }
                    JavaClass type = field.getRawType();
                    boolean holder = type.getPackageName().equals("java.util.concurrent.atomic")
                            || type.isAssignableTo(ThreadLocal.class)
                            || isMutableCollection(type);
                    boolean collection = type.isEquivalentTo(Map.class)
                            || type.isEquivalentTo(Collection.class)
                            || type.isEquivalentTo(List.class)
                            || type.isEquivalentTo(Set.class);
                    if (holder || (collection && collects)) {
                        events.add(SimpleConditionEvent.violated(field, field.getFullName() + " can change"));
                    }
                }
            }
        };
    }

    private static boolean isMutableCollection(JavaClass type) {
        return !type.isInterface()
                && type.getPackageName().startsWith("java.util")
                && !type.getSimpleName().startsWith("Immutable")
                && (type.isAssignableTo(Map.class)
                        || type.isAssignableTo(Collection.class)
                        || type.isAssignableTo(ArrayDeque.class));
    }

    private static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return new ArchCondition<>("be in a package that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage()
                        .tryGetPackageInfo()
                        .map(info -> info.isAnnotatedWith(NullMarked.class))
                        .orElse(false);
                if (!marked && !type.getSimpleName().equals("package-info")) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getFullName() + ": " + type.getPackageName() + " is not @NullMarked"));
                }
            }
        };
    }
}
