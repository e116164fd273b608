package io.cohortroi.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvCellsTest {
    @Test
    void shouldDisarmWhatASpreadsheetTakesForAFormula() {
        for (String hostile :
                List.of("=HYPERLINK(\"x\")", "+1+2", "-2+3", "@SUM(A1)", "\tx", "\r=1", "-", "=1", "--1")) {
            assertThat(CsvCells.of(TextNode.valueOf(hostile))).isEqualTo("'" + hostile);
        }
    }

    @Test
    void shouldLeaveNumbersNumbersAndTextText() {
        assertThat(CsvCells.of(DecimalNode.valueOf(new BigDecimal("-7.84")))).isEqualTo("-7.84");
        assertThat(CsvCells.of(DecimalNode.valueOf(new BigDecimal("1E+3")))).isEqualTo("1000");
        assertThat(CsvCells.of(TextNode.valueOf("-7.84"))).isEqualTo("-7.84");
        assertThat(CsvCells.of(TextNode.valueOf("cohort-001"))).isEqualTo("cohort-001");
        assertThat(CsvCells.of(NullNode.getInstance())).isEmpty();
        assertThat(CsvCells.of(MissingNode.getInstance())).isEmpty();
    }
}
