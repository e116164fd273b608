package io.cohortroi.runtime.review;

import io.cohortroi.domain.calibration.Calibration;
import io.cohortroi.domain.calibration.CalibrationPolicy;
import io.cohortroi.domain.calibration.HoldOut;
import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.metrics.Moments;
import io.cohortroi.domain.metrics.Sample;
import io.cohortroi.domain.roi.Baseline;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every archetype's baseline against the ROI that came, from final records.
 *
 * @param newest {@code completed_at} of the newest record
 * @param records how many records were looked at
 * @param holdOuts judgements on the later part, where a split was asked for
 */
public record CalibrationReview(
        @Nullable Instant newest, int records, List<Calibration> calibrations, List<HoldOut> holdOuts) {

    public CalibrationReview {
        calibrations = List.copyOf(calibrations);
        holdOuts = List.copyOf(holdOuts);
    }

    /** @param split share of the records, in event time, that calibrates while the rest judges; absent for none */
    public static CalibrationReview of(Results results, @Nullable BigDecimal split) throws IOException {
        List<FinalRecord> records = FinalRecord.of(results);
        CalibrationPolicy policy = CalibrationPolicy.standard();
        List<Calibration> calibrations = new ArrayList<>();
        List<HoldOut> holdOuts = new ArrayList<>();
        int cut = split == null
                ? 0
                : split.multiply(BigDecimal.valueOf(records.size())).intValue();
        for (Archetype archetype : Archetype.values()) {
            List<FinalRecord> own = records.stream()
                    .filter(record -> record.archetype() == archetype && record.roi() != null)
                    .toList();
            calibrations.add(calibration(archetype, own, policy));
            if (split != null) {
                Instant from = cut < records.size() ? records.get(cut).completedAt() : Instant.MAX;
                holdOuts.add(holdOut(archetype, own, from, policy));
            }
        }
        Instant newest =
                records.isEmpty() ? null : records.get(records.size() - 1).completedAt();
        return new CalibrationReview(newest, records.size(), calibrations, holdOuts);
    }

    /** Against the newest version of the baseline that a record was held against. */
    private static Calibration calibration(Archetype archetype, List<FinalRecord> own, CalibrationPolicy policy) {
        int version = own.stream().mapToInt(FinalRecord::baselineVersion).max().orElse(0);
        List<FinalRecord> since = own.stream()
                .filter(record -> record.baselineVersion() == version)
                .toList();
        BigDecimal predicted = since.isEmpty()
                ? Baseline.theoretical(archetype).value().roiMultiplier()
                : since.get(0).baseline();
        return Calibration.of(archetype, version, predicted, sample(since), policy);
    }

    private static HoldOut holdOut(Archetype archetype, List<FinalRecord> own, Instant from, CalibrationPolicy policy) {
        TreeMap<YearMonth, List<FinalRecord>> earlier = new TreeMap<>();
        List<FinalRecord> later = new ArrayList<>();
        for (FinalRecord record : own) {
            if (record.completedAt().isBefore(from)) {
                YearMonth month = YearMonth.from(record.completedAt().atZone(ZoneOffset.UTC));
                earlier.computeIfAbsent(month, key -> new ArrayList<>()).add(record);
            } else {
                later.add(record);
            }
        }
        List<Sample> months = new ArrayList<>();
        for (List<FinalRecord> month : earlier.values()) {
            Sample sample = sample(month);
            if (sample != null) {
                months.add(sample);
            }
        }
        BigDecimal before = own.isEmpty()
                ? Baseline.theoretical(archetype).value().roiMultiplier()
                : own.get(0).baseline();
        return HoldOut.of(archetype, before, months, sample(later), policy);
    }

    private static @Nullable Sample sample(List<FinalRecord> records) {
        Moments moments = Moments.ZERO;
        for (FinalRecord record : records) {
            BigDecimal roi = record.roi();
            moments = roi == null ? moments : moments.plus(Moments.of(roi));
        }
        return moments.sample().orElse(null);
    }
}
