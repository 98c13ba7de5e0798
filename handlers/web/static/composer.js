// The box that is written in: grows, counts, splits what is long, hints at commands.

import { make } from "./log.js";
import { say } from "./words.js";

const PIECE = 4000;
const WHOLE = 20_000;
const COUNT_FROM = 200;
const BREAKS = ["\n\n", "\n", "。", "!", "?", ". ", "! ", "? ", ";", ";", ",", ", ", " "];

export class Composer {
  #form = document.getElementById("composer");
  #text = document.getElementById("text");
  #count = document.getElementById("count");
  #commands = document.getElementById("commands");
  #known = [];
  #isComposing = false;

  /** send(pieces): what happens with the text, split into messages. True: it was taken. */
  constructor(send) {
    const text = this.#text;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(send);
    });
    text.addEventListener("input", () => this.#changed());
    // An input method's Enter takes the candidate; Safari ends the composition before that keydown.
    text.addEventListener("compositionstart", () => (this.#isComposing = true));
    text.addEventListener("compositionend", () => setTimeout(() => (this.#isComposing = false), 0));
    text.addEventListener("keydown", (event) => {
      const isInputMethod = event.isComposing || this.#isComposing || event.keyCode === 229;
      if (isInputMethod) return;
      if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.altKey) {
        event.preventDefault();
        this.#submit(send);
      } else if (event.key === "Escape") {
        this.#commands.hidden = true;
      } else if (event.key === "ArrowDown" && !this.#commands.hidden) {
        event.preventDefault();
        this.#commands.querySelector("button")?.focus();
      }
    });
    this.#commands.addEventListener("keydown", (event) => this.#walk(event));
  }

  know(commands) {
    this.#known = commands;
    this.#changed();
  }

  focus() {
    this.#text.focus({ preventScroll: true });
  }

  /** The text as a caption: taken when it is short enough to be one. */
  takeCaption(limit) {
    const text = this.#text.value.trim();
    if (!text || text.length > limit || text.startsWith("/")) return "";
    this.#clear();
    return text;
  }

  #submit(send) {
    const text = this.#text.value.trim();
    if (text.length > WHOLE) {
      this.#changed();
      return;
    }
    if (send(text ? split(text) : [])) this.#clear();
  }

  #clear() {
    this.#text.value = "";
    this.#changed();
  }

  #changed() {
    const text = this.#text;
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight}px`;
    const length = text.value.trim().length;
    const isTooLong = length > WHOLE;
    this.#count.textContent = isTooLong ? say("too_long") : length >= COUNT_FROM ? say("counter", { count: length }) : "";
    this.#count.classList.toggle("over", isTooLong);
    text.setAttribute("aria-invalid", String(isTooLong));
    this.#form.classList.toggle("written", length > 0);
    this.#hint();
  }

  #hint() {
    const typed = this.#text.value;
    const fitting = /^\/\w*$/.test(typed)
      ? this.#known.filter(({ command }) => `/${command}`.startsWith(typed.toLowerCase()))
      : [];
    this.#commands.hidden = fitting.length === 0;
    this.#commands.replaceChildren(
      ...fitting.map(({ command, description }) => {
        const button = make("button");
        button.type = "button";
        button.append(make("code", "", `/${command}`), make("span", "", description));
        button.addEventListener("click", () => {
          this.#text.value = `/${command}`;
          this.#form.requestSubmit();
          this.focus();
        });
        return button;
      }),
    );
  }

  #walk(event) {
    const buttons = [...this.#commands.querySelectorAll("button")];
    const place = buttons.indexOf(document.activeElement);
    if (event.key === "ArrowDown") buttons[Math.min(place + 1, buttons.length - 1)].focus();
    else if (event.key === "ArrowUp" && place > 0) buttons[place - 1].focus();
    else if (event.key === "ArrowUp" || event.key === "Escape") this.focus();
    else return;
    if (event.key === "Escape") this.#commands.hidden = true;
    event.preventDefault();
  }
}

/** Pieces of at most PIECE, cut where a paragraph or a sentence ends if one does. */
export function split(text) {
  const pieces = [];
  let rest = text;
  while (rest.length > PIECE) {
    const head = rest.slice(0, PIECE);
    let cut = 0;
    for (const mark of BREAKS) {
      cut = head.lastIndexOf(mark) + mark.length;
      if (cut > PIECE / 2) break;
    }
    if (cut <= PIECE / 2) cut = PIECE;
    // Half of a letter beyond the basic plane is no letter.
    if (/[\uD800-\uDBFF]/.test(rest[cut - 1])) cut -= 1;
    pieces.push(rest.slice(0, cut).trim());
    rest = rest.slice(cut).trim();
  }
  return [...pieces, rest].filter(Boolean);
}
