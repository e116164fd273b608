// Small charts as SVG. Colours come from the style sheet, so they follow the scheme. Every chart has a text of its own.

import { el, svg } from "./dom.js";
import { day, multiplier, share, signedPercent } from "./format.js";

/** The scale that the sparklines of one table share, so that rows can be compared. */
export function commonScale(rows, field = "mean_roi") {
  const values = rows.flatMap((row) => (row.weeks ?? []).map((week) => week[field])).filter((v) => v !== null);
  return values.length ? [Math.min(...values), Math.max(...values)] : [0, 1];
}

/** Weekly mean ROI as a line; empty weeks are gaps, the last week is a dot, the expected ROI a dashed line. */
export function sparkline(weeks, [low, high], expected) {
  const width = 132;
  const height = 34;
  const pad = 4;
  const span = high - low || 1;
  const x = (i) => pad + (i * (width - 2 * pad)) / Math.max(1, weeks.length - 1);
  const y = (v) => height - pad - ((v - low) / span) * (height - 2 * pad);
  let path = "";
  let gap = true;
  let last = null;
  weeks.forEach((week, i) => {
    if (week.mean_roi === null) {
      gap = true;
      return;
    }
    path += (gap ? "M" : "L") + x(i).toFixed(1) + " " + y(week.mean_roi).toFixed(1);
    gap = false;
    last = { x: x(i), y: y(week.mean_roi), value: week.mean_roi };
  });
  const label = last
    ? `Weekly mean ROI over ${weeks.length} weeks, the last ${multiplier(last.value)}`
    : "No completions in these weeks";
  const inside = typeof expected === "number" && expected >= low && expected <= high;
  return svg(
    "svg",
    { class: "spark", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label },
    inside && svg("line", { class: "spark-expected", x1: pad, x2: width - pad, y1: y(expected), y2: y(expected) }),
    svg("path", { class: "spark-line", d: path || "M0 0" }),
    last && svg("circle", { class: "spark-dot", cx: last.x, cy: last.y, r: 2.6 }),
  );
}

/** Variance around a middle line; the bar ends at ±30 % and says so with its number, which is never cut. */
export function varianceBar(variance) {
  const limit = 30;
  const clipped = Math.max(-limit, Math.min(limit, variance ?? 0));
  const half = 44;
  const width = (Math.abs(clipped) / limit) * half;
  return svg(
    "svg",
    { class: "variance", viewBox: "0 0 90 12", width: 90, height: 12, "aria-hidden": "true" },
    svg("rect", { class: "variance-track", x: 1, y: 4.5, width: 88, height: 3, rx: 1.5 }),
    svg("rect", {
      class: clipped < 0 ? "variance-under" : "variance-over",
      x: clipped < 0 ? 45 - width : 45,
      y: 2,
      width: Math.max(width, 0.1),
      height: 8,
      rx: 2,
    }),
    svg("rect", { class: "variance-zero", x: 44.5, y: 0, width: 1, height: 12 }),
  );
}

/** A bar from zero, for shares and counts. */
export function bar(value, max, label, tone = "") {
  const part = max > 0 ? Math.max(0, Math.min(1, value / max)) : 0;
  return svg(
    "svg",
    { class: "hbar " + tone, viewBox: "0 0 100 8", preserveAspectRatio: "none", role: "img", "aria-label": label },
    svg("rect", { class: "hbar-track", x: 0, y: 0, width: 100, height: 8, rx: 2 }),
    svg("rect", { class: "hbar-fill", x: 0, y: 0, width: (part * 100).toFixed(2), height: 8, rx: 2 }),
  );
}

