package io.cohortroi.topology.serde;

import io.cohortroi.domain.cohort.CohortDefinition;
import io.cohortroi.domain.cohort.Rule;
import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.roi.Baseline;
import io.cohortroi.domain.roi.CapabilityArea;
import io.cohortroi.domain.roi.Workflow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The four kinds of reference data, from the JSON of their schemas. */
final class ReferenceReaders {
    private static final int MAX_RULE_DEPTH = 8;
    private static final BigDecimal MAX_QUANTITY = new BigDecimal("1000000000");

    private static final List<String> BASELINE_SOURCES = List.of("theoretical", "calibrated", "manual");

    private ReferenceReaders() {}

    static CohortDefinition cohort(Fields fields) throws InvalidValueException {
        if (fields.cohortId("cohort_id").equals(CohortDefinition.UNASSIGNED)) {
            throw fields.invalid("cohort_id", "is not unassigned, where learners are whom no definition takes");
        }
        Fields rule = fields.object("rule");
        Fields thresholds = fields.object("thresholds");
        return new CohortDefinition(
                fields.cohortId("cohort_id"),
                fields.text("name"),
                fields.flag("active"),
                (int) fields.whole("priority", Integer.MIN_VALUE, Integer.MAX_VALUE, 0),
                optionalArchetype(fields),
                rule == null ? null : rule(rule, 1),
                thresholds == null
                        ? CohortDefinition.Thresholds.NONE
                        : new CohortDefinition.Thresholds(
                                positive(thresholds, "variance_pct", new BigDecimal("1000")),
                                thresholds.optionalWhole("min_completions", 1, MAX_QUANTITY.longValue())));
    }

    private static Rule rule(Fields fields, int depth) throws InvalidValueException {
        if (depth > MAX_RULE_DEPTH) {
            throw fields.invalid("rule", "nests at most " + MAX_RULE_DEPTH + " deep");
        }
        int kinds = 0;
        for (String kind : List.of("all", "any", "not", "attribute", "trait")) {
            kinds += fields.has(kind) ? 1 : 0;
        }
        if (kinds != 1) {
            throw fields.invalid("rule", "has exactly one of all, any, not, attribute and trait");
        }
        if (fields.has("all")) {
            return new Rule.All(rules(fields, "all", depth));
        }
        if (fields.has("any")) {
            return new Rule.Any(rules(fields, "any", depth));
        }
        Fields negated = fields.object("not");
        if (negated != null) {
            return new Rule.Not(rule(negated, depth + 1));
        }
        return fields.has("attribute") ? attribute(fields) : trait(fields);
    }

    private static List<Rule> rules(Fields fields, String name, int depth) throws InvalidValueException {
        List<Rule> rules = new ArrayList<>();
        for (Fields element : fields.objects(name)) {
            rules.add(rule(element, depth + 1));
        }
        return rules;
    }

    private static Rule attribute(Fields fields) throws InvalidValueException {
        String attribute = fields.id("attribute");
        int operators = (fields.has("equals") ? 1 : 0) + (fields.has("in") ? 1 : 0) + (fields.has("exists") ? 1 : 0);
        if (operators != 1) {
            throw fields.invalid("attribute", "is compared by exactly one of equals, in and exists");
        }
        if (fields.has("exists")) {
            return new Rule.AttributeExists(attribute, fields.flag("exists"));
        }
        if (fields.has("equals")) {
            return new Rule.AttributeIn(attribute, Set.of(fields.text("equals")));
        }
        List<String> values = fields.ids("in");
        if (values.isEmpty()) {
            throw fields.invalid("in", "is a non-empty array");
        }
        return new Rule.AttributeIn(attribute, Set.copyOf(values));
    }

    private static Rule trait(Fields fields) throws InvalidValueException {
        Rule.Trait trait = fields.constant("trait", Rule.Trait.values());
        Rule found = null;
        for (Rule.Relation relation : Rule.Relation.values()) {
            String name = relation.name().toLowerCase(java.util.Locale.ROOT);
            if (fields.has(name)) {
                if (found != null) {
                    throw fields.invalid("trait", "is compared by exactly one of gte, gt, lte and lt");
                }
                found = new Rule.TraitCompared(
                        trait, relation, fields.ratio(name).doubleValue());
            }
        }
        if (found == null) {
            throw fields.invalid("trait", "is compared by exactly one of gte, gt, lte and lt");
        }
        return found;
    }

    static Workflow workflow(Fields fields) throws InvalidValueException {
        return new Workflow(
                fields.id("workflow_id"),
                fields.text("name"),
                fields.id("domain"),
                components(fields),
                fields.number("duration_minutes", BigDecimal.ZERO, MAX_QUANTITY),
                fields.constant("difficulty", Workflow.Difficulty.values()),
                fields.ratio("hands_on_share"),
                fields.ratio("retention_requirement"),
                fields.optionalAmount("capability_value"),
                fields.optionalAmount("fixed_cost"),
                fields.optionalAmount("hourly_cost"),
                fields.optionalRatio("isolation"),
                fields.optionalRatio("confidence"));
    }

    private static List<String> components(Fields fields) throws InvalidValueException {
        List<String> components = fields.ids("components");
        if (components.isEmpty() || Set.copyOf(components).size() < components.size()) {
            throw fields.invalid("components", "is a non-empty array of different strings");
        }
        return components;
    }

    static CapabilityArea capability(Fields fields) throws InvalidValueException {
        return new CapabilityArea(
                fields.id("component"),
                fields.constant("category", CapabilityArea.Category.values()),
                fields.whole("discovered", 0, MAX_QUANTITY.longValue()),
                fields.optionalAmount("value"));
    }

    static Baseline baseline(Fields fields) throws InvalidValueException {
        Archetype archetype = optionalArchetype(fields);
        if (archetype == null) {
            throw fields.invalid("archetype", "is required");
        }
        BigDecimal multiplier = positive(fields, "roi_multiplier", new BigDecimal("1000000"));
        if (multiplier == null) {
            throw fields.invalid("roi_multiplier", "is required");
        }
        String source = fields.text("source");
        if (!BASELINE_SOURCES.contains(source)) {
            throw fields.invalid("source", "is one of " + String.join(", ", BASELINE_SOURCES));
        }
        return new Baseline(archetype, multiplier, source);
    }

    private static @Nullable BigDecimal positive(Fields fields, String name, BigDecimal most)
            throws InvalidValueException {
        BigDecimal value = fields.optionalNumber(name, BigDecimal.ZERO, most);
        if (value != null && value.signum() == 0) {
            throw fields.invalid(name, "is greater than 0");
        }
        return value;
    }

    private static @Nullable Archetype optionalArchetype(Fields fields) throws InvalidValueException {
        if (!fields.has("archetype")) {
            return null;
        }
        String label = fields.text("archetype");
        return Archetype.ofLabel(label)
                .orElseThrow(() -> fields.invalid("archetype", "is the name of one of the five archetypes"));
    }
}
