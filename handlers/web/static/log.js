// The conversation on the page: one article a message, in order, edited in place.

import { dayOf, showDay, showTime } from "./times.js";
import { say } from "./words.js";

const HAN = /\p{Script=Han}/u;
// What the page says by itself, for the citizen: they did not write it, so it is not shown.
const SAID_BY_PAGE = /^\/(start|language( \w+)?)$/;

export class Log {
  #box;
  #press;
  #articles = new Map();
  #latest = 0;
  #drafts = 0;

  /** press(number, data): what happens when a button is pressed. */
  constructor(box, press) {
    this.#box = box;
    this.#press = press;
  }

  get latest() {
    return this.#latest;
  }

  get oldest() {
    return [...this.#articles.values()].find((article) => article.message.number)?.message.number;
  }

  get isEmpty() {
    return this.#articles.size === 0;
  }

  /** The words of a message on the page; empty when there is none. */
  textOf(number) {
    return this.#articles.get(number)?.message.text ?? "";
  }

  /** Show a message, new or changed. What the citizen sent and is not acknowledged has no number. */
  put(message) {
    const name = this.#name(message);
    const old = this.#articles.get(name);
    if (SAID_BY_PAGE.test(message.text ?? "") && message.mine) return;
    if (old) {
      const pending = message.photo && old.message.local ? { local: old.message.local } : {};
      old.message = { ...message, ...pending };
      this.#fill(old);
      if (!old.message.number) return;
      old.classList.remove("changed");
      void old.offsetWidth; // so that the second change in a row is seen too
      old.classList.toggle("changed", !message.mine && old !== this.#box.lastElementChild);
    }
    const article = old ?? this.#make(message);
    if (message.number) this.#latest = Math.max(this.#latest, message.number);
    this.#place(article);
    return article;
  }

  /** The server has it: what was pending gets its number. */
  acknowledge(key, number) {
    const article = this.#articles.get(key);
    if (!article) return null;
    this.#articles.delete(key);
    const double = this.#articles.get(number);
    if (double) double.remove();
    article.message = { ...article.message, number, state: "" };
    this.#articles.set(number, article);
    this.#latest = Math.max(this.#latest, number);
    this.#fill(article);
    this.#place(article);
    return article.message;
  }

  setState(key, state) {
    const article = this.#articles.get(key);
    if (!article || article.message.state === state) return;
    article.message = { ...article.message, state };
    this.#fill(article);
  }

  remove(name) {
    const article = this.#articles.get(name);
    if (!article) return;
    this.#articles.delete(name);
    article.remove();
    this.#separateDays();
  }

  /** Forget all but what is not acknowledged yet. */
  clear() {
    for (const [name, article] of this.#articles) {
      if (!article.message.number) continue;
      this.#articles.delete(name);
      article.remove();
    }
    this.#latest = 0;
    this.#separateDays();
  }

  /** Everything shown while `fill` runs was there before: it is not read out. */
  quietly(fill) {
    this.#box.setAttribute("aria-busy", "true");
    this.#box.setAttribute("aria-live", "off");
    fill();
    requestAnimationFrame(() => {
      this.#box.setAttribute("aria-busy", "false");
      this.#box.setAttribute("aria-live", "polite");
    });
  }

  /** A pressed button waits until it is answered. */
  release(key) {
    for (const button of this.#box.querySelectorAll("button[data-key]")) {
      if (key && button.dataset.key !== key) continue;
      delete button.dataset.key;
      button.removeAttribute("aria-disabled");
    }
  }

  #name(message) {
    if (message.number && this.#articles.has(message.number)) return message.number;
    if (message.key && this.#articles.has(message.key)) {
      if (message.number) {
        this.acknowledge(message.key, message.number);
        return message.number;
      }
      return message.key;
    }
    return message.number ?? message.key;
  }

  #make(message) {
    const article = make("article", `message ${message.mine ? "mine" : "theirs"}`);
    article.message = message;
    article.tabIndex = -1;
    // What is pending stands after what was known when it was sent.
    article.order = this.#latest + 0.5 + ++this.#drafts * 1e-6;
    this.#articles.set(message.number ?? message.key, article);
    this.#fill(article);
    return article;
  }

  #place(article) {
    const order = (one) => one.message.number ?? one.order;
    let next = null;
    for (let one = this.#box.lastElementChild; one; one = one.previousElementSibling) {
      if (one === article || !one.message) continue;
      if (order(one) < order(article)) break;
      next = one;
    }
    const isPlaced = article.isConnected && followingArticle(article) === next;
    if (!isPlaced) this.#box.insertBefore(article, next);
    this.#separateDays();
  }

