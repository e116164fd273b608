package io.cohortroi.domain.insight;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which capabilities a learner has activated. A completion's {@code capabilities_added} are split equally over its
 * workflow's components, the remainder to the first: 8 over (a, b, c) is a 4, b 2, c 2. A correction subtracts the split
 * of what it replaces and adds its own. A learner activates no more of a component than it has.
 */
public final class Activation {
    private Activation() {}

    /**
     * @param components of the workflow, in its order; without any there is nothing to activate
     * @return per component, a component that is named twice getting both its parts
     */
    public static Map<String, Long> split(long capabilitiesAdded, List<String> components) {
        if (capabilitiesAdded < 0) {
            throw new IllegalArgumentException("no fewer than 0 capabilities are added, found " + capabilitiesAdded);
        }
        Map<String, Long> split = new TreeMap<>();
        if (components.isEmpty()) {
            return split;
        }
        long share = capabilitiesAdded / components.size();
        for (String component : components) {
            split.merge(component, share, Math::addExact);
        }
        split.merge(components.get(0), capabilitiesAdded % components.size(), Math::addExact);
        return split;
    }

    /** What a learner has activated of a component: min(discovered, Σ added). */
    public static long of(long added, long discovered) {
        return Math.min(discovered, added);
    }

    /** How a cohort's activated sum changes when one of its active learners goes from one Σ added to another. */
    public static long change(long addedBefore, long addedAfter, long discovered) {
        return of(addedAfter, discovered) - of(addedBefore, discovered);
    }
}
