// Public telephone numbers in the house's words: one press calls them, or opens a text message.

import { ICONS, icon, make } from "./element.js";
import { say } from "./words.js";

const FIRST = "110";
const BY_TEXT = "12110";
// The lookout in front is a group, not a lookbehind: older phones do not know those.
const LINE = /(^|[^\d./:-])(110|119|120|122|12110|12\d{3}|96\d{3})(?![\d/:%-]|\.\d)/g;
// Three digits may count things: there they are a telephone number only after a word that says so.
const CALLED = /(?:[打拨警救]|call|fire|ambulance)\s*$/i;

const addressOf = (number) => `${number === BY_TEXT ? "sms" : "tel"}:${number}`;

/** The words of `element` again, its telephone numbers as links. */
export function link(element) {
  const text = element.textContent;
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(LINE)) {
    const start = match.index + match[1].length;
    if (match[2].length === 3 && !CALLED.test(text.slice(0, start))) continue;
    const anchor = make("a", "phone", match[2]);
    anchor.href = addressOf(match[2]);
    parts.push(text.slice(end, start), anchor);
    end = start + match[2].length;
  }
  if (parts.length) element.replaceChildren(...parts, text.slice(end));
}

/** A large way to 110. */
export function call110() {
  return call(FIRST, "call first");
}

/** A way to each further number that the text names. */
export function furtherCalls(text) {
  const found = new Set([...text.matchAll(LINE)].map((match) => match[2]));
  found.delete(FIRST);
  const row = make("p", "calls");
  row.append(...[...found].map((number) => call(number, "call")));
  return row;
}

function call(number, className) {
  const anchor = make("a", className);
  anchor.href = addressOf(number);
  const isText = number === BY_TEXT;
  const words = say(isText ? "text_number" : "call_number", { text: number });
  anchor.append(icon(isText ? ICONS.text : ICONS.call), make("span", "", words));
  return anchor;
}
