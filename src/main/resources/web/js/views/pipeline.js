// Is anything lost, late or refused? The conservation ledger, what is left to read, and why records were refused.

import { el, name } from "../dom.js";
import { bar, outcomeBar } from "../charts.js";
import { ago, count, decimal, NONE, plural, time } from "../format.js";
import { lag, ledgerTopics, state } from "../live.js";
import { empty, exportLinks, heading, stat } from "./parts.js";

export const title = () => "Pipeline";

const FIELDS = [
  ["applied", "Applied"],
  ["duplicate", "Duplicate"],
  ["superseded", "Superseded"],
  ["waiting", "Waiting"],
  ["dead_lettered", "Dead-lettered"],
];

export function render() {
  return [
    el("h1", {}, "Pipeline"),
    el("p", { class: "lead" }, "Every record that comes in ends in exactly one way. Where the sum is right, nothing was lost and nothing counted twice."),
    vitals(),
    el("section", { class: "card flush" }, heading("Conservation per topic"), ledgerTable(ledgerTopics())),
    el("div", { class: "columns" }, streamCard(), reasonsCard()),
    el("section", { class: "card flush" }, heading("Latest refused records", el("span", { class: "quiet" }, "where they stand; their content is only on the topic dead-letters")), latestTable()),
    exportsCard(),
  ];
}

/** Five numbers that say whether all is well; the overview shows them too. */
export function vitals() {
  const topics = ledgerTopics();
  const sum = (field) => topics.reduce((total, row) => total + row[field], 0);
  const balanced = topics.every((row) => row.balanced);
  const behind = lag();
  return el(
    "dl",
    { class: "stats" },
    stat("Stream", state.streamState.toLowerCase() || "unknown", state.stale ? `stale since ${time(state.staleSince)}` : "numbers are current", state.stale ? "bad" : "good"),
    stat("Records in", count(sum("input")), `${decimal(sum("perSecond"), 1)} a second now`),
    stat("Lag", behind === null ? NONE : count(behind), behind === null ? "not measured yet" : "records not yet processed", behind > 10000 ? "warn" : null),
    stat("Ledger", topics.length ? (balanced ? "balances" : "does not balance") : "empty", `${count(sum("waiting"))} waiting for a learner or workflow`, balanced ? "good" : "bad"),
    stat("Refused", count(sum("dead_lettered")), "dead-lettered with the reason", sum("dead_lettered") ? "warn" : null),
  );
}

function streamCard() {
  const pipeline = state.pipeline;
  if (!pipeline) return el("section", { class: "card" }, heading("Stream"), empty("Not measured yet."));
  const { stream } = pipeline;
  const restoring = stream.restoring_records > 0 || !stream.ready;
  return el(
    "section",
    { class: "card" },
    heading("This process", el("span", { class: "quiet" }, `measured ${ago(pipeline.measured_at)} ago`)),
    el(
      "dl",
      { class: "facts" },
      fact("State", stream.state.toLowerCase()),
      fact("Restore", restoring ? `${count(stream.restoring_records)} records left, since ${time(stream.not_ready_since)}` : "complete", restoring ? "warn" : "good"),
      fact("Tasks", `${count(stream.active_tasks)} active, ${count(stream.standby_tasks)} standby`),
      Object.entries(pipeline.lag).map(([topic, records]) => fact(`Lag of ${topic}`, plural(records, "record"))),
    ),
  );
}

const fact = (label, value, tone) => el("div", { "data-key": label }, el("dt", {}, label), el("dd", { class: tone ?? null }, value));

const REASONS = {
  malformed: "not the JSON it should be",
  invalid: "a field is missing or out of range",
  "key-mismatch": "the key is not the value's id",
  future: "from more than a day ahead",
  "beyond-horizon": "older than the activity horizon",
  currency: "a currency without a rate",
  oversize: "larger than allowed",
  conflict: "same id, other content",
};

