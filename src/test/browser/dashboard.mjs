// Driven by DashboardBrowserTest: prints one line per check, asks the test on standard output for changes to the world
// (`DO publish topic key json`, `DO dead-letter json`, `DO lag number`, `DO stop`, `DO start`, `DO stale`, `DO fresh`) and goes on
// when it answers on standard input. The second address is a server that asks for the token in the third argument.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { axeSource, launch } from "./browser.mjs";

const [base, guarded, token] = process.argv.slice(2);
const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true });
const page = await context.newPage();
const troubles = [];
page.on("pageerror", (error) => troubles.push("error in the page: " + error.message));
page.on("dialog", (dialog) => {
  troubles.push("a dialog opened: " + dialog.message());
  dialog.dismiss();
});
page.on("request", (request) => {
  if (!request.url().startsWith(base) && !request.url().startsWith("data:")) troubles.push("asked elsewhere: " + request.url());
});

async function ask(command) {
  console.log("DO " + command);
  const { value } = await answers.next();
  if (value !== "ok") throw new Error(`${command} was answered ${value}`);
}

const publish = (topic, key, value) => ask(`publish ${topic} ${encodeURIComponent(key)} ${JSON.stringify(value)}`);
const get = async (path) => (await context.request.get(base + path)).json();

function expect(what, found, wanted) {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    throw new Error(`${what}: expected ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`);
  }
}

async function check(name, steps) {
  try {
    await steps();
  } catch (error) {
    console.log(`FAILED ${name} at ${page.url()}, focus on ${await page.evaluate(() => document.activeElement.outerHTML.slice(0, 200))}`);
    console.log(await page.evaluate(() => document.body.innerText));
    throw error;
  }
  expect(name, troubles, []);
  console.log("PASSED " + name);
}

const PAGES = [
  "",
  "alerts",
  "alerts/roi_variance:cohort-004",
  "runbook/roi_variance",
  "archetypes",
  "learners",
  "pipeline",
  "cohorts/cohort-004",
  "learners/L000",
  "records/L000/C0-1",
];

/** Waits until the page stands and what it asked for has been answered. */
async function open(path) {
  await page.goto(base + "#/" + path);
  await page.waitForSelector("main h1", { state: "attached" });
  await page.waitForFunction(() => !document.querySelector("main").innerText.includes("Looking…"));
}

async function axe(scheme) {
  await page.emulateMedia({ colorScheme: scheme });
  expect(`axe in ${scheme} at ${page.url()}`, await findings(page), []);
}

async function findings(tab) {
  await tab.evaluate(axeSource + "; undefined");
  return tab.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations
      .filter((violation) => ["serious", "critical"].includes(violation.impact))
      .map((violation) => violation.id + ": " + violation.nodes[0].html.slice(0, 120));
  });
}

await check("every cohort with its metrics", async () => {
  await page.goto(base);
  await page.waitForSelector("table.cohorts tbody tr:nth-child(5)");
  const rows = await page.locator("table.cohorts tbody tr").allInnerTexts();
  expect("cohorts", rows.length, 5);
  for (const part of ["cohort-004", "142", "1.33x", "−11.3 %", "degrading", "91.2 %", "358.38"]) {
    expect(`${part} in the row`, rows[3].includes(part), true);
  }
});

await check("a change is seen without a reload", async () => {
  await page.evaluate(() => (window.notReloaded = true));
  const record = await get("api/v1/cohorts/cohort-002");
  delete record.snapshot;
  for (const roi of [2.22, 2.33, 2.44]) {
    await publish("cohort-metrics", "cohort-002", { ...record, mean_roi: roi });
    await page.waitForFunction((text) => document.querySelector("table.cohorts").innerText.includes(text), roi + "x");
    console.log(`FIGURE event to screen ${await page.evaluate(() => document.body.dataset.lagMs)} ms`);
  }
  expect("the same page", await page.evaluate(() => window.notReloaded), true);
});

