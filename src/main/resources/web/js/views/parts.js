// Pieces that several pages show.

import { interval } from "../charts.js";
import { el, name } from "../dom.js";
import { count, decimal, money, multiplier, NONE, pValue, signed, signedPercent, time } from "../format.js";
import { open, state } from "../live.js";

export const heading = (text, ...aside) => el("div", { class: "heading" }, el("h2", {}, text), ...aside);
export const empty = (text) => el("p", { class: "empty" }, text);

export function stat(label, value, note, tone) {
  return el(
    "div",
    { class: "stat" },
    el("dt", {}, label),
    el("dd", {}, el("b", { class: tone ?? null }, value), note && el("span", {}, note)),
  );
}

export const cohortLink = (id) => el("a", { href: "#/cohorts/" + encodeURIComponent(id) }, name(id));

export const learnerLink = (id) => el("a", { href: "#/learners/" + encodeURIComponent(id) }, name(id));
export const recordLink = (learner, completion, text) =>
  el("a", { href: "#/records/" + encodeURIComponent(learner) + "/" + encodeURIComponent(completion) }, text);

/** @param query further parameters of the export, such as `versions=final` */
export const exportLinks = (what, label, query = "", file = what) =>
  el(
    "span",
    { class: "exports" },
    el("span", { class: "quiet" }, label),
    ["csv", "json", "jsonl"].map((format) =>
      el(
        "a",
        { href: `api/v1/export/${what}?format=${format}${query && "&" + query}`, download: `${file}.${format}`, "aria-label": `${label} as ${format.toUpperCase()}` },
        format.toUpperCase(),
      ),
    ),
  );

/** A subject is a cohort, an archetype, a workflow, a topic or a completion: what has a page here becomes a link. */
export function subjectLink(subject) {
  const text = String(subject);
  if (text.startsWith("archetype:")) return el("a", { href: "#/archetypes" }, name(text.slice(10)));
  return state.scopes.get(text)?.cohort === text ? cohortLink(text) : name(text);
}

const RULES = {
  roi_variance: "ROI away from expected",
  roi_outlier: "Outlying completion",
  trend_degrading: "Trend degrading",
  cost_variance: "Cost and ledger differ",
  calibration_drift: "Baseline drifted",
  data_quality: "Data quality",
};

/** What happened, in words: for an ROI also in which direction. */
export function ruleName({ rule, observed, expected }) {
  if (rule === "roi_variance" && observed !== expected) return observed < expected ? "ROI below expected" : "ROI above expected";
  return RULES[rule] ?? String(rule).replaceAll("_", " ");
}

const MEASURES = {
  mean_roi: ["mean ROI of the week", multiplier],
  roi_multiplier: ["ROI of one completion", multiplier],
  slope_per_week: ["slope of the weekly mean ROI", (value) => (typeof value === "number" ? signed(value, 3) + "x a week" : NONE)],
  total_cost: ["cost charged", money],
  dead_letter_pct: ["share of records refused", (value) => (typeof value === "number" ? decimal(value, 1) + " %" : NONE)],
};

export const measureName = (metric) => MEASURES[metric]?.[0] ?? String(metric).replaceAll("_", " ");
export const measured = (alert, value) => (MEASURES[alert.metric]?.[1] ?? multiplier)(value);
export const isRoi = (alert) => alert.metric === "mean_roi" || alert.metric === "roi_multiplier";

/** Addresses of the web become links, the runbook's own pages are shown here, anything else stays text. */
export function runbookLink(url, text = "Runbook") {
  const address = String(url ?? "");
  if (/^https?:\/\//.test(address)) return el("a", { href: address, rel: "noreferrer" }, text);
  const own = /(?:^|\/)runbook\/([a-z_]+)\.md$/.exec(address);
  return own ? el("a", { href: "#/runbook/" + own[1] }, text) : name(address);
}
export const varianceTone = (value) => (typeof value !== "number" ? null : value <= -10 ? "bad" : value >= 10 ? "good" : null);

const URGENCIES = { critical: "mark-critical", high: "mark-warning", medium: "mark-done", low: "mark-done" };
export const urgencyMark = (urgency) => el("span", { class: "chip " + (URGENCIES[urgency] ?? "mark-done") }, name(urgency));

export function statusMark(alert) {
  const tone = open(alert) === 0 ? "done" : alert.severity === "critical" ? "critical" : "warning";
  const word = open(alert) === 0 ? "resolved" : alert.severity;
  return el("span", { class: "mark-" + tone + " chip" }, word);
}

/** What an alert counts: 67 completions. */
export function sampleSize(alert) {
  const unit = { data_quality: "records", trend_degrading: "weeks" }[alert.rule] ?? "completions";
  return `${count(alert.n)} ${unit}`;
}

/** How sure: a trend has a p-value that has to stay below its bar, the others grow above theirs. */
export function evidence(alert) {
  const { value, bar } = alert.evidence;
  return alert.rule === "trend_degrading" ? `${pValue(value)}, bar ${pValue(bar)}` : `evidence ${count(value)} of ${count(bar)}`;
}

/** One alert in a feed: what happened, to whom, how sure. */
export function alertItem(alert) {
  const range = typeof alert.ci_low === "number" ? ` (${measured(alert, alert.ci_low)} to ${measured(alert, alert.ci_high)})` : "";
  return el(
    "li",
    { class: "alert", "data-key": alert.fingerprint },
    el("div", { class: "alert-top" }, statusMark(alert), el("b", {}, ruleName(alert)), subjectLink(alert.subject)),
    isRoi(alert) && el("div", { class: "alert-chart" }, interval(alert)),
    el(
      "p",
      {},
      `${measured(alert, alert.observed)}${range} observed, ${measured(alert, alert.expected)} expected`,
      typeof alert.variance_pct === "number" && ", ",
      typeof alert.variance_pct === "number" && el("b", { class: varianceTone(alert.variance_pct) }, signedPercent(alert.variance_pct)),
      ` over ${sampleSize(alert)}`,
    ),
    el(
      "p",
      { class: "quiet" },
      "since ",
      time(alert.started_at),
      alert.evidence && ` · ${evidence(alert)}`,
      " · ",
      el("a", { href: "#/alerts/" + encodeURIComponent(alert.fingerprint), "aria-label": `Why: ${ruleName(alert)}, ${alert.subject}` }, "Why"),
      " · ",
      runbookLink(alert.runbook_url),
    ),
  );
}
