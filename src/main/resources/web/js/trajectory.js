// The weekly trajectory as a uPlot chart: mean ROI as a line, expected as dashes, completions as bars, all from zero.

import uPlot from "../vendor/uplot.js";
import { multiplier } from "./format.js";

const css = (variable) => getComputedStyle(document.documentElement).getPropertyValue(variable).trim();

const monday = (week) => Date.parse(week + "T00:00:00Z") / 1000;

const WEEK = 7 * 86400;
const LABEL_WIDTH = 64;
const dayMonth = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** As many of the weeks themselves as have room for a label, the newest one always. */
function mondays(chart) {
  const weeks = chart.data[0];
  const every = Math.max(1, Math.ceil((weeks.length * LABEL_WIDTH) / Math.max(LABEL_WIDTH, chart.width - 110)));
  return weeks.filter((_, i) => (weeks.length - 1 - i) % every === 0);
}
const charts = new WeakMap();

export function drawTrajectory(box, weeks) {
  const data = [
    weeks.map((week) => monday(week.week)),
    weeks.map((week) => week.mean_roi),
    weeks.map((week) => week.expected_roi),
    weeks.map((week) => week.completions),
  ];
  const chart = charts.get(box);
  if (chart) {
    chart.setData(data);
    return;
  }
  const made = new uPlot(options(box), data, box);
  charts.set(box, made);
  new ResizeObserver(() => made.setSize({ width: box.clientWidth, height: height(box) })).observe(box);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => made.redraw());
}

const height = (box) => (box.clientWidth < 600 ? 220 : 300);

function options(box) {
  const axis = { stroke: () => css("--muted"), grid: { stroke: () => css("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui" };
  return {
    width: box.clientWidth,
    height: height(box),
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    scales: {
      x: { time: true, range: (_, min, max) => [min - WEEK / 2, max + WEEK / 2] },
      roi: { range: (_, __, max) => [0, Math.max(2, (max ?? 1) * 1.1)] },
      n: { range: (_, __, max) => [0, Math.max(1, (max ?? 1) * 4)] },
    },
    axes: [
      { ...axis, grid: { show: false }, splits: mondays, values: (_, splits) => splits.map((seconds) => dayMonth.format(new Date(seconds * 1000))) },
      { ...axis, scale: "roi", values: (_, splits) => splits.map(multiplier), size: 56 },
      { ...axis, scale: "n", side: 1, grid: { show: false }, size: 44 },
    ],
    series: [
      { label: "Week from", value: (_, seconds) => (seconds === null ? "–" : new Date(seconds * 1000).toISOString().slice(0, 10)) },
      { label: "Mean ROI", scale: "roi", stroke: () => css("--accent"), width: 2.5, points: { size: 5 }, value: (_, v) => multiplier(v) },
      { label: "Expected", scale: "roi", stroke: () => css("--muted"), width: 1.5, dash: [5, 4], points: { show: false }, value: (_, v) => multiplier(v) },
      { label: "Completions", scale: "n", stroke: () => css("--bar"), fill: () => css("--bar"), paths: uPlot.paths.bars({ size: [0.6, 14] }), points: { show: false }, value: (_, v) => v ?? "–" },
    ],
  };
}
