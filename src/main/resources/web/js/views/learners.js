// The segment analyser: which learners, how they spread, and who they are.

import { bar, columns } from "../charts.js";
import { el, name } from "../dom.js";
import { count, multiplier, plural, share, time } from "../format.js";
import { archetypes, cohorts, overall } from "../live.js";
import { remote } from "../remote.js";
import { cohortLink, empty, exportLinks, heading, learnerLink } from "./parts.js";

export const title = () => "Learners";

const PAGE = 50;
const FIELDS = ["cohort", "archetype", "status", "attribute", "id", "min_confidence", "max_confidence", "min_roi", "max_roi"];

/** The address holds the whole question, so a segment can be sent to somebody and the back button works. */
function go(query) {
  const next = "#/learners" + (query.size ? "?" + query : "");
  if (next !== location.hash) location.hash = next;
}

export function change(target, { query }) {
  if (!FIELDS.includes(target.name)) return;
  query.delete("offset");
  if (target.value.trim()) query.set(target.name, target.value.trim());
  else query.delete(target.name);
  go(query);
}

export function act(data, { query }) {
  if (data.action === "sort") {
    query.set("sort", query.get("sort") === "-" + data.field ? data.field : "-" + data.field);
    query.delete("offset");
  } else if (data.action === "page") query.set("offset", data.offset);
  else if (data.action === "clear") for (const field of [...query.keys()]) query.delete(field);
  go(query);
}

export function render(_, { query }) {
  const asked = new URLSearchParams(query);
  asked.set("limit", PAGE);
  const answer = remote("api/v1/learners?" + asked);
  return [
    el("h1", {}, "Learners"),
    filters(query, answer.data?.distribution.attributes ?? {}),
    answer.error && el("p", { class: "banner", role: "alert" }, answer.error),
    answer.data ? segment(answer.data, query) : !answer.error && empty("Looking…"),
  ];
}

/** What is typed stays; what the address says is put into the fields that nobody is typing in. */
export function after(_, { query }) {
  for (const field of document.querySelectorAll(".filters [name]")) {
    if (field !== document.activeElement) field.value = query.get(field.name) ?? "";
  }
}

function filters(query, attributes) {
  const cohortIds = cohorts().map((row) => row.cohort).sort();
  const labels = archetypes().map((row) => row.archetype);
  return el(
    "form",
    { class: "filters card", "aria-label": "Filter learners" },
    choice("cohort", "Cohort", cohortIds),
    choice("archetype", "Archetype", labels),
    choice("status", "Status", ["active", "inactive"]),
    field("attribute", "Attribute", "department:Sales", "known-attributes"),
    el("datalist", { id: "known-attributes" }, Object.entries(attributes).flatMap(([key, values]) => Object.entries(values).map(([value, learners]) => el("option", { value: `${key}:${value}` }, `${count(learners)} learners`)))),
    field("id", "Id begins with", ""),
    range("Confidence", "min_confidence", "max_confidence", "0", "1"),
    range("Mean ROI", "min_roi", "max_roi", "0", "any"),
    query.size > 0 && el("button", { type: "button", class: "quiet-button", "data-action": "clear", "data-key": "clear" }, "Clear"),
  );
}

const choice = (id, label, options) =>
  el(
    "label",
    {},
    label,
    el("select", { name: id }, el("option", { value: "" }, "any"), options.map((option) => el("option", { value: option }, option))),
  );

const field = (id, label, placeholder, suggestions = null) =>
  el("label", {}, label, el("input", { name: id, placeholder, autocomplete: "off", maxlength: 200, list: suggestions }));

const range = (label, from, to, low, high) =>
  el(
    "fieldset",
    {},
    el("legend", {}, label),
    el("input", { name: from, placeholder: low, inputmode: "decimal", "aria-label": label + " from" }),
    el("span", { "aria-hidden": "true" }, "–"),
    el("input", { name: to, placeholder: high, inputmode: "decimal", "aria-label": label + " to" }),
  );

function segment(data, query) {
  if (!data.of) return empty("No learner has arrived yet. This page fills by itself.");
  return [
    el("p", { class: "lead", role: "status" }, `${count(data.total)} of ${plural(data.of, "learner")}, ${share(data.total / data.of, 1)}`),
    data.total > 0 && distribution(data),
    data.total > 0 ? list(data, query) : empty("No learner fits all of these conditions."),
  ];
}