function reasonsCard() {
  const letters = state.pipeline?.dead_letters;
  const rows = letters?.reasons ?? [];
  const max = Math.max(1, ...rows.map((row) => row.records));
  return el(
    "section",
    { class: "card" },
    heading("Refused, by reason", letters && !letters.complete && el("span", { class: "warn" }, "still counting")),
    rows.length
      ? el(
          "ul",
          { class: "mix plain reasons" },
          rows.map((row) =>
            el(
              "li",
              { "data-key": row.topic + row.reason },
              el("span", { class: "mix-name" }, name(row.reason), el("span", { class: "small" }, `${REASONS[row.reason] ?? ""} · `, name(row.topic))),
              bar(row.records, max, plural(row.records, "record"), "hbar-dead"),
              el("span", { class: "mix-roi" }, count(row.records)),
            ),
          ),
        )
      : empty("No record was refused."),
  );
}

function latestTable() {
  const rows = (state.pipeline?.dead_letters.latest ?? []).slice(0, 10);
  if (!rows.length) return empty("No record was refused.");
  return el(
    "table",
    {},
    el("thead", {}, el("tr", {}, ["When", "Topic", "Partition", "Offset", "Reason", "Rule"].map((label, i) => el("th", { scope: "col", class: i === 2 || i === 3 ? "num" : "" }, label)))),
    el(
      "tbody",
      {},
      rows.map((row) =>
        el(
          "tr",
          { "data-key": row.topic + row.partition + row.offset },
          el("th", { scope: "row" }, time(row.at)),
          el("td", { "data-label": "Topic" }, name(row.topic)),
          el("td", { "data-label": "Partition", class: "num" }, name(row.partition)),
          el("td", { "data-label": "Offset", class: "num" }, name(row.offset)),
          el("td", { "data-label": "Reason" }, el("span", { class: "chip mark-warning" }, name(row.reason))),
          el("td", { "data-label": "Rule", class: "quiet" }, name(row.detail)),
        ),
      ),
    ),
  );
}

function exportsCard() {
  const rows = [
    ["ROI records, final", "the latest version of each completion", exportLinks("roi-records", "Final records", "versions=final", "roi-records-final")],
    ["ROI records, all", "every version, as on the topic", exportLinks("roi-records", "All records")],
    ["Learners", "profile in short, completions, mean ROI", exportLinks("learners", "Learners")],
    ["Cohorts", "the numbers of the overview", exportLinks("cohorts", "Cohorts")],
    ["Archetypes", "predicted and actual", exportLinks("archetypes", "Archetypes")],
    ["Alerts", "with evidence, also resolved ones", exportLinks("alerts", "Alerts")],
    ["Gaps and workflows", "per cohort", exportLinks("insights", "Gaps and workflows")],
  ];
  return el(
    "section",
    { class: "card" },
    heading("Exports", el("span", { class: "quiet" }, "complete and streamed; row count and SHA-256 follow as HTTP trailers")),
    el("ul", { class: "rows exports-list" }, rows.map(([what, note, links]) => el("li", {}, el("span", {}, el("b", {}, what), el("span", { class: "small" }, note)), links))),
  );
}

function ledgerTable(topics) {
  if (!topics.length) return empty("No record has been read yet.");
  return el(
    "table",
    { class: "ledger" },
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", { scope: "col" }, "Topic"),
        el("th", { scope: "col", class: "num" }, "A second"),
        el("th", { scope: "col", class: "num" }, "In"),
        FIELDS.map(([field, label]) => el("th", { scope: "col", class: "num" }, el("i", { class: "key outcome-" + field }), label)),
        el("th", { scope: "col" }, "Sum"),
      ),
    ),
    el("tbody", {}, topics.map(ledgerRow)),
  );
}

function ledgerRow(row) {
  return el(
    "tr",
    { "data-key": row.topic },
    el("th", { scope: "row" }, name(row.topic), outcomeBar(row)),
    el("td", { class: "num", "data-label": "A second" }, decimal(row.perSecond, 1)),
    el("td", { class: "num", "data-label": "In" }, count(row.input)),
    FIELDS.map(([field, label]) => el("td", { class: "num", "data-label": label }, count(row[field]))),
    el("td", { "data-label": "Sum", class: row.balanced ? "good" : "bad" }, row.balanced ? "✓ balances" : "✗ differs"),
  );
}