await check("sorting and drilling down with the keyboard", async () => {
  await page.locator('button[data-field="mean_roi"]').focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector('th[aria-sort="descending"]');
  expect("the best first", await page.locator("table.cohorts tbody th a").first().innerText(), "cohort-002");
  expect("focus stays", await page.evaluate(() => document.activeElement.dataset.field), "mean_roi");
  await page.locator("table.cohorts tbody th a", { hasText: "cohort-004" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector("#trajectory canvas");
  await page.waitForSelector("text=async-patterns");
  await page.waitForSelector("text=Async patterns, part 1");
  await page.goBack();
  await page.waitForSelector("table.cohorts");
});

await check("from an alert to its evidence and to what to do", async () => {
  await page.click("nav >> text=Alerts");
  await page.click("main a:text('Why') >> nth=0");
  await page.waitForSelector("text=must pass 10,000");
  await page.waitForSelector("svg.interval[aria-label*='1.25x to 1.41x']");
  await page.click("text=What to do: the runbook");
  await page.waitForSelector("article h1:text('roi_variance')");
  await page.waitForSelector("article h2:text('Meaning')");
});

await check("gaps and suggestions appear as they are published", async () => {
  const whole = await get("api/v1/cohorts/cohort-004/gaps");
  const fits = await get("api/v1/cohorts/cohort-004/workflows");
  await page.goto(base + "#/cohorts/cohort-001");
  await page.waitForSelector("text=No gaps have been published for this cohort yet");
  await page.evaluate(() => (window.notReloaded = true));
  const gaps = whole.gaps.map((gap) => ({ ...gap, component: "fresh-" + gap.component }));
  const insights = { ...whole, ...fits, cohort: "cohort-001", gaps, critical_gaps: 4 };
  delete insights.snapshot;
  await publish("cohort-insights", "cohort-001", insights);
  await page.waitForSelector("main th:has-text('fresh-async-patterns')");
  expect("the same page", await page.evaluate(() => window.notReloaded), true);
  await page.goto(base + "#/");
  await page.waitForSelector("tr:has-text('cohort-001'):has-text('fresh-async-patterns')");
});

await check("the pipeline says what is behind, restored and refused", async () => {
  await page.goto(base + "#/pipeline");
  await page.waitForSelector("text=✓ balances");
  await ask("lag 4321");
  await page.waitForSelector(".stat:has-text('Lag'):has-text('4,321')");
  await ask("dead-letter " + JSON.stringify({ topic: "training-completions", detail: '<img src=x onerror="window.pwned=1">' }));
  await page.waitForSelector("ul.reasons li:has-text('key-mismatch'):has-text('training-completions')");
  await page.waitForSelector("main td:has-text('onerror')");
  expect("no script ran", await page.evaluate(() => window.pwned ?? null), null);
});

await check("deep links, back and forward", async () => {
  const trail = [
    ["", "table.cohorts"],
    ["cohorts/cohort-004", "#trajectory canvas"],
    ["learners?cohort=cohort-002&sort=-mean_roi", "main tbody tr"],
    ["learners/L001", "ol.timeline li"],
    ["records/L001/C1-0", "text=all steps agree"],
    ["pipeline", "text=Conservation per topic"],
  ];
  const fresh = await context.newPage();
  for (const [path, sign] of trail) {
    await fresh.goto("about:blank");
    await fresh.goto(base + "#/" + path);
    await fresh.waitForSelector(sign);
  }
  await fresh.close();
  for (const [path, sign] of trail) {
    await page.goto(base + "#/" + path);
    await page.waitForSelector(sign);
  }
  for (const [, sign] of trail.slice(0, -1).reverse()) {
    await page.goBack();
    await page.waitForSelector(sign);
  }
  await page.goForward();
  await page.waitForSelector("#trajectory canvas");
});

await check("the whole way with the keyboard", async () => {
  await page.goto(base + "#/");
  await page.waitForSelector("table.cohorts");
  await page.evaluate(() => document.activeElement?.blur());
  const reach = async (selector) => {
    for (let step = 0; step < 80; step++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    }
    throw new Error(selector + " is not reached with Tab");
  };
  await reach("a.skip");
  await reach("nav a[href='#/learners']");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "main"); // Enter answers before the page has turned
  await page.waitForSelector("main tbody tr");
  await reach("select[name=archetype]");
  await page.waitForSelector("select[name=archetype] option:text('Specialist')", { state: "attached" });
  await page.keyboard.press("S");
  await page.waitForFunction(() => location.hash.includes("archetype=Specialist"), null, { polling: 100 });
  const { total, of } = await get("api/v1/learners?archetype=Specialist");
  await page.waitForSelector(`main .lead:has-text('${total} of ${of} learners')`);
  await reach("main tbody th a");
  await page.keyboard.press("Enter");
  await page.waitForSelector("ol.timeline li");
  await reach("ul.rows a");
  await page.keyboard.press("Enter");
  await page.waitForSelector("text=all steps agree");
});

await check("a segment, a learner, a record and its explanation", async () => {
  await page.click("nav >> text=Learners");
  await page.waitForSelector("main tbody tr");
  await page.selectOption("select[name=archetype]", "Specialist");
  await page.fill("input[name=attribute]", "department:Sales");
  await page.keyboard.press("Enter");
  const wanted = await get("api/v1/learners?archetype=Specialist&attribute=department:Sales");
  await page.waitForFunction((text) => document.querySelector("main").innerText.includes(text), `${wanted.total} of ${wanted.of} learners`);
  expect("rows", await page.locator("main tbody tr").count(), wanted.total);
  const segment = page.url();
  await page.click("main tbody th a >> nth=0");
  await page.waitForSelector("ol.timeline li");
  await page.click("ul.rows a >> nth=0");
  await page.waitForSelector("text=all steps agree");
  await page.goto(segment);
  await page.waitForFunction((n) => document.querySelectorAll("main tbody tr").length === n, wanted.total);
  expect("the deep link fills the form", await page.inputValue("input[name=attribute]"), "department:Sales");
});

await check("what is downloaded is what the API says", async () => {
  await page.goto(base + "#/");
  for (const format of ["csv", "json", "jsonl"]) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click(`a[download="cohorts.${format}"]`)]);
    const text = readFileSync(await download.path(), "utf8");
    const direct = await (await context.request.get(`${base}api/v1/export/cohorts?format=${format}`)).text();
    expect(format, text, direct);
  }
  const whole = async (path) => (await context.request.get(base + path)).text();
  const saved = async (link) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click(link)]);
    return readFileSync(await download.path(), "utf8");
  };
  await page.goto(base + "#/pipeline");
  for (const versions of ["final", "all"]) {
    const link = versions === "final" ? 'a[download="roi-records-final.jsonl"]' : 'a[download="roi-records.jsonl"]';
    expect(versions, await saved(link), await whole(`api/v1/export/roi-records?format=jsonl&versions=${versions}`));
  }
  await page.goto(base + "#/learners?archetype=Specialist");
  expect("the segment", await saved('a[download="learners.csv"]'), await whole("api/v1/export/learners?format=csv&archetype=Specialist"));
});

