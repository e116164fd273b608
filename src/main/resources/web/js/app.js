// START HERE: which page is shown for which address, and what frames every page.

import { el, patch } from "./dom.js";
import { currencyCode, time } from "./format.js";
import { alerts, changed, connect, onChange, open, state } from "./live.js";
import * as alertsView from "./views/alerts.js";
import * as archetypesView from "./views/archetypes.js";
import * as cohortView from "./views/cohort.js";
import * as learnerView from "./views/learner.js";
import * as learnersView from "./views/learners.js";
import * as overview from "./views/overview.js";
import * as pipelineView from "./views/pipeline.js";
import * as recordView from "./views/record.js";
import * as runbookView from "./views/runbook.js";

const PAGES = [
  { path: "", label: "Overview", view: overview },
  { path: "alerts", label: "Alerts", view: alertsView },
  { path: "archetypes", label: "Archetypes", view: archetypesView },
  { path: "learners", label: "Learners", view: learnersView, one: learnerView },
  { path: "pipeline", label: "Pipeline", view: pipelineView },
  { path: "cohorts", view: cohortView },
  { path: "records", view: recordView },
  { path: "runbook", view: runbookView },
];

const main = document.getElementById("main");

/** `#/cohorts/cohort-001?sort=x` becomes the page `cohorts`, its parts and the parameters. */
function route() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const [page, ...rest] = path.split("/");
  const parts = rest.map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
  return { page, parts, id: parts[0] ?? "", query: new URLSearchParams(query ?? "") };
}

function viewOf({ page, parts }) {
  const found = PAGES.find((candidate) => candidate.path === page);
  return parts.length && found?.one ? found.one : found?.view;
}

function show() {
  const current = route();
  const view = viewOf(current);
  patch(document.getElementById("nav"), navigation(current.page));
  patch(document.getElementById("line"), [lineState()]);
  patch(document.getElementById("banner"), banner());
  patch(document.getElementById("money"), [currencyCode() && `Money in ${currencyCode()}.`]);
  document.title = (view?.title(current) ?? "Not found") + " · cohort-roi";
  if (!view) {
    patch(main, [el("p", { class: "empty" }, "There is no such page. ", el("a", { href: "#/" }, "To the overview"))]);
  } else if (!state.complete && !state.scopes.size) {
    const text = state.connected ? "The numbers are being read from the stream…" : "Connecting…";
    patch(main, [el("p", { class: "empty" }, text)]);
  } else {
    patch(main, view.render(state, current));
    view.after?.(state, current);
  }
}

function navigation(active) {
  const unresolved = alerts().filter((alert) => open(alert) > 0).length;
  const current = { cohorts: "", records: "learners", runbook: "alerts" }[active] ?? active;
  return PAGES.filter((page) => page.label).map((page) =>
    el(
      "a",
      { href: "#/" + page.path, "aria-current": page.path === current ? "page" : null },
      page.label,
      page.path === "alerts" && unresolved > 0 && el("span", { class: "badge" }, unresolved),
    ),
  );
}

function lineState() {
  if (!state.connected) return el("span", { class: "pill pill-bad" }, el("i", {}), "Reconnecting");
  if (state.stale) return el("span", { class: "pill pill-warn" }, el("i", {}), "Stale");
  const lag = state.lagMs === null ? "" : `The last change took ${Math.max(0, state.lagMs)} ms from the stream to this screen`;
  return el("span", { class: "pill pill-good", title: lag }, el("i", {}), "Live");
}

function banner() {
  if (!state.connected && state.version) {
    return [el("p", { class: "banner" }, `The connection is lost since ${time(state.lostSince)}. The numbers below are the last ones that arrived.`)];
  }
  if (state.stale) {
    const why = state.streamState === "RUNNING" ? "The stream is out of reach" : `The stream is ${state.streamState.toLowerCase()}`;
    return [el("p", { class: "banner" }, `${why}: the numbers may be out of date since ${time(state.staleSince)}.`)];
  }
  return [];
}

let shown = route();

window.addEventListener("hashchange", () => {
  const before = shown;
  shown = route();
  show();
  if (before.page !== shown.page || before.parts.join("/") !== shown.parts.join("/")) {
    main.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }
});

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-action]");
  const current = route();
  if (target && viewOf(current)?.act) {
    viewOf(current).act(target.dataset, current);
    changed();
  }
});

document.addEventListener("change", (event) => {
  const current = route();
  viewOf(current)?.change?.(event.target, current);
});

document.addEventListener("submit", (event) => {
  event.preventDefault();
  document.activeElement?.blur();
});

onChange(show);
show();
connect();
setInterval(changed, 1000);
