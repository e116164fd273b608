// Driven by DashboardBrowserTest: prints one line per check, asks the test on standard output for changes to the world
// (`DO publish topic key json`, `DO restart`, `DO stale`, `DO fresh`) and goes on when it answers on standard input.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { axeSource, launch } from "./browser.mjs";

const base = process.argv[2];
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
  await steps();
  expect(name, troubles, []);
  console.log("PASSED " + name);
}

async function axe(scheme) {
  await page.emulateMedia({ colorScheme: scheme });
  await page.evaluate(axeSource + "; undefined");
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations
      .filter((violation) => ["serious", "critical"].includes(violation.impact))
      .map((violation) => violation.id + ": " + violation.nodes[0].html.slice(0, 120));
  });
  expect(`axe in ${scheme} at ${page.url()}`, found, []);
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

await check("from an alert to its evidence", async () => {
  await page.click("nav >> text=Alerts");
  await page.click("main a:text('Why') >> nth=0");
  await page.waitForSelector("text=must pass 10,000");
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
  await page.goto(base + "#/alerts/hostile");
  await page.waitForSelector("main h1 .chip");
  await page.goto(base + "#/learners?id=" + encodeURIComponent("<img"));
  await page.waitForSelector("main tbody tr");
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
  await ask("restart");
  await page.waitForSelector(".pill-good", { timeout: 30000 });
  const record = await get("api/v1/cohorts/cohort-003");
  delete record.snapshot;
  await publish("cohort-metrics", "cohort-003", { ...record, mean_roi: 3.33 });
  await page.waitForSelector("text=3.33x");
  expect("the same page", await page.evaluate(() => window.notReloaded), true);
});

await check("nothing serious for people with assistive technology", async () => {
  for (const path of ["", "alerts", "archetypes", "learners", "pipeline", "cohorts/cohort-004", "learners/L000", "records/L000/C0-1"]) {
    await page.goto(base + "#/" + path);
    await page.waitForSelector("main h1", { state: "attached" });
    await page.waitForTimeout(300);
    for (const scheme of ["light", "dark"]) await axe(scheme);
  }
});

await check("a phone shows all of it", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ["", "alerts", "archetypes", "learners", "pipeline", "cohorts/cohort-004", "learners/L000", "records/L000/C0-1"]) {
    await page.goto(base + "#/" + path);
    await page.waitForSelector("main h1", { state: "attached" });
    await page.waitForTimeout(200);
    expect(`width of ${path}`, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  }
});

await browser.close();
console.log("DONE");
process.exit(0);
