// Every cohort in one table, what is wrong, who learns how, and whether the pipeline is well.

import { el, name } from "../dom.js";
import { commonScale, predictedActual, sparkline, trendMark, varianceBar } from "../charts.js";
import { count, decimal, money, multiplier, plural, share, shortMoney, signed, signedPercent } from "../format.js";
import { alerts, archetypes, cohorts, open, overall, state } from "../live.js";
import { alertItem, cohortLink, empty, exportLinks, heading, stat, urgencyMark, varianceTone } from "./parts.js";
import { vitals } from "./pipeline.js";

export const title = () => "Overview";

const sort = { field: "cohort", descending: false };

const COLUMNS = [
  ["cohort", "Cohort", "", ""],
  ["learners", "Learners", "num", "Learners whose latest profile is in the cohort"],
  ["completions", "Completions", "num", "Finished trainings, corrections applied, voids left out"],
  ["mean_roi", "Mean ROI", "num", "Benefit ÷ cost of a completion, averaged. 1.00x is break-even"],
  ["variance_pct", "Against expected", "num", "Mean ROI against what is expected of these archetypes"],
  ["slope", "Trend", "", "Weekly mean ROI of the last 26 weeks, one scale for all rows; dashed: expected"],
  ["mean_completion_rate", "Completion rate", "num", "Average share of a training that was finished"],
  ["cost_per_capability", "Cost per capability", "num", "Total cost ÷ capabilities added"],
];

export function act(data) {
  if (data.action === "sort") {
    sort.descending = sort.field === data.field ? !sort.descending : data.field !== "cohort";
    sort.field = data.field;
  }
}

export function render() {
  return [
    el("h1", { class: "visually-hidden" }, "Overview"),
    totals(),
    el("section", { "aria-label": "Cohorts" }, heading("Cohorts", exportLinks("cohorts", "Export")), cohortTable()),
    el(
      "div",
      { class: "columns" },
      el("section", { class: "card" }, heading("Alerts", el("a", { href: "#/alerts" }, "All alerts")), feed()),
      el("section", { class: "card" }, heading("Archetypes", el("a", { href: "#/archetypes" }, "Details")), mix()),
    ),
    el("section", { class: "card flush" }, heading("What to train next", exportLinks("insights", "Export")), nextTable()),
    el("section", { "aria-label": "Pipeline" }, heading("Pipeline", el("a", { href: "#/pipeline" }, "Details")), vitals()),
  ];
}

function totals() {
  const all = overall();
  if (!all) return empty("No completion has arrived yet. This page fills by itself.");
  const firing = alerts().filter((alert) => open(alert) > 0);
  const critical = firing.filter((alert) => alert.severity === "critical").length;
  return el(
    "dl",
    { class: "stats" },
    stat("Mean ROI", multiplier(all.mean_roi), `${signedPercent(all.variance_pct)} against expected`, "accent"),
    stat("Pooled ROI", multiplier(all.pooled_roi), `${shortMoney(all.total_benefit)} benefit ÷ ${shortMoney(all.total_cost)} cost`),
    stat("Learners", count(all.learners), `${count(all.active_learners)} active`),
    stat("Completions", count(all.completions), `${plural(all.capabilities_added, "capability", "capabilities")} added`),
    stat("Open alerts", count(firing.length), `${count(critical)} critical`, critical ? "bad" : null),
  );
}

const value = (row) => (sort.field === "slope" ? row.trend?.slope_per_week : row[sort.field]) ?? null;

function compare(a, b) {
  const [left, right] = [value(a), value(b)];
  if (left === null || right === null) return (left === null) - (right === null);
  const order = typeof left === "number" ? left - right : String(left).localeCompare(String(right));
  return sort.descending ? -order : order;
}

function cohortTable() {
  const rows = cohorts().sort((a, b) => compare(a, b) || a.cohort.localeCompare(b.cohort));
  if (!rows.length) return empty("No cohort has a learner yet.");
  const scale = commonScale(rows);
  return el(
    "div",
    { class: "card flush" },
    el(
      "table",
      { class: "cohorts" },
      el("thead", {}, el("tr", {}, COLUMNS.map(header))),
      el("tbody", {}, rows.map((row) => cohortRow(row, scale))),
    ),
  );
}

function header([field, label, kind, hint]) {
  const active = sort.field === field;
  const direction = active ? (sort.descending ? "descending" : "ascending") : "none";
  return el(
    "th",
    { scope: "col", class: kind, "aria-sort": direction, title: hint || null },
    el(
      "button",
      { type: "button", "data-action": "sort", "data-field": field },
      label,
      el("span", { class: "sort", "aria-hidden": "true" }, active ? (sort.descending ? "↓" : "↑") : "↕"),
    ),
  );
}

