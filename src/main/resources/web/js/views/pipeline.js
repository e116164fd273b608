// Is anything lost, late or refused? The conservation ledger, per topic.

import { el, name } from "../dom.js";
import { outcomeBar } from "../charts.js";
import { count, decimal } from "../format.js";
import { ledgerTopics, state } from "../live.js";
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
  const topics = ledgerTopics();
  const sum = (field) => topics.reduce((total, row) => total + row[field], 0);
  const balanced = topics.every((row) => row.balanced);
  return [
    el("h1", {}, "Pipeline"),
    el("p", { class: "lead" }, "Every record that comes in ends in exactly one way. Where the sum is right, nothing was lost and nothing counted twice."),
    el(
      "dl",
      { class: "stats" },
      stat("Stream", state.streamState.toLowerCase() || "unknown", state.stale ? "views are stale" : "views are current", state.stale ? "bad" : "good"),
      stat("Records in", count(sum("input")), `${decimal(sum("perSecond"), 0)} a second now`),
      stat("Ledger", topics.length ? (balanced ? "balances" : "does not balance") : "empty", `over ${count(state.ledger.size)} partitions`, balanced ? "good" : "bad"),
      stat("Waiting", count(sum("waiting")), "for a learner or a workflow"),
      stat("Dead-lettered", count(sum("dead_lettered")), "kept with their reason", sum("dead_lettered") ? "warn" : null),
    ),
    el("section", { class: "card" }, heading("Conservation per topic", exportLinks("roi-records", "All ROI records")), ledgerTable(topics)),
  ];
}

export function ledgerTable(topics) {
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
    el("td", { class: "num", "data-label": "In" }, count(row.input)),
    FIELDS.map(([field, label]) => el("td", { class: "num", "data-label": label }, count(row[field]))),
    el("td", { "data-label": "Sum", class: row.balanced ? "good" : "bad" }, row.balanced ? "✓ balances" : "✗ differs"),
  );
}
