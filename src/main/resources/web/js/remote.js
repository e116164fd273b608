// What is asked of the API when a page needs it, kept for a few seconds and asked again while the page is open.

import { changed } from "./live.js";

const KEPT = 40;
const entries = new Map();

/**
 * `{data, error, loading}`; the page is shown again when the answer arrives. It is asked again when it is older than
 * maxAgeMs, and at once when `version` is another one than before: what was pushed says that there is something new.
 */
export const remote = (url, maxAgeMs = 4000, version = null) => ask(url, maxAgeMs, version, (answer) => answer.json());

/** The same for a text that hardly ever changes. */
export const remoteText = (url) => ask(url, 3600000, null, (answer) => (answer.ok ? answer.text() : answer.json()));

function ask(url, maxAgeMs, version, read) {
  let entry = entries.get(url);
  if (!entry) {
    entry = { data: null, error: null, loading: false, at: -Infinity, version };
    entries.set(url, entry);
    if (entries.size > KEPT) entries.delete(entries.keys().next().value);
  }
  if (!entry.loading && (performance.now() - entry.at > maxAgeMs || entry.version !== version)) {
    entry.version = version;
    load(url, entry, read);
  }
  return entry;
}

async function load(url, entry, read) {
  entry.loading = true;
  try {
    const answer = await fetch(url);
    const body = await read(answer);
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
