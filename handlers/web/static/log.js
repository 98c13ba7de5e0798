// The conversation on the page: one article a message, in order, edited in place.

import { make } from "./element.js";
import { draw, isByPage } from "./message.js";
import { dayOf, showDay } from "./times.js";

export class Log {
  #box;
  #acts;
  #articles = new Map();
  #latest = 0;
  #drafts = 0;
  #isQuiet = false;

  /** acts: press(message, data) returns the key of what it sent; retry(message), drop(message). */
  constructor(box, acts) {
    this.#box = box;
    this.#acts = acts;
  }

  get latest() {
    return this.#latest;
  }

  get oldest() {
    return [...this.#articles.values()].find((article) => article.message.number)?.message.number;
  }

  articleOf(number) {
    return this.#articles.get(number);
  }

  /** The words of a message on the page; empty when there is none. */
  textOf(number) {
    return this.#articles.get(number)?.message.text ?? "";
  }

  /** Show a message, new or changed. What the citizen sent and is not acknowledged has no number. */
  put(message) {
    if (isByPage(message.text) && message.mine) return;
    if (message.alarm && message.number) this.#dropRung(message.text);
    const name = this.#name(message);
    const old = this.#articles.get(name);
    if (old) {
      const pending = message.photo && old.message.local ? { local: old.message.local } : {};
      old.message = { ...message, ...pending };
      this.#draw(old);
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
    this.#draw(article);
    this.#place(article);
    return article.message;
  }

  /** why: for a failed one, what the citizen should know. */
  setState(key, state, why = "") {
    const article = this.#articles.get(key);
    if (!article || article.message.state === state) return;
    article.message = { ...article.message, state, why };
    this.#draw(article);
  }

  remove(name) {
    const article = this.#articles.get(name);
    if (!article) return;
    this.#articles.delete(name);
    article.remove();
    // What quoted it must not go on showing its words.
    for (const other of this.#articles.values()) if (other.message.quotes === name) this.#draw(other);
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
    this.#isQuiet = true;
    this.#box.setAttribute("aria-busy", "true");
    this.#box.setAttribute("aria-live", "off");
    fill();
    this.#isQuiet = false;
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

  /** A danger's answer that came before the history had it gives way to its message. */
  #dropRung(text) {
    for (const [name, { message }] of this.#articles) {
      if (message.alarm && !message.number && message.text === text) this.remove(name);
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
    this.#draw(article);
    return article;
  }

  #draw(article) {
    const { message } = article;
    draw(article, {
      quoted: message.quotes ? this.textOf(message.quotes) : "",
      isNews: !this.#isQuiet,
      press: (data, button) => {
        if (button.dataset.key) return;
        button.dataset.key = this.#acts.press(article.message, data);
        button.setAttribute("aria-disabled", "true");
      },
      retry: () => this.#acts.retry(article.message),
      drop: () => this.#acts.drop(article.message),
    });
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
}

function areJoined(one, next) {
  return !one.state && one.mine === next.mine && Math.floor(one.at / 60) === Math.floor(next.at / 60);
}

function followingArticle(article) {
  let one = article.nextElementSibling;
  while (one && !one.message) one = one.nextElementSibling;
  return one;
}
