// node src/test/browser/screenshots.mjs http://127.0.0.1:8080/ target/screenshots [page ...]
// Takes every page at 1440, 1024 and 390 pixels in the light and the dark scheme, and complains of what overflows.

import { mkdirSync } from "node:fs";
import { launch } from "./browser.mjs";

const [base, folder, ...asked] = process.argv.slice(2);
const pages = asked.length ? asked : ["", "alerts", "archetypes", "learners", "pipeline"];
mkdirSync(folder, { recursive: true });
const browser = await launch();
let complaints = 0;
for (const colorScheme of ["light", "dark"]) {
  for (const [width, height] of [[1440, 900], [1024, 800], [390, 844]]) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height } });
    for (const page of pages) {
      const tab = await context.newPage();
      tab.on("pageerror", (error) => complain(page, width, error.message));
      await tab.goto(base + "#/" + page);
      await tab.waitForSelector("main h1", { state: "attached" });
      await tab.waitForTimeout(700);
      const over = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) complain(page, width, `is ${over} pixels too wide`);
      const file = `${page.replace(/[^a-z0-9-]+/gi, "_") || "overview"}-${width}-${colorScheme}.png`;
      await tab.screenshot({ path: `${folder}/${file}`, fullPage: true });
      await tab.close();
    }
    await context.close();
  }
}
await browser.close();
process.exitCode = complaints ? 1 : 0;

function complain(page, width, what) {
  complaints++;
  console.error(`${page || "overview"} at ${width}: ${what}`);
}
