package io.cohortroi.domain.roi;

import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.domain.reference.Versioned;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one completion cost and brought: the benefit-cost ratio of the Phillips method, every factor named.
 *
 * <p>benefit = the event's, else units x value x isolation x confidence; cost = the event's, else fixed + hourly x
 * duration. Money is multiplied first and rounded once, half-up, to minor units; the ratio is half-up to
 * {@value #RATIO_SCALE} decimals, and null at cost 0.
 *
 * <p>Late entries of the finance ledger add a share to the cost, which the inputs name.
 *
 * <p>Worked: 8 capabilities x 576.00 = 4,608.00; / 2,400.00 = 1.92. With isolation 0.6 and confidence 0.8 the benefit is
 * 2,211.84 and the ratio 0.9216.
 *
 * @param multiplier benefit / cost, or null at cost 0
 * @param used places of the reference records that took part
 */
public record Valuation(
        BigDecimal cost,
        BigDecimal benefit,
        @Nullable BigDecimal multiplier,
        CostSource costSource,
        BenefitSource benefitSource,
        Inputs inputs,
        List<Place> used) {

    /** Decimals of a multiplier and of every derived number. */
    public static final int RATIO_SCALE = 12;

    private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

    public Valuation {
        used = List.copyOf(used);
    }

    /**
     * The factors of the model, whether or not the event overrode their product.
     *
     * @param units capabilities that count, 0 where the training did not succeed
     * @param value worth of one, in major units
     * @param costAdjustment what late entries of the finance ledger add to the cost, in minor units' scale; 0 for most
     */
    public record Inputs(
            long units,
            BigDecimal value,
            BigDecimal isolation,
            BigDecimal estimateConfidence,
            @Nullable BigDecimal fixedCost,
            @Nullable BigDecimal hourlyCost,
            BigDecimal costAdjustment) {

        /** units x value x isolation x confidence, rounded once, half-up, to minor units. */
        BigDecimal benefit(ValuationPolicy policy) {
            return BigDecimal.valueOf(units)
                    .multiply(value)
                    .multiply(isolation)
                    .multiply(estimateConfidence)
                    .setScale(policy.minorDigits(), RoundingMode.HALF_UP);
        }

        /** fixed + hourly x hours, rounded once, half-up, to minor units; 0 without rates. */
        BigDecimal cost(BigDecimal hours, ValuationPolicy policy) {
            return orZero(fixedCost)
                    .add(orZero(hourlyCost).multiply(hours))
                    .setScale(policy.minorDigits(), RoundingMode.HALF_UP);
        }
    }

    /** Who said what it cost. */
    public enum CostSource {
        EVENT,
        WORKFLOW,
        NONE
    }

    /** Who said what it brought, or what a capability is worth. */
    public enum BenefitSource {
        EVENT,
        WORKFLOW,
        COMPONENTS,
        DEFAULT,
        NONE
    }

    /** Whether the workflow has to be known before this completion can be valued. */
    public static boolean needsWorkflow(CompletionEvent event) {
        return event.kind() != CompletionEvent.Kind.VOIDED && (event.cost() == null || event.benefit() == null);
    }

    /** Zero money and no multiplier: what a voided completion is worth. */
    public static Valuation voided(ValuationPolicy policy) {
        BigDecimal zero = BigDecimal.ZERO.setScale(policy.minorDigits());
        Inputs inputs = new Inputs(0, BigDecimal.ZERO, BigDecimal.ONE, BigDecimal.ONE, null, null, BigDecimal.ZERO);
        return new Valuation(zero, zero, null, CostSource.NONE, BenefitSource.NONE, inputs, List.of());
    }

    /**
     * Values a completion that is not a void.
     *
     * @param units capabilities that count for this completion, at least 0
     * @throws IllegalStateException where {@link #needsWorkflow} holds and the workflow is unknown
     */
    public static Valuation of(CompletionEvent event, long units, ReferenceData reference, ValuationPolicy policy) {
        Instant time = event.completedAt();
        Optional<Versioned<Workflow>> known = reference.workflow(event.workflowId(), time);
        if (known.isEmpty() && needsWorkflow(event)) {
            throw new IllegalStateException("a completion without cost or benefit needs its workflow");
        }
        Workflow workflow = known.map(Versioned::value).orElse(null);
        List<Place> used = new ArrayList<>();
        known.ifPresent(version -> used.add(version.place()));

        long counted = event.success() ? units : 0;
        Worth worth = worthOf(workflow, time, reference, policy, used);
        BigDecimal isolation = workflow == null ? BigDecimal.ONE : orOne(workflow.isolation());
        BigDecimal confidence = workflow == null ? BigDecimal.ONE : orOne(workflow.confidence());
        BigDecimal fixed = workflow == null ? null : workflow.fixedCost();
        BigDecimal hourly = workflow == null ? null : workflow.hourlyCost();
        Inputs inputs = new Inputs(counted, worth.value, isolation, confidence, fixed, hourly, BigDecimal.ZERO);

        BigDecimal givenCost = event.cost();
        BigDecimal givenBenefit = event.benefit();
        BigDecimal cost =
                givenCost == null ? inputs.cost(event.durationHours(), policy) : inCurrency(givenCost, event, policy);
        BigDecimal benefit = givenBenefit == null ? inputs.benefit(policy) : inCurrency(givenBenefit, event, policy);
        CostSource rates = fixed == null && hourly == null ? CostSource.NONE : CostSource.WORKFLOW;
        return new Valuation(
                cost,
                benefit,
                ratio(benefit, cost),
                givenCost == null ? rates : CostSource.EVENT,
                givenBenefit == null ? worth.source : BenefitSource.EVENT,
                inputs,
                used);
    }

    private static BigDecimal inCurrency(BigDecimal amount, CompletionEvent event, ValuationPolicy policy) {
        return policy.money(amount, event.currency() == null ? policy.currency() : event.currency());
    }

    /** The same factors with other units: what becomes of a record when a capability turns out not to be new. */
    public Valuation withUnits(CompletionEvent event, long units, ValuationPolicy policy) {
        long counted = event.success() ? units : 0;
        Inputs next = new Inputs(
                counted,
                inputs.value,
                inputs.isolation,
                inputs.estimateConfidence,
                inputs.fixedCost,
                inputs.hourlyCost,
                inputs.costAdjustment);
        BigDecimal nextBenefit = benefitSource == BenefitSource.EVENT ? benefit : next.benefit(policy);
        return new Valuation(cost, nextBenefit, ratio(nextBenefit, cost), costSource, benefitSource, next, used);
    }

    /** What it cost before any adjustment. */
    public BigDecimal costBefore() {
        return cost.subtract(inputs.costAdjustment);
    }

    /** The same with that share of an adjustment instead of the one it carries. */
    public Valuation withCostAdjustment(BigDecimal share) {
        if (share.compareTo(inputs.costAdjustment) == 0) {
            return this;
        }
        BigDecimal next = costBefore().add(share);
        Inputs carrying = new Inputs(
                inputs.units,
                inputs.value,
                inputs.isolation,
                inputs.estimateConfidence,
                inputs.fixedCost,
                inputs.hourlyCost,
                share);
        return new Valuation(next, benefit, ratio(benefit, next), costSource, benefitSource, carrying, used);
    }

    /** benefit / cost, half-up to {@value #RATIO_SCALE} decimals; null at cost 0. */
    public static @Nullable BigDecimal ratio(BigDecimal benefit, BigDecimal cost) {
        return cost.signum() == 0 ? null : benefit.divide(cost, RATIO_SCALE, RoundingMode.HALF_UP);
    }

    /** (ratio - 1) x 100: 1.92 is 92. */
    public static BigDecimal percent(BigDecimal ratio) {
        return ratio.subtract(BigDecimal.ONE).multiply(PERCENT);
    }

    /** A ratio as an integer number of 1e-12: how multipliers are summed. */
    public static BigInteger unscaled(BigDecimal ratio) {
        return ratio.setScale(RATIO_SCALE, RoundingMode.HALF_UP).unscaledValue();
    }

    private record Worth(BigDecimal value, BenefitSource source) {}

    private static Worth worthOf(
            @Nullable Workflow workflow,
            Instant time,
            ReferenceData reference,
            ValuationPolicy policy,
            List<Place> used) {
        if (workflow != null && workflow.capabilityValue() != null) {
            return new Worth(workflow.capabilityValue(), BenefitSource.WORKFLOW);
        }
        BigDecimal sum = BigDecimal.ZERO;
        int valued = 0;
        if (workflow != null) {
            for (String component : workflow.components()) {
                Optional<Versioned<CapabilityArea>> area = reference.capability(component, time);
                BigDecimal value = area.map(version -> version.value().value()).orElse(null);
                if (value != null) {
                    sum = sum.add(value);
                    valued++;
                    area.ifPresent(version -> used.add(version.place()));
                }
            }
        }
        return valued == 0
                ? new Worth(policy.defaultCapabilityValue(), BenefitSource.DEFAULT)
                : new Worth(
                        sum.divide(BigDecimal.valueOf(valued), RATIO_SCALE, RoundingMode.HALF_UP),
                        BenefitSource.COMPONENTS);
    }

    private static BigDecimal orOne(@Nullable BigDecimal value) {
        return value == null ? BigDecimal.ONE : value;
    }

    private static BigDecimal orZero(@Nullable BigDecimal value) {
        return value == null ? BigDecimal.ZERO : value;
    }
}
