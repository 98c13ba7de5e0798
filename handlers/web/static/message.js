// How one message looks: its words, picture, buttons, and what became of it.

import { copier, emphasize } from "./code.js";
import { button, make, words } from "./element.js";
import { call110, furtherCalls, link } from "./phone.js";
import { showTime } from "./times.js";
import { say } from "./words.js";

// What the page says by itself, for the citizen: they did not write it, so it is not shown.
const SAID_BY_PAGE = /^\/(start|language( \w+)?)$/;

export const isByPage = (text) => SAID_BY_PAGE.test(text ?? "");

/**
 * Draw `article.message` into `article`, anew when it was drawn before.
 * quoted: the words that it replies to. press(data, button), retry(), drop(): its buttons.
 * isNews: it is being said now, and not shown again.
 */
export function draw(article, { quoted, press, retry, drop, isNews }) {
  const { message } = article;
  const focused = article.contains(document.activeElement) ? document.activeElement : null;
  const focusedData = focused?.dataset.data;
  const parts = [make("span", "unseen", say(message.mine ? "sender_me" : "sender_bot")), bubble(message, quoted, isNews)];
  if (message.buttons) parts.push(choices(message, press));
  parts.push(meta(message));
  if (message.state === "failed") parts.push(failure(message, retry, drop));
  article.replaceChildren(...parts);
  article.dataset.state = message.state ?? "";
  if (!focused) return;
  // The same button keeps the focus. Else the message takes it: its new words are read out, and
  // an Enter held down too long does not answer the next question.
  const buttons = [...article.querySelectorAll(".buttons button")];
  const same = buttons.find((one) => one.dataset.data === focusedData);
  (same ?? article).focus({ preventScroll: true });
}

function bubble(message, quoted, isNews) {
  const box = make("div", message.alarm ? "bubble alarm" : "bubble");
  if (message.alarm) box.setAttribute("role", isNews ? "alert" : "note");
  if (quoted && !isByPage(quoted)) box.append(make("p", "quoted", say("quoted", { text: shorten(quoted) })));
  const source = message.local ?? (message.photo && `/chat/photo/${message.photo.id}`);
  if (source) box.append(picture(message, source));
  if (message.text) box.append(text(message));
  const copy = !message.mine && message.text && copier(message.text);
  if (copy) box.append(copy);
  if (message.alarm) {
    box.prepend(call110());
    box.append(furtherCalls(message.text));
  }
  if (message.document) box.append(download(message.document));
  return box;
}

function text(message) {
  const said = words("p", "text", message.text);
  if (!message.mine && !message.alarm) link(said);
  if (!message.mine) emphasize(said);
  return said;
}

function choices(message, press) {
  const group = make("div", "buttons");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", say("choices"));
  for (const row of message.buttons) {
    const line = make("div", "line");
    for (const [label, data] of row) {
      const choice = button("", label, () => press(data, choice));
      choice.dataset.data = data;
      const ticked = /^survey:(un)?mark:/.exec(data);
      if (ticked) choice.setAttribute("aria-pressed", String(Boolean(ticked[1])));
      line.append(choice);
    }
    group.append(line);
  }
  return group;
}

function meta(message) {
  const line = make("p", "meta");
  const time = make("time", "", showTime(message.at));
  time.dateTime = new Date(message.at * 1000).toISOString();
  line.append(time);
  if (message.state) line.append(make("span", "sending", say(message.state)));
  return line;
}

/** Why it was not sent, and what to do about it. */
function failure(message, retry, drop) {
  const box = make("div", "failure");
  if (message.why) box.append(make("p", "why", message.why));
  const line = make("div", "line");
  line.append(button("", say("retry"), retry), button("", say("drop_it"), drop));
  box.append(line);
  return box;
}

function picture(message, source) {
  const frame = make("a", "picture");
  if (!message.local) {
    frame.href = source;
    frame.target = "_blank";
    frame.rel = "noopener";
  }
  const image = make("img");
  image.alt = message.mine ? say("photo_mine") : message.text || say("photo_alt");
  if (message.photo?.width) image.width = message.photo.width;
  if (message.photo?.height) image.height = message.photo.height;
  image.loading = "lazy";
  image.decoding = "async";
  image.src = source;
  frame.append(image);
  return frame;
}

function download({ id, name }) {
  const anchor = make("a", "document", say("document", { text: name }));
  anchor.href = `/chat/file/${id}`;
  anchor.download = name;
  return anchor;
}

function shorten(text) {
  const letters = [...text.replace(/\s+/g, " ").trim()];
  return letters.length > 60 ? `${letters.slice(0, 58).join("")}…` : letters.join("");
}