function distribution({ distribution: spread, total }) {
  const all = overall()?.archetype_mix ?? {};
  const tenths = spread.confidence_tenths.map((learners, i) => ({ label: (i / 10).toFixed(1), value: learners }));
  const quarters = spread.mean_roi_quarters.map(({ from, learners }) => ({ label: from + "x", value: learners }));
  return el(
    "div",
    { class: "columns three" },
    el(
      "section",
      { class: "card" },
      heading("Archetypes"),
      el(
        "ul",
        { class: "mix plain" },
        Object.entries(spread.archetypes)
          .sort((a, b) => b[1] - a[1])
          .map(([label, learners]) =>
            el(
              "li",
              { title: `all learners: ${share(all[label], 0)}` },
              el("span", { class: "mix-name" }, name(label)),
              bar(learners, total, share(learners / total, 1)),
              el("span", { class: "mix-roi" }, share(learners / total, 0)),
            ),
          ),
      ),
    ),
    el("section", { class: "card" }, heading("Confidence"), columns(tenths, "Learners by confidence of the archetype, by tenths")),
    el("section", { class: "card" }, heading("Mean ROI"), quarters.length ? columns(quarters, "Learners by mean ROI, by quarters of a multiple") : empty("No completion in this segment.")),
  );
}

const SORTED = [
  ["learner_id", "Learner", ""],
  [null, "Cohort", ""],
  [null, "Archetype", ""],
  ["confidence", "Confidence", "num"],
  ["completions", "Completions", "num"],
  ["mean_roi", "Mean ROI", "num"],
  [null, "Last seen", ""],
];

/** The conditions of the segment without page and order: an export has no pages. */
function segmentOf(query) {
  const conditions = new URLSearchParams(query);
  for (const field of ["offset", "sort", "limit"]) conditions.delete(field);
  return conditions.toString();
}

function list(data, query) {
  const sort = query.get("sort") ?? "learner_id";
  const offset = Number(query.get("offset") ?? 0);
  return el(
    "section",
    { class: "card flush" },
    el("div", { class: "heading" }, el("h2", {}, "Who they are"), exportLinks("learners", "Export this segment", segmentOf(query))),
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, SORTED.map((column) => header(column, sort)))),
      el("tbody", {}, data.learners.map(row)),
    ),
    el(
      "div",
      { class: "pages" },
      offset > 0 && el("button", { type: "button", class: "quiet-button", "data-action": "page", "data-offset": Math.max(0, offset - PAGE) }, "← Previous"),
      el("span", { class: "quiet" }, `${count(offset + 1)} to ${count(offset + data.learners.length)} of ${count(data.total)}`),
      data.next_offset !== null && el("button", { type: "button", class: "quiet-button", "data-action": "page", "data-offset": data.next_offset }, "Next →"),
    ),
  );
}

function header([field, label, kind], sort) {
  if (!field) return el("th", { scope: "col", class: kind }, label);
  const descending = sort === "-" + field;
  const active = descending || sort === field;
  return el(
    "th",
    { scope: "col", class: kind, "aria-sort": active ? (descending ? "descending" : "ascending") : "none" },
    el("button", { type: "button", "data-action": "sort", "data-field": field }, label, el("span", { class: "sort", "aria-hidden": "true" }, active ? (descending ? "↓" : "↑") : "↕")),
  );
}

const row = (learner) =>
  el(
    "tr",
    { "data-key": learner.learner_id },
    el("th", { scope: "row" }, learnerLink(learner.learner_id), learner.status === "inactive" && el("span", { class: "small" }, "inactive")),
    el("td", { "data-label": "Cohort" }, cohortLink(learner.cohort)),
    el("td", { "data-label": "Archetype" }, name(learner.archetype)),
    el("td", { class: "num", "data-label": "Confidence" }, share(learner.confidence, 0)),
    el("td", { class: "num", "data-label": "Completions" }, count(learner.completions)),
    el("td", { class: "num", "data-label": "Mean ROI" }, el("b", {}, multiplier(learner.mean_roi))),
    el("td", { "data-label": "Last seen" }, time(learner.updated_at)),
  );
