// All alerts, and for one of them everything that speaks for it.

import { el, name } from "../dom.js";
import { interval } from "../charts.js";
import { count, decimal, multiplier, pValue, signedPercent, time } from "../format.js";
import { alerts, open, state } from "../live.js";
import { alertItem, empty, exportLinks, heading, isRoi, measured, measureName, ruleName, runbookLink, sampleSize, stat, statusMark, subjectLink, varianceTone } from "./parts.js";

export const title = ({ id }) => (id ? "Alert" : "Alerts");

export function render(_, { id }) {
  return id ? one(id) : list();
}

const MOST_SHOWN = 50;

function list() {
  const all = alerts();
  const unresolved = all.filter((alert) => open(alert) > 0);
  const resolved = all.filter((alert) => open(alert) === 0);
  return [
    el("h1", {}, "Alerts"),
    el("p", { class: "lead" }, "Warning: the week departs by more than the threshold. Critical: sequential evidence confirms that it is no accident."),
    el("section", { class: "card" }, heading("Open", el("span", { class: "quiet legend" }, el("i", { class: "key-dot" }), " observed with its 95 % interval ", el("i", { class: "key-tick" }), " expected"), exportLinks("alerts", "All alerts")), feed(unresolved, "Nothing departs from what is expected.")),
    el("section", { class: "card" }, heading("Resolved"), feed(resolved, "Nothing was resolved in the last 30 days.")),
  ];
}

const feed = (rows, none) =>
  rows.length
    ? [
        el("ul", { class: "alerts wide" }, rows.slice(0, MOST_SHOWN).map(alertItem)),
        rows.length > MOST_SHOWN && el("p", { class: "quiet more" }, `The latest ${count(MOST_SHOWN)} of ${count(rows.length)}; the export has all of them.`),
      ]
    : empty(none);

function one(fingerprint) {
  const alert = state.alerts.get(fingerprint);
  const crumbs = el("p", { class: "crumbs" }, el("a", { href: "#/alerts" }, "Alerts"));
  if (!alert) return [crumbs, el("h1", {}, "Alert"), empty("This alert is not known, or was resolved more than 30 days ago.")];
  const contributors = alert.top_contributors ?? [];
  return [
    crumbs,
    el("h1", {}, ruleName(alert), " ", statusMark(alert)),
    el("p", { class: "lead" }, subjectLink(alert.subject), " · ", name(measureName(alert.metric)), " · ", time(alert.window_start), " to ", time(alert.window_end)),
    el(
      "dl",
      { class: "stats" },
      stat("Observed", measured(alert, alert.observed), `${measured(alert, alert.ci_low)} to ${measured(alert, alert.ci_high)}`),
      stat("Expected", measured(alert, alert.expected), typeof alert.threshold_pct === "number" ? `threshold ±${decimal(alert.threshold_pct, 0)} %` : ""),
      stat("Variance", signedPercent(alert.variance_pct), `over ${sampleSize(alert)}`, varianceTone(alert.variance_pct)),
      alert.rule === "trend_degrading" && alert.evidence
        ? stat("Evidence", pValue(alert.evidence.value), `must stay below ${decimal(alert.evidence.bar, 4)}`)
        : stat("Evidence", alert.evidence ? count(alert.evidence.value) : "–", alert.evidence ? `must pass ${count(alert.evidence.bar)}` : "this rule keeps none"),
    ),
    el(
      "section",
      { class: "card" },
      heading("Why", runbookLink(alert.runbook_url, "What to do: the runbook")),
      isRoi(alert) && el("div", { class: "alert-chart large" }, interval(alert), el("p", { class: "quiet" }, el("i", { class: "key-dot" }), " observed with its 95 % interval ", el("i", { class: "key-tick" }), " expected of the same completions")),
      el(
        "dl",
        { class: "facts" },
        fact("Who completed (mix)", signedPercent(alert.mix_effect_pct)),
        fact("How they did (within)", signedPercent(alert.within_effect_pct)),
        fact("Raised", time(alert.started_at)),
        fact("Updated", time(alert.updated_at)),
        fact("Resolved", time(alert.ended_at)),
        alert.end_reason && fact("Because", name(alert.end_reason)),
      ),
      contributors.length > 0 && el("h3", {}, "Largest contributors"),
      contributors.length > 0 && contributorTable(contributors),
    ),
  ];
}

const fact = (label, value) => el("div", {}, el("dt", {}, label), el("dd", {}, value));

const contributorTable = (rows) =>
  el(
    "table",
    {},
    el("thead", {}, el("tr", {}, ["Who", "Completions", "Observed", "Expected", "Contribution"].map((label, i) => el("th", { scope: "col", class: i ? "num" : "" }, label)))),
    el(
      "tbody",
      {},
      rows.map((row) =>
        el(
          "tr",
          { "data-key": row.kind + row.id },
          el("th", { scope: "row" }, name(row.id), el("span", { class: "small" }, name(row.kind))),
          el("td", { class: "num", "data-label": "Completions" }, count(row.n)),
          el("td", { class: "num", "data-label": "Observed" }, multiplier(row.observed)),
          el("td", { class: "num", "data-label": "Expected" }, multiplier(row.expected)),
          el("td", { class: "num", "data-label": "Contribution" }, el("b", {}, signedPercent(row.contribution_pct))),
        ),
      ),
    ),
  );
