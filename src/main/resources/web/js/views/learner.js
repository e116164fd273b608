// One learner: what the stream thinks of how they learn, and what they did.

import { bar, earned } from "../charts.js";
import { el, name } from "../dom.js";
import { count, decimal, multiplier, share, time } from "../format.js";
import { remote } from "../remote.js";
import { cohortLink, empty, heading, recordLink, stat } from "./parts.js";

export const title = ({ parts }) => parts[0];

const TRAITS = {
  learning_velocity: "Learning velocity",
  domain_affinity: "Domain affinity",
  interaction_frequency: "Interaction frequency",
  feedback_responsiveness: "Feedback responsiveness",
  retention_strength: "Retention strength",
};

export function render(_, { parts }) {
  const id = parts[0];
  const path = "api/v1/learners/" + encodeURIComponent(id);
  const learner = remote(path);
  const crumbs = el("p", { class: "crumbs" }, el("a", { href: "#/" }, "Overview"), " / ", el("a", { href: "#/learners" }, "Learners"));
  if (!learner.data) return [crumbs, el("h1", {}, name(id)), empty(learner.error ?? "Looking…")];
  const data = learner.data;
  return [
    crumbs,
    el("h1", {}, name(id)),
    el("p", { class: "lead" }, cohortLink(data.cohort), ` · ${data.status ?? "no profile yet"} · newest event ${time(data.updated_at)}`, attributes(data.attributes)),
    el(
      "dl",
      { class: "stats" },
      stat("Archetype", name(data.archetype), `confidence ${share(data.confidence, 0)}`, "accent"),
      stat("Mean ROI", multiplier(data.mean_roi), `over ${count(data.completions)} completions`),
      stat("Activities", count(data.counts?.activities), `norms ${data.norms_version}`),
    ),
    el(
      "div",
      { class: "columns" },
      el("section", { class: "card" }, heading("Traits", el("span", { class: "quiet" }, "0.5 is the middle of learners at the same stage")), traits(data.traits)),
      el("section", { class: "card" }, heading("ROI of each completion", el("span", { class: "quiet" }, "the oldest first, from 0; dashed: break-even")), chart(data.roi_records)),
    ),
    el("section", { class: "card" }, heading("ROI records", el("span", { class: "quiet" }, "the final version of each")), records(id, data.roi_records)),
    el("section", { class: "card" }, heading("Timeline"), timeline(id, remote(path + "/timeline"))),
  ];
}

const attributes = (values) =>
  Object.entries(values ?? {}).map(([key, value]) => el("span", { class: "tag" }, name(key), ": ", name(value)));

const traits = (values) =>
  el(
    "ul",
    { class: "mix plain" },
    Object.entries(TRAITS).map(([field, label]) =>
      el("li", {}, el("span", { class: "mix-name" }, label), bar(values?.[field] ?? 0, 1, decimal(values?.[field], 2)), el("span", { class: "mix-roi" }, decimal(values?.[field], 2))),
    ),
  );

function records(id, rows) {
  if (!rows.length) return empty("No completion yet.");
  return el(
    "ul",
    { class: "rows record-rows" },
    rows.slice(0, 20).map((row) =>
      el(
        "li",
        { "data-key": row.completion_id },
        el("span", {}, recordLink(id, row.completion_id, name(row.workflow_id)), el("span", { class: "small" }, time(row.timestamp))),
        row.voided ? el("span", { class: "chip mark-done" }, "voided") : el("b", {}, multiplier(row.roi_multiplier)),
      ),
    ),
    rows.length > 20 && el("li", { class: "quiet" }, `and ${count(rows.length - 20)} earlier ones in the timeline`),
  );
}

const MOST_DRAWN = 60;

function chart(rows) {
  const rated = rows.filter((row) => typeof row.roi_multiplier === "number").slice(0, MOST_DRAWN);
  return rated.length ? earned(rated.reverse()) : empty("No completion with a cost yet.");
}

const FIRST_LINES = 30;
const opened = { id: "" };

export function act(data, { parts }) {
  if (data.action === "whole-timeline") opened.id = parts[0];
}

/** Numbers as people read them; the multiplier stands at the end of the line, with its link. */
function details(values) {
  return Object.entries(values)
    .filter(([key]) => key !== "roi_multiplier" && key !== "kind" || values[key] === "voided" || values[key] === "corrected")
    .map(([key, value]) => el("span", { class: "tag" }, name(key.replaceAll("_", " ")), ": ", name(/^-?\d+\.\d+$/.test(value) ? String(Number(Number(value).toFixed(2))) : value)));
}

function timeline(id, answer) {
  if (!answer.data) return empty(answer.error ?? "Looking…");
  const all = answer.data.timeline;
  if (!all.length) return empty("Nothing is kept of this learner's history yet.");
  const lines = opened.id === id ? all : all.slice(0, FIRST_LINES);
  return [
    timelineList(id, lines),
    lines.length < all.length && el("p", { class: "more" }, el("button", { type: "button", class: "quiet-button", "data-action": "whole-timeline" }, `Show all ${count(all.length)}`)),
  ];
}

function timelineList(id, lines) {
  return el(
    "ol",
    { class: "timeline" },
    lines.map((line, i) =>
      el(
        "li",
        { class: "line-" + line.kind, "data-key": i + line.at + line.id },
        el("time", { datetime: line.at }, time(line.at)),
        el("b", {}, line.kind),
        el("span", {}, details(line.details)),
        line.roi ? recordLink(id, line.roi.completion_id, line.roi.voided ? "voided" : multiplier(line.roi.roi_multiplier)) : el("span", {}),
      ),
    ),
  );
}
