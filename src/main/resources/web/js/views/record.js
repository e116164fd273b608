// One ROI record, recomputed step by step from what it carries.

import { el, name } from "../dom.js";
import { count, multiplier, time } from "../format.js";
import { remote } from "../remote.js";
import { cohortLink, empty, heading, learnerLink } from "./parts.js";

export const title = ({ parts }) => parts[1] ?? "ROI record";

const LABELS = {
  benefit: "Benefit",
  cost: "Cost",
  roi_multiplier: "ROI multiplier",
  roi_percent: "ROI in percent",
  roi_vs_baseline: "Against the baseline",
};

export function render(_, { parts }) {
  const [learner, completion] = parts;
  const answer = remote(`api/v1/roi-records/${encodeURIComponent(learner)}/${encodeURIComponent(completion)}/explain`, 30000);
  const crumbs = el("p", { class: "crumbs" }, el("a", { href: "#/learners" }, "Learners"), " / ", learnerLink(learner), " / ROI record");
  if (!answer.data) return [crumbs, el("h1", {}, name(completion)), empty(answer.error ?? "Looking…")];
  const { record, steps, agrees } = answer.data;
  return [
    crumbs,
    el("h1", {}, name(record.workflow_id), " ", el("span", { class: "accent" }, multiplier(record.roi_multiplier))),
    el("p", { class: "lead" }, time(record.timestamp), " · ", cohortLink(record.cohort), " · ", name(record.archetype), ` · ${record.kind}, version ${record.record_version}`),
    el(
      "section",
      { class: "card" },
      heading("How it comes about", el("span", { class: agrees ? "good" : "bad" }, agrees ? "✓ recomputed, all steps agree" : "✗ a step does not agree")),
      el(
        "table",
        { class: "steps" },
        el("thead", {}, el("tr", {}, ["Step", "From", "Result", "Recorded", ""].map((label, i) => el("th", { scope: "col", class: i === 2 || i === 3 ? "num" : "" }, label)))),
        el("tbody", {}, steps.map(step)),
      ),
    ),
    el(
      "section",
      { class: "card" },
      heading("The whole record", el("span", { class: "quiet" }, "as on the topic")),
      el(
        "dl",
        { class: "facts" },
        flat(record).map(([field, value]) => el("div", { "data-key": field }, el("dt", {}, field.replaceAll("_", " ")), el("dd", {}, name(value ?? "–")))),
      ),
    ),
    el("section", { class: "card" }, heading("Where it comes from", el("span", { class: "quiet" }, "topic, partition and offset of what was used")), sources(record.source)),
  ];
}

/** Fields of fields as fields of their own; where it comes from has a place of its own. */
const flat = (record) =>
  Object.entries(record)
    .filter(([field]) => field !== "source")
    .flatMap(([field, value]) => (value !== null && typeof value === "object" ? Object.entries(value).map(([inner, part]) => [`${field}: ${inner}`, part]) : [[field, value]]));

function sources(source) {
  const places = Object.entries(source ?? {}).flatMap(([what, place]) => (Array.isArray(place) ? place : [place]).filter(Boolean).map((one) => [what, one]));
  if (!places.length) return empty("The record names no source.");
  return el(
    "table",
    {},
    el("thead", {}, el("tr", {}, ["What", "Topic", "Partition", "Offset"].map((label, i) => el("th", { scope: "col", class: i > 1 ? "num" : "" }, label)))),
    el(
      "tbody",
      {},
      places.map(([what, place]) =>
        el(
          "tr",
          {},
          el("th", { scope: "row" }, name(what.replaceAll("_", " "))),
          el("td", { "data-label": "Topic" }, name(place.topic)),
          el("td", { "data-label": "Partition", class: "num" }, count(place.partition)),
          el("td", { "data-label": "Offset", class: "num" }, count(place.offset)),
        ),
      ),
    ),
  );
}

const step = ({ what, how, result, recorded, agrees }) =>
  el(
    "tr",
    { "data-key": what },
    el("th", { scope: "row" }, LABELS[what] ?? what),
    el("td", { "data-label": "From" }, name(how)),
    el("td", { class: "num", "data-label": "Result" }, el("b", {}, result ?? "–")),
    el("td", { class: "num", "data-label": "Recorded" }, recorded ?? "–"),
    el("td", { class: agrees ? "good" : "bad" }, agrees ? "✓" : "✗ differs"),
  );
