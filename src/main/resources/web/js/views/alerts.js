// All alerts, and for one of them everything that speaks for it.

import { el, name } from "../dom.js";
import { count, decimal, multiplier, signedPercent, time } from "../format.js";
import { alerts, open, state } from "../live.js";
import { alertItem, empty, heading, ruleName, stat, statusMark, subjectLink, varianceTone } from "./parts.js";

export const title = ({ id }) => (id ? "Alert" : "Alerts");

export function render(_, { id }) {
  return id ? one(id) : list();
}

function list() {
  const all = alerts();
  const unresolved = all.filter((alert) => open(alert) > 0);
  const resolved = all.filter((alert) => open(alert) === 0);
  return [
    el("h1", {}, "Alerts"),
    el("p", { class: "lead" }, "Warning: the week departs by more than the threshold. Critical: sequential evidence confirms that it is no accident."),
    el("section", { class: "card" }, heading("Open"), feed(unresolved, "Nothing departs from what is expected.")),
    el("section", { class: "card" }, heading("Resolved"), feed(resolved, "Nothing was resolved in the last 30 days.")),
  ];
}

const feed = (rows, none) => (rows.length ? el("ul", { class: "alerts wide" }, rows.map(alertItem)) : empty(none));

/** Only addresses of the web or of this server become links; anything else stays text. */
function runbook(url) {
  const text = String(url ?? "");
  return /^https?:\/\//.test(text) ? el("a", { href: text, rel: "noreferrer" }, "Runbook") : name(text);
}

function one(fingerprint) {
  const alert = state.alerts.get(fingerprint);
  if (!alert) return [el("h1", {}, "Alert"), empty("This alert is not known, or was resolved more than 30 days ago.")];
  const contributors = alert.top_contributors ?? [];
  return [
    el("h1", {}, ruleName(alert.rule), " ", statusMark(alert)),
    el("p", { class: "lead" }, subjectLink(alert.subject), ` · ${String(alert.metric)} · `, time(alert.window_start), " to ", time(alert.window_end)),
    el(
      "dl",
      { class: "stats" },
      stat("Observed", multiplier(alert.observed), `${multiplier(alert.ci_low)} to ${multiplier(alert.ci_high)}`),
      stat("Expected", multiplier(alert.expected), `threshold ±${decimal(alert.threshold_pct, 0)} %`),
      stat("Variance", signedPercent(alert.variance_pct), `over ${count(alert.n)} completions`, varianceTone(alert.variance_pct)),
      stat("Evidence", alert.evidence ? count(alert.evidence.value) : "–", alert.evidence ? `must pass ${count(alert.evidence.bar)}` : "this rule keeps none"),
    ),
    el(
      "section",
      { class: "card" },
      heading("Why"),
      el(
        "dl",
        { class: "facts" },
        fact("Who completed (mix)", signedPercent(alert.mix_effect_pct)),
        fact("How they did (within)", signedPercent(alert.within_effect_pct)),
        fact("Raised", time(alert.started_at)),
        fact("Updated", time(alert.updated_at)),
        fact("Resolved", time(alert.ended_at)),
        fact("Runbook", runbook(alert.runbook_url)),
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
