// The state of the whole page, kept by server push. One connection, whatever page is open.

import { useCurrency } from "./format.js";

const RETRY_MS = 2000;
const TABLES = ["scopes", "alerts", "ledger", "insights", "calibration"];

export const state = {
  scopes: new Map(),
  alerts: new Map(),
  ledger: new Map(),
  insights: new Map(),
  calibration: new Map(),
  pipeline: null,
  complete: false,
  connected: false,
  lostSince: null,
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
      if (state.newestEvent) document.body.dataset.eventLagMs = String(Date.now() - state.newestEvent);
      state.newestEvent = null;
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
  for (const table of TABLES) {
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
    for (const table of TABLES) state[table].clear();
    put(message);
  },
  delta(message) {
    const newer = message.scopes.filter(({ key, value }) => value.updated_at !== state.scopes.get(key)?.updated_at);
    const newest = Math.max(0, ...newer.map(({ value }) => Date.parse(value.updated_at) || 0));
    state.newestEvent = newest || null;
    put(message);
    for (const table of TABLES) {
      for (const key of message.removed[table]) state[table].delete(key);
    }
    if (message.appended_at_ms) state.renderPending = message.appended_at_ms;
  },
  state() {},
  pipeline(message) {
    state.pipeline = message;
    useCurrency(message.currency);
  },
};

export function connect() {
  const source = new EventSource("api/v1/stream");
  for (const [name, handle] of Object.entries(handlers)) {
    source.addEventListener(name, (event) => {
      const message = JSON.parse(event.data);
      state.connected = true;
      state.lostSince = null;
      if (message.snapshot) describe(message);
      handle(message);
      changed();
    });
  }
  source.addEventListener("error", () => {
    state.connected = false;
    state.lostSince ??= new Date().toISOString();
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

/** How many records nobody has read yet, or null before that is known. */
export function lag() {
  const topics = Object.values(state.pipeline?.lag ?? {});
  return topics.length ? topics.reduce((sum, records) => sum + records, 0) : null;
}

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
