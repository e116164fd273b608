// node src/test/browser/opening-times.mjs http://127.0.0.1:8080/ [times]
// Opens the overview, a cohort, a segment of learners and a learner anew, each so many times, and prints how long
// it took from asking for the page to its content. The largest cohort and a learner of it are taken.

import { launch } from "./browser.mjs";

const [base, times = "10"] = process.argv.slice(2);
const browser = await launch();
const page = await browser.newPage();
const get = async (path) => (await page.request.get(base + path)).json();

const { cohorts } = await get("api/v1/cohorts?limit=1000");
const { cohort } = cohorts.reduce((largest, one) => (one.learners > largest.learners ? one : largest));
const segment = "cohort=" + encodeURIComponent(cohort) + "&archetype=Generalist&sort=-completions";
const { learners, total, of } = await get("api/v1/learners?limit=1&" + segment);
const learner = encodeURIComponent(learners[0].learner_id);
console.log(`${cohorts.length} cohorts, ${of} learners, ${total} of them in the segment`);

const PAGES = [
  ["overview", "", "table.cohorts tbody tr"],
  ["cohort", "cohorts/" + encodeURIComponent(cohort), "#trajectory canvas"],
  ["segment", "learners?" + segment, "main tbody th a"],
  ["learner and timeline", "learners/" + learner, "ol.timeline li"],
];

for (const [name, path, sign] of PAGES) {
  const found = [];
  for (let i = 0; i < Number(times); i++) {
    await page.goto("about:blank");
    const began = performance.now();
    await page.goto(base + "#/" + path, { waitUntil: "commit" });
    await page.waitForSelector(sign);
    found.push(performance.now() - began);
  }
  found.sort((a, b) => a - b);
  console.log(`${name}: n ${found.length}  p50 ${Math.round(found[found.length >> 1])} ms  max ${Math.round(found.at(-1))} ms`);
}
await browser.close();
