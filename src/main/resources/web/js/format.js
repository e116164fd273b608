// Numbers and times as people read them. A missing number is an en dash, never 0.

export const NONE = "–";

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const cents = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

let currency = "";

/** ISO 4217; said by the server with its first message. */
export const useCurrency = (code) => (currency = /^[A-Z]{3}$/.test(code) ? code : "");
export const currencyCode = () => currency;

const known = (value) => typeof value === "number" && Number.isFinite(value);
const minus = (text) => text.replace("-", "−");

export const count = (value) => (known(value) ? whole.format(value) : NONE);
export const multiplier = (value) => (known(value) ? value.toFixed(2) + "x" : NONE);
export const share = (value, digits = 0) => (known(value) ? (value * 100).toFixed(digits) + " %" : NONE);
const priced = (text) => minus(text) + (currency && "\u202F" + currency);
export const money = (value) => (known(value) ? priced((Math.abs(value) < 1000 ? cents : whole).format(value)) : NONE);
export const shortMoney = (value) => (known(value) ? priced(short.format(value)) : NONE);
export const signedPercent = (value, digits = 1) =>
  known(value) ? minus((value > 0 ? "+" : "") + value.toFixed(digits)) + " %" : NONE;
export const signed = (value, digits = 2) => (known(value) ? minus((value > 0 ? "+" : "") + value.toFixed(digits)) : NONE);
export const decimal = (value, digits = 3) => (known(value) ? minus(value.toFixed(digits)) : NONE);
export const pValue = (value) => (known(value) ? (value < 0.001 ? "p\u00A0<\u00A00.001" : "p\u00A0=\u00A0" + value.toFixed(3)) : NONE);

/** 2025-10-20T10:30:00Z becomes 20 Oct 2025, 10:30 UTC. */
const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
const date = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
const valid = (text) => typeof text === "string" && !Number.isNaN(Date.parse(text));
export const time = (text) => (valid(text) ? moment.format(new Date(text)) + " UTC" : NONE);
export const day = (text) => (valid(text) ? date.format(new Date(text)) : NONE);

/** How long ago, for things of this minute or day: 12 s, 4 min, 3 h. */
export function ago(text) {
  if (!valid(text)) return NONE;
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(text)) / 1000));
  if (seconds < 60) return seconds + " s";
  return seconds < 3600 ? Math.floor(seconds / 60) + " min" : seconds < 172800 ? Math.floor(seconds / 3600) + " h" : Math.floor(seconds / 86400) + " days";
}

export const plural = (n, one, many = one + "s") => count(n) + " " + (n === 1 ? one : many);
