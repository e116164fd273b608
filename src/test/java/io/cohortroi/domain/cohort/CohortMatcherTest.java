package io.cohortroi.domain.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortroi.domain.cohort.CohortDefinition.Thresholds;
import io.cohortroi.domain.cohort.CohortMatcher.Match;
import io.cohortroi.domain.cohort.CohortMatcher.Reason;
import io.cohortroi.domain.cohort.Rule.AttributeIn;
import io.cohortroi.domain.cohort.Rule.Comparison;
import io.cohortroi.domain.cohort.Rule.Relation;
import io.cohortroi.domain.cohort.Rule.Trait;
import io.cohortroi.domain.cohort.Rule.TraitCompared;
import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.learner.Traits;
import io.cohortroi.domain.reference.Versioned;
import io.cohortroi.domain.roi.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CohortMatcherTest {
    private static final Rule SALES = new AttributeIn("department", Set.of("Sales", "Support"));
    private static final Rule FAST = new TraitCompared(Trait.LEARNING_VELOCITY, Relation.GTE, 0.7);
    private static final Map<String, String> IN_SALES = Map.of("department", "Sales");
    private static final Map<String, String> IN_LEGAL = Map.of("department", "Legal");

    @Test
    void shouldTakeTheProfilesWordBeforeAnyRule() {
        assertThat(match("cohort-009", IN_SALES, traits(0.9), rule("a", SALES)))
                .isEqualTo(new Match("cohort-009", Reason.EXPLICIT, 0, 0));
    }

    @Test
    void shouldTakeTheFirstDefinitionWhoseRuleHolds() {
        assertThat(match(null, IN_SALES, traits(0.9), rule("a", FAST), rule("b", SALES)))
                .isEqualTo(new Match("a", Reason.RULE, 1, 0));
        assertThat(match(null, IN_SALES, traits(0.3), rule("a", FAST), rule("b", SALES)))
                .isEqualTo(new Match("b", Reason.RULE, 1, 0));
    }

    @Test
    void shouldTakeTheNearestWhereNoRuleHolds() {
        Rule faster = new TraitCompared(Trait.LEARNING_VELOCITY, Relation.GTE, 0.75);

        Match found = match(null, IN_SALES, traits(0.62), rule("a", faster), rule("b", FAST));

        assertThat(found.cohort()).isEqualTo("b");
        assertThat(found.reason()).isEqualTo(Reason.NEAREST);
        assertThat(found.distance()).isEqualTo(0.08, within(1e-9));
    }

    @Test
    void shouldTakeTheOneOfHigherPriorityOfTwoEquallyNear() {
        assertThat(match(null, IN_SALES, traits(0.6), rule("z", FAST), rule("a", FAST))
                        .cohort())
                .isEqualTo("z");
    }

    @Test
    void shouldCallNobodyNearBeyondAFifth() {
        assertThat(match(null, IN_SALES, traits(0.51), rule("a", FAST)).cohort())
                .isEqualTo("a");
        assertThat(match(null, IN_SALES, traits(0.49), rule("a", FAST)))
                .isEqualTo(new Match("unassigned", Reason.NONE, 0, 0));
    }

    @Test
    void shouldNotOverruleAnAttributeByTraits() {
        Rule both = new Rule.All(List.of(SALES, FAST));

        assertThat(match(null, IN_SALES, traits(0.65), rule("a", both)).cohort())
                .isEqualTo("a");
        assertThat(match(null, IN_LEGAL, traits(0.95), rule("a", both)).cohort())
                .isEqualTo("unassigned");
        assertThat(match(null, IN_LEGAL, traits(0.95), rule("a", SALES)).cohort())
                .isEqualTo("unassigned");
    }

    @Test
    void shouldCallNobodyNearOfWhomNothingWasSeen() {
        Rule nearTheMiddle = new TraitCompared(Trait.LEARNING_VELOCITY, Relation.GTE, 0.6);

        assertThat(match(null, IN_SALES, null, rule("a", nearTheMiddle), made("b", Archetype.GENERALIST))
                        .cohort())
                .isEqualTo("unassigned");
    }

    @Test
    void shouldBeNearTheArchetypeACohortWithoutRuleIsMadeFor() {
        CohortDefinition fast = made("fast", Archetype.FAST_LEARNER);
        CohortDefinition powerful = made("powerful", Archetype.POWER_USER);
        Traits traits = new Traits(0.91, 0.40, 0.85, 0.2, 0.60);

        assertThat(match(null, IN_SALES, traits, powerful, fast).cohort()).isEqualTo("fast");
        assertThat(match(null, IN_SALES, traits, powerful).distance()).isEqualTo(0.06, within(1e-9));
        assertThat(match(null, IN_SALES, traits, made("keepers", Archetype.LONG_TERM_RETAINER))
                        .cohort())
                .isEqualTo("unassigned");
    }

    @Test
    void shouldNotAskForTraitsThatNoDefinitionDependsOn() {
        Match found = CohortMatcher.match(
                null,
                IN_LEGAL,
                () -> {
                    throw new AssertionError("nobody needs them");
                },
                versioned(rule("a", SALES)));

        assertThat(found.cohort()).isEqualTo("unassigned");
    }

    @Test
    void shouldMeasureTheWayToARuleThatHolds() {
        Rule slow = new TraitCompared(Trait.LEARNING_VELOCITY, Relation.LT, 0.5);
        Rule loyal = new TraitCompared(Trait.RETENTION_STRENGTH, Relation.GT, 0.9);
        Traits traits = new Traits(0.62, 0.5, 0.5, 0.5, 0.6);

        assertThat(distance(new Rule.All(List.of(FAST, loyal)), traits)).isEqualTo(0.3, within(1e-9));
        assertThat(distance(new Rule.Any(List.of(FAST, loyal)), traits)).isEqualTo(0.08, within(1e-9));
        assertThat(distance(new Rule.Not(slow), traits)).isZero();
        assertThat(distance(slow, traits)).isEqualTo(0.12, within(1e-9));
        assertThat(distance(new Rule.Not(new Rule.Any(List.of(new Rule.Not(FAST), slow))), traits))
                .isEqualTo(0.08, within(1e-9));
        assertThat(distance(new Rule.Not(new Rule.All(List.of(SALES, new Rule.Not(FAST)))), traits))
                .isEqualTo(0.08, within(1e-9));
        assertThat(distance(new Rule.Not(SALES), traits)).isInfinite();
        assertThat(distance(new Rule.AttributeExists("level", true), traits)).isInfinite();
    }

    @Test
    void shouldTellWhatWasAskedAndFound() {
        Rule rule = new Rule.All(
                List.of(SALES, new Rule.Not(new Rule.AttributeExists("level", true)), new Rule.Any(List.of(FAST))));
        List<Comparison> told = new ArrayList<>();

        assertThat(rule.words())
                .isEqualTo("(department in Sales, Support and not level exists and (learning_velocity >= 0.7))");
        rule.tell(IN_LEGAL, traits(0.62), true, told::add);

        assertThat(told)
                .containsExactly(
                        new Comparison("department in Sales, Support", "Legal", false),
                        new Comparison("not level exists", "-", true),
                        new Comparison("learning_velocity >= 0.7", "0.620", false));
    }

    private static double distance(Rule rule, Traits traits) {
        double distance = rule.distance(IN_SALES, traits, true);
        assertThat(rule.matches(IN_SALES, traits)).isEqualTo(distance == 0);
        return distance;
    }

    private static Match match(
            @Nullable String explicit,
            Map<String, String> attributes,
            @Nullable Traits traits,
            CohortDefinition... definitions) {
        return CohortMatcher.match(explicit, attributes, () -> traits, versioned(definitions));
    }

    private static Traits traits(double velocity) {
        return new Traits(velocity, 0.5, 0.5, 0.5, 0.5);
    }

    private static CohortDefinition rule(String id, Rule rule) {
        return new CohortDefinition(id, id, true, 0, null, rule, Thresholds.NONE);
    }

    private static CohortDefinition made(String id, Archetype archetype) {
        return new CohortDefinition(id, id, true, 0, archetype, null, Thresholds.NONE);
    }

    private static List<Versioned<CohortDefinition>> versioned(CohortDefinition... definitions) {
        return Arrays.stream(definitions)
                .map(definition -> new Versioned<>(definition, 1, Instant.EPOCH, Place.BUILT_IN))
                .toList();
    }
}
