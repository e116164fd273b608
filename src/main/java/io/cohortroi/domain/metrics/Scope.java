package io.cohortroi.domain.metrics;

import io.cohortroi.domain.learner.Archetype;

/**
 * What numbers are kept about: a cohort, an archetype, everything, an input topic and how it is refused, or a workflow and
 * what it costs. The key of a cohort is its plain id; the others
 * carry a colon, which a cohort id cannot.
 */
public record Scope(Kind kind, String id) {
    public static final Scope OVERALL = new Scope(Kind.OVERALL, "all");

    /** The kinds of scope. */
    public enum Kind {
        COHORT,
        ARCHETYPE,
        OVERALL,
        TOPIC,
        WORKFLOW
    }

    public static Scope cohort(String cohortId) {
        return new Scope(Kind.COHORT, cohortId);
    }

    public static Scope archetype(Archetype archetype) {
        return new Scope(Kind.ARCHETYPE, archetype.label());
    }

    /** @param name without prefix */
    public static Scope topic(String name) {
        return new Scope(Kind.TOPIC, name);
    }

    public static Scope workflow(String workflowId) {
        return new Scope(Kind.WORKFLOW, workflowId);
    }

    /**
     * {@code cohort-001}, {@code archetype:Specialist}, {@code overall:all}, {@code topic:learners},
     * {@code workflow:wf-045}.
     */
    public String key() {
        return switch (kind) {
            case COHORT -> id;
            case ARCHETYPE -> "archetype:" + id;
            case OVERALL -> "overall:" + id;
            case TOPIC -> "topic:" + id;
            case WORKFLOW -> "workflow:" + id;
        };
    }

    /** The scope of a key that {@link #key()} made. */
    public static Scope ofKey(String key) {
        int colon = key.indexOf(':');
        if (colon < 0) {
            return cohort(key);
        }
        Kind kind = switch (key.substring(0, colon)) {
            case "archetype" -> Kind.ARCHETYPE;
            case "overall" -> Kind.OVERALL;
            case "topic" -> Kind.TOPIC;
            case "workflow" -> Kind.WORKFLOW;
            default -> throw new IllegalArgumentException("no scope has the key " + key);
        };
        return new Scope(kind, key.substring(colon + 1));
    }
}
