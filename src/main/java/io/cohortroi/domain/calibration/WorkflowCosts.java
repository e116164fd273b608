package io.cohortroi.domain.calibration;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.time.YearMonth;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The months of a workflow that were charged, booked by finance, or both. */
public record WorkflowCosts(SortedMap<YearMonth, MonthCosts> months) {
    public static final WorkflowCosts NOTHING = new WorkflowCosts(new TreeMap<>());

    public WorkflowCosts {
        TreeMap<YearMonth, MonthCosts> kept = new TreeMap<>(months);
        kept.values().removeIf(MonthCosts::isOver);
        months = Collections.unmodifiableSortedMap(kept);
    }

    public MonthCosts of(YearMonth month) {
        return months.getOrDefault(month, MonthCosts.NOTHING);
    }

    public WorkflowCosts plus(YearMonth month, ChargedSums more) {
        return with(month, known -> known.plus(more));
    }

    public WorkflowCosts plus(YearMonth month, LedgerSums more) {
        return with(month, known -> known.plus(more));
    }

    private WorkflowCosts with(YearMonth month, UnaryOperator<MonthCosts> change) {
        TreeMap<YearMonth, MonthCosts> next = new TreeMap<>(months);
        next.put(month, change.apply(of(month)));
        return new WorkflowCosts(next);
    }

    public void write(BinaryWriter out) {
        out.writeUnsigned(months.size());
        months.forEach((month, costs) -> costs.write(out.writeString(month.toString())));
    }

    public static WorkflowCosts read(BinaryReader in) {
        TreeMap<YearMonth, MonthCosts> months = new TreeMap<>();
        for (int left = in.readSize(); left > 0; left--) {
            months.put(YearMonth.parse(in.readString()), MonthCosts.read(in));
        }
        return new WorkflowCosts(months);
    }
}