function cohortRow(row, scale) {
  const troubled = alerts().filter((alert) => open(alert) > 0 && alert.subject === row.cohort);
  const slope = row.trend?.slope_per_week;
  return el(
    "tr",
    { "data-key": row.cohort },
    el(
      "th",
      { scope: "row" },
      cohortLink(row.cohort),
      troubled.length > 0 && el("span", { class: "small bad" }, plural(troubled.length, "open alert")),
    ),
    cell("Learners", count(row.learners), `${count(row.active_learners)} active`),
    cell("Completions", count(row.completions), row.no_cost_completions ? `${count(row.no_cost_completions)} at no cost` : ""),
    cell("Mean ROI", el("b", {}, multiplier(row.mean_roi)), `pooled ${multiplier(row.pooled_roi)}`),
    cell(
      "Against expected",
      el("span", { class: "with-bar" }, varianceBar(row.variance_pct), el("b", { class: varianceTone(row.variance_pct) }, signedPercent(row.variance_pct))),
      `expected ${multiplier(row.expected_roi)}`,
    ),
    el(
      "td",
      { "data-label": "Trend" },
      el(
        "span",
        { class: "trend-cell" },
        sparkline(row.weeks ?? [], scale, row.expected_roi),
        el("span", {}, trendMark(row.trend), el("span", { class: "small" }, `${signed(slope, 3)}x a week`)),
      ),
    ),
    cell("Completion rate", share(row.mean_completion_rate, 1)),
    cell("Cost per capability", money(row.cost_per_capability)),
  );
}

const cell = (label, main, small) =>
  el("td", { class: "num", "data-label": label }, el("span", {}, main, small && el("span", { class: "small" }, small)));

function feed() {
  const newest = alerts().slice(0, 4);
  return newest.length ? el("ul", { class: "alerts" }, newest.map(alertItem)) : empty("Nothing departs from what is expected.");
}

/** The worst gap and the best fitting workflow of each cohort, as the stream publishes them. */
function nextTable() {
  const rows = cohorts()
    .map((row) => state.insights.get(row.cohort))
    .filter((row) => row && (row.gap || row.workflow))
    .sort((a, b) => b.critical_gaps - a.critical_gaps || a.cohort.localeCompare(b.cohort));
  if (!rows.length) return empty("No gaps or suggestions have been published yet. They appear here as the stream works them out.");
  const labels = ["Cohort", "Critical gaps", "Largest gap", "Workflow that fits best", "Fit", "Expected ROI", "Closing the gaps"];
  return el(
    "table",
    {},
    el("thead", {}, el("tr", {}, labels.map((label, i) => el("th", { scope: "col", class: i === 1 || i > 3 ? "num" : "" }, label)))),
    el(
      "tbody",
      {},
      rows.map((row) =>
        el(
          "tr",
          { "data-key": row.cohort },
          el("th", { scope: "row" }, cohortLink(row.cohort)),
          el("td", { class: "num", "data-label": labels[1] }, count(row.critical_gaps)),
          el("td", { "data-label": labels[2] }, row.gap ? el("span", {}, name(row.gap.component), " ", urgencyMark(row.gap.urgency)) : "–"),
          el("td", { "data-label": labels[3] }, row.workflow ? name(row.workflow.name) : "–"),
          el("td", { class: "num", "data-label": labels[4] }, decimal(row.workflow?.score, 2)),
          el("td", { class: "num", "data-label": labels[5] }, multiplier(row.expected_roi)),
          el("td", { class: "num", "data-label": labels[6] }, el("b", {}, multiplier(row.estimated_roi))),
        ),
      ),
    ),
  );
}

function mix() {
  const rows = archetypes().sort((a, b) => b.active_learners - a.active_learners);
  if (!rows.length) return empty("No archetype has been assigned yet.");
  const shares = overall()?.archetype_mix ?? {};
  const max = Math.max(2, ...rows.flatMap((row) => [row.mean_roi ?? 0, row.expected_roi ?? 0]));
  return el(
    "ul",
    { class: "mix" },
    rows.map((row) =>
      el(
        "li",
        { "data-key": row.archetype },
        el("span", { class: "mix-name" }, row.archetype),
        el("span", { class: "mix-share" }, share(shares[row.archetype], 0)),
        predictedActual(row.expected_roi, row.mean_roi, max),
        el("span", { class: "mix-roi" }, multiplier(row.mean_roi)),
        el("span", { class: varianceTone(row.variance_pct) ?? "quiet" }, signedPercent(row.variance_pct)),
      ),
    ),
    el("li", { class: "legend quiet" }, "share of active learners · ", el("i", { class: "key-tick" }), " expected ", el("i", { class: "key-dot" }), " actual mean ROI, from 0"),
  );
}
