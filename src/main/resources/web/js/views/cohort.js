// One cohort: its numbers, its trajectory with what was expected, and its people.

import { bar, trendMark } from "../charts.js";
import { el, name } from "../dom.js";
import { count, decimal, money, multiplier, plural, pValue, share, shortMoney, signed, signedPercent, time } from "../format.js";
import { alerts, state } from "../live.js";
import { remote } from "../remote.js";
import { drawTrajectory } from "../trajectory.js";
import { alertItem, empty, exportLinks, heading, learnerLink, stat, urgencyMark, varianceTone } from "./parts.js";

export const title = ({ id }) => id;

const loaded = { id: "", row: null };

export function render(_, { id }) {
  const row = state.scopes.get(id);
  const crumbs = el("p", { class: "crumbs" }, el("a", { href: "#/" }, "Overview"), " / Cohort");
  if (!row || row.cohort === undefined) {
    return [crumbs, el("h1", {}, name(id)), empty("This cohort is not known. It may have been renamed, or have no learner yet.")];
  }
  const own = alerts().filter((alert) => alert.subject === id);
  return [
    crumbs,
    el("h1", {}, name(id), " ", trendMark(row.trend)),
    el("p", { class: "lead" }, `Newest event ${time(row.updated_at)}. Trend: ${signed(row.trend?.slope_per_week, 4)}x a week over ${count(row.trend?.windows)} complete weeks, ${pValue(row.trend?.p_value)}.`),
    el(
      "dl",
      { class: "stats" },
      stat("Mean ROI", multiplier(row.mean_roi), `pooled ${multiplier(row.pooled_roi)}`, "accent"),
      stat("Against expected", signedPercent(row.variance_pct), `expected ${multiplier(row.expected_roi)}`, varianceTone(row.variance_pct)),
      stat("Median ROI", multiplier(row.median_roi), `p90 ${multiplier(row.p90_roi)} · σ ${decimal(row.stddev_roi, 2)}`),
      stat("Learners", count(row.learners), `${count(row.active_learners)} active`),
      stat("Completions", count(row.completions), `${share(row.mean_completion_rate, 1)} finished on average`),
      stat("Cost per capability", money(row.cost_per_capability), `${shortMoney(row.total_benefit)} ÷ ${shortMoney(row.total_cost)}`),
    ),
    el(
      "section",
      { class: "card" },
      heading("ROI by week", el("span", { class: "quiet" }, "mean of each week, from 0; bars: completions; empty weeks are gaps")),
      el("div", { id: "trajectory", class: "trajectory", "data-own": id, role: "img", "aria-label": "Weekly mean ROI, expected ROI and completions" }),
    ),
    el(
      "div",
      { class: "columns" },
      el("section", { class: "card" }, heading("Archetype mix"), mix(row)),
      el("section", { class: "card" }, heading("Alerts", el("a", { href: "#/alerts" }, "All alerts")), own.length ? el("ul", { class: "alerts" }, own.slice(0, 5).map(alertItem)) : empty("No alert for this cohort.")),
    ),
    ...insights(id),
    people(id),
  ];
}

function insights(id) {
  const path = "api/v1/cohorts/" + encodeURIComponent(id);
  const version = state.insights.get(id)?.appended_at_ms ?? null;
  const gaps = remote(path + "/gaps", 60000, version);
  const fits = remote(path + "/workflows", 60000, version);
  return [
    el(
      "section",
      { class: "card" },
      heading("Gaps", gaps.data?.gaps.length > 0 && el("span", { class: "quiet" }, `${count(gaps.data.critical_gaps)} critical; expected ROI ${multiplier(gaps.data.expected_roi)}, with the gaps closed ${multiplier(gaps.data.estimated_roi)}`)),
      gaps.data ? gapTable(gaps.data.gaps) : empty(gaps.error ?? "Looking…"),
    ),
    el("section", { class: "card" }, heading("Suggested workflows", fits.data?.workflows.length > 0 && el("span", { class: "quiet" }, "score = 0.4 domain + 0.3 pace + 0.2 engagement + 0.1 retention")), fits.data ? fitTable(fits.data.workflows) : empty(fits.error ?? "Looking…")),
  ];
}

