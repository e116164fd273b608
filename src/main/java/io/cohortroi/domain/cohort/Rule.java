package io.cohortroi.domain.cohort;

import io.cohortroi.domain.learner.Traits;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A condition on a learner. {@code {"all":[{"attribute":"department","in":["Sales","Support"]},
 * {"trait":"learning_velocity","gte":0.7}]}} holds for a fast learner in Sales. An attribute that the profile does not
 * have equals nothing.
 */
public sealed interface Rule {
    boolean matches(Map<String, String> attributes, Traits traits);

    /** Whether the answer can change while the profile does not. */
    boolean dependsOnTraits();

    /** The attribute's value is one of {@code values}. */
    record AttributeIn(String attribute, Set<String> values) implements Rule {
        public AttributeIn {
            values = Set.copyOf(values);
        }

        @Override
        public boolean matches(Map<String, String> attributes, Traits traits) {
            String value = attributes.get(attribute);
            return value != null && values.contains(value);
        }

        @Override
        public boolean dependsOnTraits() {
            return false;
        }
    }

    /** The profile has the attribute, or has it not. */
    record AttributeExists(String attribute, boolean expected) implements Rule {
        @Override
        public boolean matches(Map<String, String> attributes, Traits traits) {
            return attributes.containsKey(attribute) == expected;
        }

        @Override
        public boolean dependsOnTraits() {
            return false;
        }
    }

    /** The trait, in [0, 1], stands in that relation to {@code bound}. */
    record TraitCompared(Trait trait, Comparison comparison, double bound) implements Rule {
        @Override
        public boolean matches(Map<String, String> attributes, Traits traits) {
            return comparison.holds(trait.of(traits), bound);
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
        public boolean matches(Map<String, String> attributes, Traits traits) {
            return rules.stream().allMatch(rule -> rule.matches(attributes, traits));
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
        public boolean matches(Map<String, String> attributes, Traits traits) {
            return rules.stream().anyMatch(rule -> rule.matches(attributes, traits));
        }

        @Override
        public boolean dependsOnTraits() {
            return rules.stream().anyMatch(Rule::dependsOnTraits);
        }
    }

    /** It does not hold. */
    record Not(Rule rule) implements Rule {
        @Override
        public boolean matches(Map<String, String> attributes, Traits traits) {
            return !rule.matches(attributes, traits);
        }

        @Override
        public boolean dependsOnTraits() {
            return rule.dependsOnTraits();
        }
    }

    /** The five traits by the names of the rule language. */
    enum Trait {
        LEARNING_VELOCITY,
        DOMAIN_AFFINITY,
        INTERACTION_FREQUENCY,
        FEEDBACK_RESPONSIVENESS,
        RETENTION_STRENGTH;

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
    enum Comparison {
        GTE,
        GT,
        LTE,
        LT;

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
