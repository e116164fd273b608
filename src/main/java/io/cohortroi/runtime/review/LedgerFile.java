package io.cohortroi.runtime.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.domain.calibration.LedgerEntry;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Finance entries as values of {@code finance-ledger}: each entry id once, and never with two contents. */
final class LedgerFile {
    private final Map<String, LedgerEntry> entries = new TreeMap<>();
    private final String currency;

    LedgerFile(String currency) {
        this.currency = currency;
    }

    void add(ObjectNode node) throws IOException {
        String id = text(node, "entry_id");
        if (!text(node, "currency").equals(currency)) {
            throw new IOException(
                    "entry " + id + " is in " + text(node, "currency") + ", the ledger is held in " + currency);
        }
        JsonNode amount = node.path("amount");
        if (!amount.isNumber()) {
            throw new IOException("entry " + id + ": amount is a number, found " + amount.getNodeType());
        }
        YearMonth period;
        try {
            period = YearMonth.parse(text(node, "period"));
        } catch (DateTimeException e) {
            throw new IOException("entry " + id + ": period is YYYY-MM, found " + text(node, "period"), e);
        }
        BigDecimal value = amount.decimalValue();
        LedgerEntry entry =
                new LedgerEntry(id, text(node, "workflow_id"), period, text(node, "category"), value, false);
        LedgerEntry known = entries.putIfAbsent(id, entry);
        if (known != null && !same(known, entry)) {
            throw new IOException("entry " + id + " comes twice with different contents");
        }
    }

    Collection<LedgerEntry> entries() {
        return entries.values();
    }

    private static boolean same(LedgerEntry one, LedgerEntry other) {
        return one.workflowId().equals(other.workflowId())
                && one.period().equals(other.period())
                && one.amount().compareTo(other.amount()) == 0;
    }

    private static String text(ObjectNode node, String field) throws IOException {
        JsonNode value = node.path(field);
        if (!value.isTextual() || value.asText().isEmpty()) {
            throw new IOException("a ledger entry has the text " + field + ", found " + value.getNodeType());
        }
        return value.asText();
    }
}