function gapTable(rows) {
  if (!rows.length) return empty("No gaps have been published for this cohort yet. They appear here as the stream works them out.");
  return el(
    "table",
    {},
    el("thead", {}, el("tr", {}, ["Component", "Category", "Urgency", "Severity", "Activated", "Why"].map((label, i) => el("th", { scope: "col", class: i === 3 || i === 4 ? "num" : "" }, label)))),
    el(
      "tbody",
      {},
      rows.map((row) =>
        el(
          "tr",
          { "data-key": row.component },
          el("th", { scope: "row" }, name(row.component)),
          el("td", { "data-label": "Category" }, name(row.category)),
          el("td", { "data-label": "Urgency" }, urgencyMark(row.urgency)),
          el("td", { class: "num", "data-label": "Severity" }, decimal(row.severity, 2)),
          el("td", { class: "num", "data-label": "Activated" }, `${decimal(row.activated, 1)} of ${count(row.discovered)}`),
          el("td", { class: "quiet", "data-label": "Why" }, name(row.reason)),
        ),
      ),
    ),
  );
}

const FIT = ["domain", "pace", "engagement", "retention"];

function fitTable(rows) {
  if (!rows.length) return empty("No workflows have been suggested for this cohort yet. They appear here as the stream works them out.");
  return el(
    "table",
    {},
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Workflow"), el("th", { scope: "col", class: "num" }, "Score"), FIT.map((part) => el("th", { scope: "col", class: "num" }, part)), el("th", { scope: "col", class: "num" }, "Realised ROI"))),
    el(
      "tbody",
      {},
      rows.map((row) =>
        el(
          "tr",
          { "data-key": row.workflow_id },
          el("th", { scope: "row" }, name(row.name), el("span", { class: "small" }, name(row.workflow_id))),
          el("td", { class: "num", "data-label": "Score" }, el("b", {}, decimal(row.score, 2))),
          FIT.map((part) => el("td", { class: "num", "data-label": part }, decimal(row[part], 2))),
          el(
            "td",
            { class: "num", "data-label": "Realised ROI" },
            el("span", {}, multiplier(row.realised?.mean_roi), el("span", { class: "small" }, row.realised?.n ? `${multiplier(row.realised.ci_low)} to ${multiplier(row.realised.ci_high)}, n ${count(row.realised.n)}` : "not seen yet")),
          ),
        ),
      ),
    ),
  );
}

/** Both ends of the cohort; the segment analyser has all of it. */
function people(id) {
  const path = "api/v1/learners?limit=5&cohort=" + encodeURIComponent(id);
  const [best, worst] = [remote(path + "&sort=-mean_roi", 10000), remote(path + "&min_roi=0&sort=mean_roi", 10000)];
  const where = "#/learners?cohort=" + encodeURIComponent(id);
  const aside = el("span", { class: "exports" }, exportLinks("learners", "Export", "cohort=" + encodeURIComponent(id)), el("a", { href: where }, best.data ? `All ${plural(best.data.total, "learner")}` : "All learners"));
  return el(
    "section",
    { class: "card" },
    heading("Learners", aside),
    best.data && worst.data
      ? el("div", { class: "columns tight" }, ends("Highest mean ROI", best.data.learners), ends("Lowest mean ROI", worst.data.learners))
      : empty(best.error ?? worst.error ?? "Looking…"),
  );
}

const ends = (label, rows) =>
  el(
    "div",
    {},
    el("h3", {}, label),
    el(
      "ul",
      { class: "rows" },
      rows.map((row) =>
        el(
          "li",
          { "data-key": row.learner_id },
          el("span", {}, learnerLink(row.learner_id), el("span", { class: "small" }, name(row.archetype), ` · ${plural(row.completions, "completion")}`)),
          el("b", {}, multiplier(row.mean_roi)),
        ),
      ),
    ),
  );

function mix(row) {
  const entries = Object.entries(row.archetype_mix ?? {}).sort((a, b) => b[1] - a[1]);
  if (!entries.length) return empty("No active learner.");
  return el(
    "ul",
    { class: "mix plain" },
    entries.map(([label, part]) =>
      el("li", {}, el("span", { class: "mix-name" }, label), bar(part, 0.5, share(part, 1)), el("span", { class: "mix-roi" }, share(part, 1))),
    ),
  );
}

/** Weeks before the first completion say nothing; at least eight are drawn, so that a new cohort has an axis. */
function sinceFirst(weeks) {
  const first = weeks.findIndex((week) => week.completions > 0);
  return first < 0 ? weeks : weeks.slice(Math.max(0, Math.min(first, weeks.length - 8)));
}

/** The pushed summary has 26 weeks; the whole record is fetched once per change and drawn. */
export async function after(_, { id }) {
  const row = state.scopes.get(id);
  const drawn = document.querySelector("#trajectory .uplot");
  if (!row || (drawn && loaded.id === id && loaded.row === row)) return;
  loaded.id = id;
  loaded.row = row;
  const answer = await fetch("api/v1/cohorts/" + encodeURIComponent(id));
  if (!answer.ok) return;
  const record = await answer.json();
  const box = document.getElementById("trajectory");
  if (box && box.dataset.own === id) drawTrajectory(box, sinceFirst(record.weeks));
}
