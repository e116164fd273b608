package io.cohortroi.domain.cohort;

import io.cohortroi.domain.learner.Traits;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A condition on a learner. {@code {"all":[{"attribute":"department","in":["Sales","Support"]},
 * {"trait":"learning_velocity","gte":0.7}]}} holds for a fast learner in Sales. An attribute that the profile does not
 * have equals nothing.
 */
public sealed interface Rule {
    /**
     * How far the learner is from a rule that holds: by how much the trait furthest off would have to change, in [0, 1].
     * 0 where it holds; infinite where no change of traits would do, because an attribute stands against it.
     *
     * <p>Worked: the rule above, for velocity 0.62 in Sales, is 0.08 away; for anybody in Legal it is out of reach.
     *
     * @param wanted false for the distance from a rule that does not hold
     */
    double distance(Map<String, String> attributes, Traits traits, boolean wanted);

    /** The rule as a person would write it: {@code (department in Sales, Support and learning_velocity >= 0.7)}. */
    String words();

    /** Tells every comparison of the rule, in its order. */
    void tell(Map<String, String> attributes, Traits traits, boolean wanted, Consumer<Comparison> to);

    /** Whether the answer can change while the profile does not. */
    boolean dependsOnTraits();

    default boolean matches(Map<String, String> attributes, Traits traits) {
        return matches(attributes, traits, true);
    }

    /** Whether the rule holds, or for {@code wanted} false, does not. */
    boolean matches(Map<String, String> attributes, Traits traits, boolean wanted);

    /**
     * One comparison with what was found.
     *
     * @param asked in words, such as {@code department in Sales, Support} or {@code learning_velocity >= 0.7}
     * @param found the learner's value; {@code -} for an attribute that the profile does not have
     */
    record Comparison(String asked, String found, boolean holds) {}

    /** The attribute's value is one of {@code values}. */
    record AttributeIn(String attribute, Set<String> values) implements Rule {
        public AttributeIn {
            values = Set.copyOf(values);
        }

        @Override
        public boolean matches(Map<String, String> attributes, Traits traits, boolean wanted) {
            String value = attributes.get(attribute);
            return (value != null && values.contains(value)) == wanted;
        }

        @Override
        public double distance(Map<String, String> attributes, Traits traits, boolean wanted) {
            return matches(attributes, traits, wanted) ? 0 : Double.POSITIVE_INFINITY;
        }

        @Override
        public void tell(Map<String, String> attributes, Traits traits, boolean wanted, Consumer<Comparison> to) {
            to.accept(new Comparison(
                    wanted ? words() : "not " + words(),
                    attributes.getOrDefault(attribute, "-"),
                    matches(attributes, traits, wanted)));
        }

        @Override
        public String words() {
            return attribute + " in " + String.join(", ", new TreeSet<>(values));
        }

        @Override
        public boolean dependsOnTraits() {
            return false;
        }
    }

    /** The profile has the attribute, or has it not. */
    record AttributeExists(String attribute, boolean expected) implements Rule {
        @Override
        public boolean matches(Map<String, String> attributes, Traits traits, boolean wanted) {
            return (attributes.containsKey(attribute) == expected) == wanted;
        }

        @Override
        public double distance(Map<String, String> attributes, Traits traits, boolean wanted) {
            return matches(attributes, traits, wanted) ? 0 : Double.POSITIVE_INFINITY;
        }

        @Override
        public void tell(Map<String, String> attributes, Traits traits, boolean wanted, Consumer<Comparison> to) {
            to.accept(new Comparison(
                    wanted ? words() : "not " + words(),
                    attributes.getOrDefault(attribute, "-"),
                    matches(attributes, traits, wanted)));
        }

        @Override
        public String words() {
            return attribute + (expected ? " exists" : " does not exist");
        }

        @Override
        public boolean dependsOnTraits() {
            return false;
        }
    }

    /** The trait, in [0, 1], stands in that relation to {@code bound}. */
    record TraitCompared(Trait trait, Relation relation, double bound) implements Rule {
        @Override
        public boolean matches(Map<String, String> attributes, Traits traits, boolean wanted) {
            return relation.holds(trait.of(traits), bound) == wanted;
        }

        @Override
        public double distance(Map<String, String> attributes, Traits traits, boolean wanted) {
            return matches(attributes, traits, wanted) ? 0 : Math.abs(trait.of(traits) - bound);
        }

        @Override
        public void tell(Map<String, String> attributes, Traits traits, boolean wanted, Consumer<Comparison> to) {
            to.accept(new Comparison(
                    wanted ? words() : "not " + words(),
                    String.format(Locale.ROOT, "%.3f", trait.of(traits)),
                    matches(attributes, traits, wanted)));
        }

