// A Chromium that talks to this machine only.

import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import path from "node:path";

const packages = createRequire(pathToFileURL(path.resolve("target/browser/package.json")));
const { chromium } = packages("playwright-core");
export const axeSource = packages("axe-core").source;

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
