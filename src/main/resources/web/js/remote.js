// What is asked of the API when a page needs it, kept for a few seconds and asked again while the page is open.

import { changed } from "./live.js";

const KEPT = 40;
const entries = new Map();

/** `{data, error, loading}`; the page is shown again when the answer arrives. */
export function remote(url, maxAgeMs = 4000) {
  let entry = entries.get(url);
  if (!entry) {
    entry = { data: null, error: null, loading: false, at: -Infinity };
    entries.set(url, entry);
    if (entries.size > KEPT) entries.delete(entries.keys().next().value);
  }
  if (!entry.loading && performance.now() - entry.at > maxAgeMs) load(url, entry);
  return entry;
}

async function load(url, entry) {
  entry.loading = true;
  try {
    const answer = await fetch(url);
    const body = await answer.json();
    if (answer.ok) {
      entry.data = body;
      entry.error = null;
    } else {
      entry.error = body.detail ?? "The server could not answer.";
      if (answer.status === 404) entry.data = null;
    }
  } catch {
    entry.error = "The server cannot be reached.";
  }
  entry.at = performance.now();
  entry.loading = false;
  changed();
}