await check("hostile text stays text", async () => {
  const hostile = ['<img src=x onerror="window.pwned=1">', '=HYPERLINK("http://x")', "\u202Egnihtyna\u202C", "x".repeat(10000)];
  const [learner] = (await get("api/v1/learners?limit=1")).learners;
  const profile = await get("api/v1/learners/" + learner.learner_id);
  for (const text of hostile) {
    const id = text.slice(0, 200);
    await publish("learner-profiles", id, { ...profile, learner_id: id, attributes: { department: text } });
  }
  const alert = (await get("api/v1/alerts")).alerts[0];
  await publish("roi-alerts", "hostile", {
    ...alert,
    fingerprint: "hostile",
    subject: hostile[0],
    metric: hostile[3],
    runbook_url: "javascript:window.pwned=1",
  });
  await publish("cohort-insights", "cohort-002", {
    cohort: "cohort-002",
    critical_gaps: 1,
    expected_roi: 1,
    estimated_roi: 1,
    gaps: [{ component: hostile[0], category: "other", discovered: 2, activated: 1, severity: 1, urgency: "high", reason: hostile[2] }],
    workflows: [{ workflow_id: hostile[1], name: hostile[3], score: 1, domain: 1, pace: 1, engagement: 1, retention: 1, realised: { n: 0 } }],
    updated_at: "2025-10-23T10:30:00Z",
  });
  const metrics = await get("api/v1/cohorts/cohort-003");
  delete metrics.snapshot;
  await publish("cohort-metrics", hostile[0], { ...metrics, cohort: hostile[0] });
  await page.goto(base + "#/");
  await page.waitForSelector("table.cohorts th:has-text('onerror')");
  await page.click("table.cohorts th a:has-text('onerror')");
  await page.waitForSelector("#trajectory canvas");
  await page.goto(base + "#/cohorts/cohort-002");
  await page.waitForSelector("main th:has-text('onerror')");
  await page.goto(base + "#/alerts/hostile");
  await page.waitForSelector("main h1 .chip");
  await page.waitForSelector("main .heading >> text=javascript:window.pwned=1");
  expect("no link to a script", await page.locator("a[href^='javascript']").count(), 0);
  await page.goto(base + "#/learners?id=" + encodeURIComponent("<img"));
  await page.waitForSelector("main tbody th a:has-text('<img')");
  expect("shown as it is", await page.locator("main tbody th").first().innerText(), hostile[0]);
  await page.click("main tbody th a >> nth=0");
  await page.waitForSelector("main .tag");
  expect("no image came of it", await page.locator("main img").count(), 0);
  expect("no script ran", await page.evaluate(() => window.pwned ?? null), null);
  await page.goto(base + "#/learners?id=x");
  await page.waitForSelector("main tbody tr");
  expect("no overflow", await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
});

await check("stale numbers are called stale", async () => {
  await page.goto(base + "#/");
  await ask("stale");
  await page.waitForSelector(".banner >> text=20 Oct 2025, 10:30 UTC");
  await ask("fresh");
  await page.waitForFunction(() => !document.querySelector(".banner"));
});

await check("it finds back after the server restarts", async () => {
  await ask("stop");
  await page.waitForSelector(".banner >> text=The connection is lost since");
  await ask("start");
  await page.waitForSelector(".pill-good", { timeout: 30000 });
  const record = await get("api/v1/cohorts/cohort-003");
  delete record.snapshot;
  await publish("cohort-metrics", "cohort-003", { ...record, mean_roi: 3.33 });
  await page.waitForSelector("text=3.33x");
  expect("the same page", await page.evaluate(() => window.notReloaded), true);
});

await check("nothing serious for people with assistive technology", async () => {
  for (const path of PAGES) {
    await open(path);
    for (const scheme of ["light", "dark"]) await axe(scheme);
  }
});

await check("a token signs a person in", async () => {
  const own = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const door = await own.newPage();
  await door.goto(guarded);
  await door.waitForSelector("form");
  expect("serious findings at the door", await findings(door), []);
  await door.keyboard.press("Tab");
  await door.fill("input[name=token]", token + "x");
  await door.keyboard.press("Enter");
  await door.waitForSelector("text=That is not the token");
  expect("serious findings after a wrong token", await findings(door), []);
  await door.fill("input[name=token]", token);
  await door.keyboard.press("Enter");
  await door.waitForSelector(".pill-good");
  await own.close();
});

await check("a phone shows all of it", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of PAGES) {
    await open(path);
    expect(`width of ${path}`, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  }
});

await browser.close();
console.log("DONE");
process.exit(0);