/** Columns from zero with their counts on top, for distributions. */
export function columns(rows, label) {
  const width = 300;
  const height = 130;
  const base = 108;
  const max = Math.max(1, ...rows.map((row) => row.value));
  const step = width / rows.length;
  const text = rows.map((row) => `${row.label}: ${row.value}`).join(", ");
  return svg(
    "svg",
    { class: "columns-chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${label}. ${text}` },
    rows.map((row, i) => {
      const tall = (row.value / max) * 88;
      return [
        svg("rect", { class: "hbar-fill", x: i * step + 2, y: base - tall, width: Math.min(step - 4, 60), height: tall, rx: 2 }),
        row.value > 0 && svg("text", { class: "column-value", x: i * step + 2 + Math.min(step - 4, 60) / 2, y: base - tall - 4 }, row.value),
        (rows.length <= 12 || i % 2 === 0) && svg("text", { class: "column-label", x: i * step + 2 + Math.min(step - 4, 60) / 2, y: base + 15 }, row.label),
      ];
    }),
    svg("line", { class: "column-base", x1: 0, x2: width, y1: base, y2: base }),
  );
}

/** Predicted against actual on one axis from zero: a tick where the baseline is, a dot where reality is. */
export function predictedActual(expected, actual, max) {
  const x = (value) => 2 + (Math.max(0, Math.min(max, value)) / (max * 1.04)) * 196;
  const has = typeof expected === "number" && typeof actual === "number";
  const label = has
    ? `expected ${multiplier(expected)}, actual ${multiplier(actual)}, ${signedPercent(((actual - expected) / expected) * 100)}`
    : "no completions yet";
  return svg(
    "svg",
    { class: "versus", viewBox: "0 0 200 18", role: "img", "aria-label": label },
    svg("line", { class: "versus-axis", x1: 2, x2: 198, y1: 9, y2: 9 }),
    svg("line", { class: "versus-even", x1: x(1), x2: x(1), y1: 4, y2: 14 }),
    has && svg("line", { class: "versus-gap", x1: x(expected), x2: x(actual), y1: 9, y2: 9 }),
    has && svg("line", { class: "versus-expected", x1: x(expected), x2: x(expected), y1: 2, y2: 16 }),
    has && svg("circle", { class: "versus-actual", cx: x(actual), cy: 9, r: 4.5 }),
  );
}

/** What was observed with its interval, and what was expected, on one axis from zero. */
export function interval(alert) {
  const { observed, expected, ci_low: low, ci_high: high } = alert;
  const known = [observed, expected, low, high].filter((value) => typeof value === "number");
  const max = Math.max(1.2, ...known) * 1.05;
  const x = (value) => 2 + (Math.max(0, Math.min(max, value)) / max) * 296;
  const whole = typeof low === "number" && typeof high === "number";
  const tone = observed < expected ? "interval-under" : "interval-over";
  const label = `observed ${multiplier(observed)}${whole ? `, interval ${multiplier(low)} to ${multiplier(high)}` : ""}, expected ${multiplier(expected)}`;
  return svg(
    "svg",
    { class: "interval " + tone, viewBox: "0 0 300 34", role: "img", "aria-label": label },
    svg("line", { class: "versus-axis", x1: 2, x2: 298, y1: 12, y2: 12 }),
    whole && svg("line", { class: "interval-range", x1: x(low), x2: x(high), y1: 12, y2: 12 }),
    svg("line", { class: "versus-expected", x1: x(expected), x2: x(expected), y1: 3, y2: 21 }),
    svg("circle", { class: "interval-dot", cx: x(observed), cy: 12, r: 4.5 }),
    svg("text", { class: "axis-text", x: 2, y: 32 }, "0"),
    svg("text", { class: "axis-text axis-mid", x: x(1), y: 32 }, "1.00x"),
    svg("line", { class: "versus-even", x1: x(1), x2: x(1), y1: 8, y2: 21 }),
  );
}

/** Ten little columns for the tenths of confidence; the number beside it says the mean. */
export function tenths(values, label) {
  const max = Math.max(1, ...values);
  return svg(
    "svg",
    { class: "tenths", viewBox: "0 0 100 24", width: 100, height: 24, role: "img", "aria-label": label },
    svg("line", { class: "column-base", x1: 0, x2: 100, y1: 23.5, y2: 23.5 }),
    values.map((value, i) => {
      const tall = value ? Math.max(1.5, (value / max) * 22) : 0;
      return svg("rect", { class: "hbar-fill", x: i * 10 + 1, y: 23 - tall, width: 8, height: tall, rx: 1 });
    }),
  );
}

/** One learner's completions in order, each as a column from zero; break-even is marked. */
export function earned(rows) {
  const width = 420;
  const drawn = width - 38;
  const base = 96;
  const max = Math.max(1.5, ...rows.map((row) => row.roi_multiplier));
  const step = Math.min(32, drawn / Math.max(1, rows.length));
  const y = (value) => base - (value / max) * 84;
  const text = rows.map((row) => `${day(row.timestamp)} ${multiplier(row.roi_multiplier)}`).join(", ");
  return svg(
    "svg",
    { class: "earned", viewBox: `0 0 ${width} 100`, role: "img", "aria-label": `ROI of each completion, the oldest first: ${text}` },
    rows.map((row, i) => svg("rect", { class: row.roi_multiplier < 1 ? "earned-under" : "hbar-fill", x: i * step + 2, y: y(row.roi_multiplier), width: Math.max(1, step - 4), height: Math.max(0.5, base - y(row.roi_multiplier)), rx: 2 })),
    svg("line", { class: "column-base", x1: 0, x2: drawn, y1: base, y2: base }),
    svg("line", { class: "spark-expected", x1: 0, x2: drawn, y1: y(1), y2: y(1) }),
    svg("text", { class: "axis-text axis-end", x: width, y: y(1) + 3.5 }, "1.00x"),
  );
}

/** What became of a topic's records, as one bar of parts with a legend in words elsewhere. */
export function outcomeBar(row) {
  const parts = ["applied", "duplicate", "superseded", "waiting", "dead_lettered"];
  const total = row.input || 1;
  let at = 0;
  return svg(
    "svg",
    {
      class: "outcomes",
      viewBox: "0 0 100 8",
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": parts.map((part) => `${part.replace("_", "-")} ${share((row[part] ?? 0) / total, 1)}`).join(", "),
    },
    svg("rect", { class: "hbar-track", x: 0, y: 0, width: 100, height: 8 }),
    parts.map((part) => {
      const width = ((row[part] ?? 0) / total) * 100;
      const rect = svg("rect", { class: "outcome-" + part, x: at.toFixed(3), y: 0, width: width.toFixed(3), height: 8 });
      at += width;
      return rect;
    }),
  );
}

const ARROWS = { improving: "↗", stable: "→", degrading: "↘" };

/** Direction in a sign, a word and a colour. */
export function trendMark(trend) {
  const direction = trend?.direction ?? "stable";
  return el(
    "span",
    { class: "trend trend-" + direction },
    el("span", { "aria-hidden": "true" }, ARROWS[direction] ?? ""),
    " " + direction,
  );
}
