// One ROI record, recomputed step by step from what it carries.

import { el, name } from "../dom.js";
import { multiplier, time } from "../format.js";
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
  const crumbs = el("p", { class: "crumbs" }, el("a", { href: "#/learners" }, "Learners"), " / ", learnerLink(learner));
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
        Object.entries(record).map(([field, value]) =>
          el("div", {}, el("dt", {}, field.replaceAll("_", " ")), el("dd", {}, name(value !== null && typeof value === "object" ? JSON.stringify(value) : (value ?? "–")))),
        ),
      ),
    ),
  ];
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
