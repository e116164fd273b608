// Pieces that several pages show.

import { el, name } from "../dom.js";
import { count, multiplier, signedPercent, time } from "../format.js";
import { open } from "../live.js";

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

export const exportLinks = (what, label) =>
  el(
    "span",
    { class: "exports" },
    el("span", { class: "quiet" }, label),
    ["csv", "json", "jsonl"].map((format) =>
      el("a", { href: `api/v1/export/${what}?format=${format}`, download: `${what}.${format}`, "aria-label": `${label} as ${format.toUpperCase()}` }, format.toUpperCase()),
    ),
  );

export function subjectLink(subject) {
  const text = String(subject);
  if (text.startsWith("archetype:")) return el("a", { href: "#/archetypes" }, name(text.slice(10)));
  return cohortLink(text);
}

const RULES = {
  roi_variance: "ROI away from expected",
  roi_outlier: "Outlying completion",
  trend_degrading: "Trend degrading",
  cost_variance: "Cost and ledger differ",
  calibration_drift: "Baseline drifted",
  data_quality: "Data quality",
};

export const ruleName = (rule) => RULES[rule] ?? String(rule).replaceAll("_", " ");
export const varianceTone = (value) => (typeof value !== "number" ? null : value <= -10 ? "bad" : value >= 10 ? "good" : null);

export function statusMark(alert) {
  const tone = open(alert) === 0 ? "done" : alert.severity === "critical" ? "critical" : "warning";
  const word = open(alert) === 0 ? "resolved" : alert.severity;
  return el("span", { class: "mark-" + tone + " chip" }, word);
}

/** One alert in a feed: what happened, to whom, how sure. */
export function alertItem(alert) {
  const interval = typeof alert.ci_low === "number" ? ` (${multiplier(alert.ci_low)} to ${multiplier(alert.ci_high)})` : "";
  return el(
    "li",
    { class: "alert", "data-key": alert.fingerprint },
    el("div", { class: "alert-top" }, statusMark(alert), el("b", {}, ruleName(alert.rule)), subjectLink(alert.subject)),
    el(
      "p",
      {},
      `${multiplier(alert.observed)}${interval} observed, ${multiplier(alert.expected)} expected, `,
      el("b", { class: varianceTone(alert.variance_pct) }, signedPercent(alert.variance_pct)),
      ` over ${count(alert.n)} completions`,
    ),
    el(
      "p",
      { class: "quiet" },
      "since ",
      time(alert.started_at),
      alert.evidence && ` · evidence ${count(alert.evidence.value)} of ${count(alert.evidence.bar)}`,
      " · ",
      el("a", { href: "#/alerts/" + encodeURIComponent(alert.fingerprint) }, "Why"),
    ),
  );
}