        @Override
        public String words() {
            return trait.label() + " " + relation.sign + " " + bound;
        }

        @Override
        public boolean dependsOnTraits() {
            return true;
        }
    }

    /** Every one of them holds; never empty. */
    record All(List<Rule> rules) implements Rule {
        public All {
            rules = List.copyOf(rules);
        }

        @Override
        public boolean matches(Map<String, String> attributes, Traits traits, boolean wanted) {
            return rules.stream().allMatch(rule -> rule.matches(attributes, traits, true)) == wanted;
        }

        @Override
        public double distance(Map<String, String> attributes, Traits traits, boolean wanted) {
            return wanted ? furthest(rules, attributes, traits, true) : nearest(rules, attributes, traits, false);
        }

        @Override
        public void tell(Map<String, String> attributes, Traits traits, boolean wanted, Consumer<Comparison> to) {
            rules.forEach(rule -> rule.tell(attributes, traits, wanted, to));
        }

        @Override
        public String words() {
            return joined(rules, " and ");
        }

        @Override
        public boolean dependsOnTraits() {
            return rules.stream().anyMatch(Rule::dependsOnTraits);
        }
    }

    /** At least one of them holds; never empty. */
    record Any(List<Rule> rules) implements Rule {
        public Any {
            rules = List.copyOf(rules);
        }

        @Override
        public boolean matches(Map<String, String> attributes, Traits traits, boolean wanted) {
            return rules.stream().anyMatch(rule -> rule.matches(attributes, traits, true)) == wanted;
        }

        @Override
        public double distance(Map<String, String> attributes, Traits traits, boolean wanted) {
            return wanted ? nearest(rules, attributes, traits, true) : furthest(rules, attributes, traits, false);
        }

        @Override
        public void tell(Map<String, String> attributes, Traits traits, boolean wanted, Consumer<Comparison> to) {
            rules.forEach(rule -> rule.tell(attributes, traits, wanted, to));
        }

        @Override
        public String words() {
            return joined(rules, " or ");
        }

        @Override
        public boolean dependsOnTraits() {
            return rules.stream().anyMatch(Rule::dependsOnTraits);
        }
    }

    /** It does not hold. */
    record Not(Rule rule) implements Rule {
        @Override
        public boolean matches(Map<String, String> attributes, Traits traits, boolean wanted) {
            return rule.matches(attributes, traits, !wanted);
        }

        @Override
        public double distance(Map<String, String> attributes, Traits traits, boolean wanted) {
            return rule.distance(attributes, traits, !wanted);
        }

        @Override
        public void tell(Map<String, String> attributes, Traits traits, boolean wanted, Consumer<Comparison> to) {
            rule.tell(attributes, traits, !wanted, to);
        }

        @Override
        public String words() {
            return "not " + rule.words();
        }

        @Override
        public boolean dependsOnTraits() {
            return rule.dependsOnTraits();
        }
    }

    private static String joined(List<Rule> rules, String word) {
        return rules.stream().map(Rule::words).collect(Collectors.joining(word, "(", ")"));
    }

    private static double furthest(List<Rule> rules, Map<String, String> attributes, Traits traits, boolean wanted) {
        return rules.stream()
                .mapToDouble(rule -> rule.distance(attributes, traits, wanted))
                .max()
                .orElse(0);
    }

    private static double nearest(List<Rule> rules, Map<String, String> attributes, Traits traits, boolean wanted) {
        return rules.stream()
                .mapToDouble(rule -> rule.distance(attributes, traits, wanted))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** The five traits by the names of the rule language. */
    enum Trait {
        LEARNING_VELOCITY,
        DOMAIN_AFFINITY,
        INTERACTION_FREQUENCY,
        FEEDBACK_RESPONSIVENESS,
        RETENTION_STRENGTH;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        double of(Traits traits) {
            return switch (this) {
                case LEARNING_VELOCITY -> traits.learningVelocity();
                case DOMAIN_AFFINITY -> traits.domainAffinity();
                case INTERACTION_FREQUENCY -> traits.interactionFrequency();
                case FEEDBACK_RESPONSIVENESS -> traits.feedbackResponsiveness();
                case RETENTION_STRENGTH -> traits.retentionStrength();
            };
        }
    }

    /** How a trait is compared with a bound. */
    enum Relation {
        GTE(">="),
        GT(">"),
        LTE("<="),
        LT("<");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        boolean holds(double value, double bound) {
            return switch (this) {
                case GTE -> value >= bound;
                case GT -> value > bound;
                case LTE -> value <= bound;
                case LT -> value < bound;
            };
        }
    }
}
