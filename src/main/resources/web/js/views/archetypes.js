// How people learn, and whether the return of each way of learning is what was predicted.

import { el, name } from "../dom.js";
import { bar, predictedActual, tenths, trendMark } from "../charts.js";
import { count, multiplier, share, signedPercent } from "../format.js";
import { archetypes, cohorts, overall, state } from "../live.js";
import { remote } from "../remote.js";
import { cohortLink, empty, exportLinks, heading, varianceTone } from "./parts.js";

export const title = () => "Archetypes";

export function render() {
  const rows = archetypes().sort((a, b) => b.active_learners - a.active_learners);
  return [
    el("h1", {}, "Archetypes"),
    el("p", { class: "lead" }, "Learners by how they learn. Predicted is the ROI expected of the archetype, actual what its completions earned."),
    el("section", { class: "card flush" }, heading("Predicted and actual", exportLinks("archetypes", "Export")), rows.length ? table(rows) : empty("No archetype has been assigned yet.")),
    el("section", { class: "card flush" }, heading("Calibration", el("span", { class: "quiet" }, "does the baseline still hold?")), calibration()),
    el("section", { class: "card flush" }, heading("Mix per cohort"), mixTable(rows)),
  ];
}

function table(rows) {
  const shares = overall()?.archetype_mix ?? {};
  const max = Math.max(2, ...rows.flatMap((row) => [row.mean_roi ?? 0, row.expected_roi ?? 0]));
  const sure = remote("api/v1/learners?status=active&limit=1", 10000).data?.distribution.archetype_confidence ?? {};
  const columns = ["Archetype", "Share of active learners", "Confidence", "Completions", "From 0", "Predicted", "Actual", "Variance", "Trend"];
  return el(
    "table",
    { class: "archetypes" },
    el("thead", {}, el("tr", {}, columns.map((column, i) => el("th", { scope: "col", class: i === 4 ? "wide-only" : i > 2 && i !== 8 ? "num" : "" }, column)))),
    el(
      "tbody",
      {},
      rows.map((row) =>
        el(
          "tr",
          { "data-key": row.archetype },
          el("th", { scope: "row" }, row.archetype),
          el("td", { "data-label": "Share of active learners", class: "share" }, bar(shares[row.archetype] ?? 0, 0.5, share(shares[row.archetype], 1)), el("span", {}, share(shares[row.archetype], 1), el("span", { class: "small" }, `${count(row.active_learners)} of ${count(row.learners)} active`))),
          el("td", { "data-label": "Confidence" }, confidence(row.archetype, sure[row.archetype])),
          el("td", { "data-label": "Completions", class: "num" }, count(row.completions)),
          el("td", { class: "wide-only" }, predictedActual(row.expected_roi, row.mean_roi, max)),
          el("td", { "data-label": "Predicted", class: "num" }, multiplier(row.expected_roi)),
          el("td", { "data-label": "Actual", class: "num" }, el("b", {}, multiplier(row.mean_roi))),
          el("td", { "data-label": "Variance", class: "num" }, el("span", { class: varianceTone(row.variance_pct) }, signedPercent(row.variance_pct))),
          el("td", { "data-label": "Trend" }, trendMark(row.trend)),
        ),
      ),
    ),
  );
}

/** How sure the assignments are: learners by tenth of confidence, and the mean. */
const confidence = (label, spread) =>
  spread
    ? el("span", { class: "sure" }, tenths(spread.tenths, `${label}, learners by tenth of confidence: ${spread.tenths.join(", ")}`), el("span", {}, share(spread.mean, 0), el("span", { class: "small" }, "on average")))
    : "–";

const VERDICTS = { within: "within 15 %", drifted: "drifted", insufficient_data: "too few data" };

function calibration() {
  const reports = [...state.calibration.values()].sort((a, b) => a.archetype.localeCompare(b.archetype));
  if (!reports.length) return empty("No archetype has been compared with its baseline yet. Reports appear here as they are published.");
  return el(
    "table",
    {},
    el("thead", {}, el("tr", {}, ["Archetype", "Verdict", "Predicted", "Actual", "Variance", "Recommended", "Reason"].map((label, i) => el("th", { scope: "col", class: i > 1 && i < 6 ? "num" : "" }, label)))),
    el(
      "tbody",
      {},
      reports.map((row) =>
        el(
          "tr",
          { "data-key": row.archetype },
          el("th", { scope: "row" }, name(row.archetype)),
          el("td", { "data-label": "Verdict", class: row.verdict === "drifted" ? "bad" : null }, VERDICTS[row.verdict] ?? name(row.verdict)),
          el("td", { class: "num", "data-label": "Predicted" }, multiplier(row.predicted)),
          el("td", { class: "num", "data-label": "Actual" }, el("span", {}, multiplier(row.actual), el("span", { class: "small" }, `${multiplier(row.ci_low)} to ${multiplier(row.ci_high)}, n ${count(row.n)}`))),
          el("td", { class: "num", "data-label": "Variance" }, signedPercent(row.variance_pct)),
          el("td", { class: "num", "data-label": "Recommended" }, multiplier(row.recommended)),
          el("td", { class: "quiet", "data-label": "Reason" }, name(row.reason)),
        ),
      ),
    ),
  );
}

function mixTable(rows) {
  const names = rows.map((row) => row.archetype);
  const list = cohorts().sort((a, b) => a.cohort.localeCompare(b.cohort));
  if (!list.length) return empty("No cohort has a learner yet.");
  return el(
    "table",
    { class: "mixes" },
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Cohort"), names.map((label) => el("th", { scope: "col", class: "num" }, label)))),
    el(
      "tbody",
      {},
      list.map((row) =>
        el(
          "tr",
          { "data-key": row.cohort },
          el("th", { scope: "row" }, cohortLink(row.cohort)),
          names.map((label) => el("td", { class: "num", "data-label": label }, share(row.archetype_mix?.[label], 0))),
        ),
      ),
    ),
  );
}
