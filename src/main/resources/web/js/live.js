// The state of the whole page, kept by server push. One connection, whatever page is open.

const RETRY_MS = 2000;

export const state = {
  scopes: new Map(),
  alerts: new Map(),
  ledger: new Map(),
  complete: false,
  connected: false,
  stale: false,
  staleSince: null,
  streamState: "",
  version: "",
  lagMs: null,
  rates: new Map(),
};

const listeners = new Set();
let scheduled = false;
const ledgerSeen = new Map();

export function onChange(listener) {
  listeners.add(listener);
}

export function changed() {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    for (const listener of listeners) listener(state);
    if (state.renderPending) {
      state.lagMs = Date.now() - state.renderPending;
      state.renderPending = null;
      document.body.dataset.lagMs = String(state.lagMs);
    }
  });
}

function describe(message) {
  state.complete = message.complete;
  state.stale = message.snapshot.stale;
  state.staleSince = message.snapshot.stale_since;
  state.version = message.snapshot.version;
  state.streamState = message.stream_state;
  document.body.dataset.version = state.version;
}

function put(message) {
  for (const table of ["scopes", "alerts", "ledger"]) {
    for (const { key, value } of message[table]) state[table].set(key, value);
  }
  const now = performance.now();
  for (const { key, value } of message.ledger) {
    const before = ledgerSeen.get(key);
    if (before && now - before.at > 500) {
      state.rates.set(key, { perSecond: ((value.input - before.input) * 1000) / (now - before.at), at: now });
    }
    if (!before || now - before.at > 500) ledgerSeen.set(key, { at: now, input: value.input });
  }
}

const handlers = {
  snapshot(message) {
    for (const table of ["scopes", "alerts", "ledger"]) state[table].clear();
    put(message);
  },
  delta(message) {
    put(message);
    for (const table of ["scopes", "alerts", "ledger"]) {
      for (const key of message.removed[table]) state[table].delete(key);
    }
    if (message.appended_at_ms) state.renderPending = message.appended_at_ms;
  },
  state() {},
};

export function connect() {
  const source = new EventSource("api/v1/stream");
  for (const [name, handle] of Object.entries(handlers)) {
    source.addEventListener(name, (event) => {
      const message = JSON.parse(event.data);
      state.connected = true;
      describe(message);
      handle(message);
      changed();
    });
  }
  source.addEventListener("error", () => {
    state.connected = false;
    changed();
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, RETRY_MS);
  });
}

export const cohorts = () => [...state.scopes.values()].filter((scope) => scope.cohort !== undefined);
export const archetypes = () => [...state.scopes.values()].filter((scope) => scope.archetype !== undefined);
export const overall = () => state.scopes.get("overall:all");
export const alerts = () =>
  [...state.alerts.values()].sort((a, b) => open(b) - open(a) || String(b.updated_at).localeCompare(a.updated_at));
export const open = (alert) => (alert.status === "firing" ? 2 : alert.status === "pending" ? 1 : 0);

const OUTCOMES = ["applied", "duplicate", "superseded", "waiting", "dead_lettered"];

/** The ledger summed per topic, with the records a second of the last moments. */
export function ledgerTopics() {
  const topics = new Map();
  for (const [key, row] of state.ledger) {
    const sum = topics.get(row.topic) ?? { topic: row.topic, input: 0, perSecond: 0, partitions: 0 };
    for (const field of ["input", ...OUTCOMES]) sum[field] = (sum[field] ?? 0) + (row[field] ?? 0);
    const rate = state.rates.get(key);
    if (rate && performance.now() - rate.at < 5000) sum.perSecond += rate.perSecond;
    sum.partitions += 1;
    topics.set(row.topic, sum);
  }
  for (const sum of topics.values()) {
    sum.balanced = sum.input === OUTCOMES.reduce((total, field) => total + sum[field], 0);
  }
  return [...topics.values()].sort((a, b) => a.topic.localeCompare(b.topic));
}
