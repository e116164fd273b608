package io.cohortroi.topology.state;

import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.domain.stage.DayCell;
import io.cohortroi.domain.stage.ScopeAccount;
import io.cohortroi.domain.stage.ScopeDelta;
import io.cohortroi.domain.stage.ScopeTotals;
import io.cohortroi.topology.Names;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The accounts of the scopes of one task: decoded once, kept in memory, written through. */
public final class ScopeStores {
    private static final ByteArraySerializer BYTES = new ByteArraySerializer();

    private final KeyValueStore<String, ScopeTotals> totals;
    private final KeyValueStore<byte[], DayCell> days;
    private final KeyValueStore<String, Boolean> changed;
    private final Map<Scope, ScopeAccount> open = new HashMap<>();

    public ScopeStores(ProcessingContext context) {
        this.totals = context.getStateStore(Names.SCOPES);
        this.days = context.getStateStore(Names.SCOPE_DAYS);
        this.changed = context.getStateStore(Names.CHANGED_SCOPES);
    }

    public ScopeAccount account(Scope scope) {
        return open.computeIfAbsent(scope, this::load);
    }

    private ScopeAccount load(Scope scope) {
        ScopeTotals stored = totals.get(scope.key());
        NavigableMap<LocalDate, DayCell> cells = new TreeMap<>();
        try (KeyValueIterator<byte[], DayCell> entries = days.prefixScan(Keys.prefix(scope.key()), BYTES)) {
            entries.forEachRemaining(entry -> cells.put(Keys.day(scope.key(), entry.key), entry.value));
        }
        return new ScopeAccount(scope, stored == null ? ScopeTotals.NOTHING : stored, cells);
    }

    /** Merges a difference and writes what it changed. */
    public ScopeAccount merge(Scope scope, ScopeDelta delta) {
        ScopeAccount account = account(scope);
        account.merge(delta);
        for (LocalDate day : delta.days().keySet()) {
            days.put(Keys.ofDay(scope.key(), day), account.day(day));
        }
        keep(scope, account);
        changed.put(scope.key(), Boolean.TRUE);
        return account;
    }

    public void keep(Scope scope, ScopeAccount account) {
        totals.put(scope.key(), account.totals());
    }

    /** The scopes whose metrics have to be published, in the order of their keys. */
    public List<Scope> changed() {
        List<Scope> scopes = new ArrayList<>();
        try (KeyValueIterator<String, Boolean> entries = changed.all()) {
            entries.forEachRemaining(entry -> scopes.add(Scope.ofKey(entry.key)));
        }
        return scopes;
    }

    public void published(Scope scope) {
        changed.delete(scope.key());
    }

    /** Every scope of the task. */
    public List<Scope> all() {
        List<Scope> scopes = new ArrayList<>();
        try (KeyValueIterator<String, ScopeTotals> entries = totals.all()) {
            entries.forEachRemaining(entry -> scopes.add(Scope.ofKey(entry.key)));
        }
        return scopes;
    }
}
