// Dates and times as the bureau's clock shows them, wherever the reader is.

import { language, say, timezone } from "./words.js";

const locale = language === "en" ? "en-GB" : "zh-CN";
const clock = new Intl.DateTimeFormat(locale, { timeZone: timezone, hour: "2-digit", minute: "2-digit", hour12: false });
const dayOfYear = new Intl.DateTimeFormat(locale, { timeZone: timezone, month: "long", day: "numeric", weekday: "long" });
const fullDay = new Intl.DateTimeFormat(locale, { timeZone: timezone, year: "numeric", month: "long", day: "numeric" });
const plainDay = new Intl.DateTimeFormat("en-CA", { timeZone: timezone, dateStyle: "short" });

const DAY = 86_400;

export const now = () => Math.floor(Date.now() / 1000);

/** 14:05 */
export const showTime = (seconds) => clock.format(seconds * 1000);

/** 2026-03-02, the same for all moments of a day. */
export const dayOf = (seconds) => plainDay.format(seconds * 1000);

/** Today, yesterday, Monday 2 March, or with the year when it is another one. */
export function showDay(seconds) {
  const day = dayOf(seconds);
  if (day === dayOf(now())) return say("today");
  if (day === dayOf(now() - DAY)) return say("yesterday");
  const sameYear = day.slice(0, 4) === dayOf(now()).slice(0, 4);
  return (sameYear ? dayOfYear : fullDay).format(seconds * 1000);
}