  /** A line where a day begins; one time of day for what one side said within a minute. */
  #separateDays() {
    let day = "";
    let before = null;
    for (const one of [...this.#box.children]) {
      if (!one.message) {
        const following = one.nextElementSibling;
        if (!following?.message || dayOf(following.message.at) === day) one.remove();
        continue;
      }
      const own = dayOf(one.message.at);
      if (own !== day && one.previousElementSibling?.dataset.day !== own) {
        const line = make("p", "day");
        line.dataset.day = own;
        line.append(make("span", "", showDay(one.message.at)));
        one.before(line);
      }
      day = own;
      before?.classList.toggle("joined", areJoined(before.message, one.message));
      before = one;
    }
    before?.classList.remove("joined");
  }

  #fill(article) {
    const { message } = article;
    const focused = article.contains(document.activeElement) ? document.activeElement : null;
    const focusedData = focused?.dataset.data;
    const parts = [make("span", "unseen", say(message.mine ? "sender_me" : "sender_bot"))];
    const bubble = make("div", "bubble");
    const quoted = message.quotes ? this.textOf(message.quotes) : "";
    if (quoted && !SAID_BY_PAGE.test(quoted)) bubble.append(make("p", "quoted", say("quoted", { text: shorten(quoted) })));
    const source = message.local ?? (message.photo && `/chat/photo/${message.photo.id}`);
    if (source) bubble.append(picture(message, source));
    if (message.text) bubble.append(words("p", "text", message.text));
    if (message.document) bubble.append(download(message.document));
    parts.push(bubble);
    if (message.buttons) parts.push(this.#buttons(article, message));
    parts.push(this.#meta(message));
    article.replaceChildren(...parts);
    article.dataset.state = message.state ?? "";
    if (focused) {
      // The same button keeps the focus. Else the message takes it: its new words are read out, and
      // an Enter held down too long does not answer the next question.
      const buttons = [...article.querySelectorAll(".buttons button")];
      const same = buttons.find((button) => button.dataset.data === focusedData);
      (same ?? article).focus({ preventScroll: true });
    }
  }

  #buttons(article, message) {
    const group = make("div", "buttons");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", say("choices"));
    for (const row of message.buttons) {
      const line = make("div", "line");
      for (const [text, data] of row) {
        const button = words("button", "", text);
        button.type = "button";
        button.dataset.data = data;
        button.addEventListener("click", () => {
          if (button.dataset.key) return;
          button.dataset.key = this.#press(article.message, data);
          button.setAttribute("aria-disabled", "true");
        });
        line.append(button);
      }
      group.append(line);
    }
    return group;
  }

  #meta(message) {
    const line = make("p", "meta");
    const time = make("time", "", showTime(message.at));
    time.dateTime = new Date(message.at * 1000).toISOString();
    line.append(time);
    if (message.state) line.append(make("span", "sending", say(message.state)));
    return line;
  }
}

export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** Text in the direction and the language that it is written in. */
function words(tag, className, text) {
  const element = make(tag, className, text);
  element.dir = "auto";
  const spoken = HAN.test(text) ? "zh-Hans" : "en";
  if (spoken !== document.documentElement.lang && /\p{L}/u.test(text)) element.lang = spoken;
  return element;
}

function areJoined(one, next) {
  return !one.state && one.mine === next.mine && Math.floor(one.at / 60) === Math.floor(next.at / 60);
}

function followingArticle(article) {
  let one = article.nextElementSibling;
  while (one && !one.message) one = one.nextElementSibling;
  return one;
}

function picture(message, source) {
  const frame = make("a", "picture");
  if (!message.local) {
    frame.href = source;
    frame.target = "_blank";
    frame.rel = "noopener";
  }
  const image = make("img");
  image.alt = say(message.mine ? "photo_mine" : "photo_alt");
  if (message.photo?.width) image.width = message.photo.width;
  if (message.photo?.height) image.height = message.photo.height;
  image.loading = "lazy";
  image.decoding = "async";
  image.src = source;
  frame.append(image);
  return frame;
}

function download({ id, name }) {
  const link = make("a", "document", say("document", { text: name }));
  link.href = `/chat/file/${id}`;
  link.download = name;
  return link;
}

function shorten(text) {
  const letters = [...text.replace(/\s+/g, " ").trim()];
  return letters.length > 60 ? `${letters.slice(0, 58).join("")}…` : letters.join("");
}
