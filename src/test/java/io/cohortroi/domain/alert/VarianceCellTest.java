package io.cohortroi.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class VarianceCellTest {
    private static final LocalDate DAY = LocalDate.parse("2025-10-20");

    @Test
    void shouldBeEmptyAgainWhenWhatWasAddedIsTakenAway() {
        VarianceCell cell = completion("1.92", "Specialist", "wf-1", 1)
                .merge(completion("0.5", "Generalist", "wf-2", 1))
                .merge(completion("1.92", "Specialist", "wf-1", -1));
        assertThat(cell).isEqualTo(completion("0.5", "Generalist", "wf-2", 1));

        VarianceCell empty = cell.merge(completion("0.5", "Generalist", "wf-2", -1));

        assertThat(empty).isEqualTo(VarianceCell.empty(DAY));
        assertThat(empty.isZero()).isTrue();
        assertThat(cell.isZero()).isFalse();
    }

    @Test
    void shouldSurviveWritingAndReading() {
        VarianceCell cell =
                completion("1.92", "Specialist", "wf-1", 1).merge(completion("0.5", "Generalist", "wf-2", 1));
        BinaryWriter out = new BinaryWriter();
        cell.write(out);
        BinaryReader in = new BinaryReader(out.toByteArray());

        assertThat(VarianceCell.read(in)).isEqualTo(cell);
        in.requireEnd();
    }

    @Test
    void shouldNotMixDays() {
        assertThatThrownBy(() -> VarianceCell.empty(DAY).merge(VarianceCell.empty(DAY.plusDays(1))))
                .hasMessageContaining("2025-10-20 and 2025-10-21");
    }

    private static VarianceCell completion(String roi, String archetype, String workflow, int sign) {
        return VarianceCell.of(DAY, new BigDecimal(roi), new BigDecimal("1.6"), archetype, workflow, sign);
    }
}
