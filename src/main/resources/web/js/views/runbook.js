// What to do when an alert comes: the runbook page of its rule, set as text from its Markdown.

import { el } from "../dom.js";
import { remoteText } from "../remote.js";
import { empty } from "./parts.js";

export const title = ({ id }) => "Runbook " + id;

export function render(_, { id }) {
  const crumbs = el("p", { class: "crumbs" }, el("a", { href: "#/alerts" }, "Alerts"), " / Runbook");
  if (!/^[a-z_]{1,40}$/.test(id)) return [crumbs, el("h1", {}, "Runbook"), empty("There is no such page.")];
  const answer = remoteText(`assets/runbook/${id}.md`);
  if (!answer.data) return [crumbs, el("h1", {}, id), empty(answer.error ?? "Looking…")];
  return [crumbs, el("article", { class: "card prose" }, blocks(answer.data))];
}

/** Paragraphs, headings, lists, tables and code, which is all that the runbook uses. */
function blocks(markdown) {
  return markdown
    .replaceAll("\r\n", "\n")
    .split(/\n{2,}/)
    .filter((block) => block.trim())
    .map(block);
}

function block(text) {
  const heading = /^(#{1,3}) (.*)$/.exec(text);
  if (heading) return el("h" + heading[1].length, {}, inline(heading[2]));
  if (text.startsWith("    ")) return el("pre", { tabindex: "0" }, text.replace(/^ {4}/gm, ""));
  if (text.startsWith("```")) return el("pre", { tabindex: "0" }, text.replace(/^```\w*\n|\n```$/g, ""));
  if (/^\|.*\|$/m.test(text)) return table(text.split("\n"));
  if (/^[-*] /.test(text)) return el("ul", {}, items(text, /\n(?=[-*] )/));
  if (/^\d+\. /.test(text)) return el("ol", {}, items(text, /\n(?=\d+\. )/));
  return el("p", {}, inline(text));
}

const items = (text, between) => text.split(between).map((item) => el("li", {}, inline(item.replace(/^([-*]|\d+\.) /, ""))));

function table([head, , ...rows]) {
  const cells = (row) => row.split("|").slice(1, -1).map((cell) => cell.trim());
  return el(
    "table",
    {},
    el("thead", {}, el("tr", {}, cells(head).map((cell) => el("th", { scope: "col" }, inline(cell))))),
    el("tbody", {}, rows.map((row) => el("tr", {}, cells(row).map((cell, i) => el("td", { "data-label": cells(head)[i] }, el("span", {}, inline(cell))))))),
  );
}

/** `code` and **bold**; everything else is text. */
const inline = (text) =>
  text
    .split(/(`[^`]+`|\*\*[^*]+\*\*)/)
    .map((part) => (part.startsWith("`") ? el("code", {}, part.slice(1, -1)) : part.startsWith("**") ? el("b", {}, part.slice(2, -2)) : part));
