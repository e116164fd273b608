// node src/test/browser/event-to-screen.mjs http://127.0.0.1:8080/ [changes]
// Watches the overview and prints how long events took to the screen, from their own stamps. They must be stamped by a
// clock that agrees with this machine's, as those of the demo are once it lives on.

import { launch } from "./browser.mjs";

const [base, asked = "200"] = process.argv.slice(2);
const browser = await launch();
const page = await browser.newPage();
await page.goto(base);
await page.waitForSelector("table.cohorts");
const found = await page.evaluate(
  (wanted) =>
    new Promise((resolve) => {
      const times = { event: [], stream: [] };
      new MutationObserver((changes) => {
        for (const { attributeName } of changes) {
          if (attributeName === "data-event-lag-ms") times.event.push(Number(document.body.dataset.eventLagMs));
          if (attributeName === "data-lag-ms") times.stream.push(Number(document.body.dataset.lagMs));
        }
        if (times.event.length >= wanted) resolve(times);
      }).observe(document.body, { attributes: true });
    }),
  Number(asked),
);
await browser.close();
for (const [what, times] of Object.entries(found)) {
  const sorted = times.sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  console.log(`${what} to screen: n ${sorted.length}  p50 ${at(0.5)} ms  p99 ${at(0.99)} ms  max ${sorted.at(-1)} ms`);
}
