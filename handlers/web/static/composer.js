// The box that is written in: grows, counts near the limit, refuses what is too long, hints at commands.

import { button, make } from "./element.js";
import { draft } from "./store.js";
import { say } from "./words.js";

const LIMIT = 20_000;
const COUNT_FROM = 18_000;

export class Composer {
  #form = document.getElementById("composer");
  #text = document.getElementById("text");
  #count = document.getElementById("count");
  #counted = document.getElementById("counted");
  #commands = document.getElementById("commands");
  #known = [];
  #isComposing = false;

  /** send(text): what happens with it. Nothing is cut: what is too long stays in the box. */
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
    text.value ||= draft.get();
    this.#changed();
  }

  /** role: of whoever is at work in this chat; empty: it is a citizen's. */
  know(commands, role) {
    this.#known = commands;
    this.#text.placeholder = say(role ? "write_at_work" : "write_here");
    this.#changed();
  }

  focus() {
    this.#text.focus({ preventScroll: true });
  }

  /** Whether a reload would tear words away: from under somebody's hands, or because they are too long to be kept. */
  get isHeld() {
    const { value } = this.#text;
    return value !== "" && (document.activeElement === this.#text || value !== draft.get());
  }

  #submit(send) {
    const text = this.#text.value.trim();
    if (lengthOf(text) > LIMIT) {
      this.#say(""); // so that it is read out once more
      requestAnimationFrame(() => this.#changed());
      this.focus();
      return;
    }
    send(text);
    this.#text.value = "";
    this.#changed();
  }

  #changed() {
    const text = this.#text;
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight}px`;
    const length = lengthOf(text.value.trim());
    const isTooLong = length > LIMIT;
    draft.set(isTooLong ? "" : text.value);
    this.#count.textContent = length >= COUNT_FROM ? say("counter", { count: length }) : "";
    this.#count.classList.toggle("over", isTooLong);
    this.#say(isTooLong ? say("too_long") : length >= COUNT_FROM ? say("nearly_full") : "");
    text.setAttribute("aria-invalid", String(isTooLong));
    this.#form.classList.toggle("written", length > 0);
    this.#hint();
  }

  /** Said when it becomes so, and not again with each letter. */
  #say(words) {
    if (this.#counted.textContent !== words) this.#counted.textContent = words;
  }

  #hint() {
    const typed = this.#text.value;
    const fitting = /^\/\w*$/.test(typed)
      ? this.#known.filter(({ command }) => `/${command}`.startsWith(typed.toLowerCase()))
      : [];
    this.#commands.hidden = fitting.length === 0;
    this.#commands.replaceChildren(
      ...fitting.map(({ command, description }) => {
        const choice = button("", "", () => {
          this.#text.value = `/${command}`;
          this.#form.requestSubmit();
          this.focus();
        });
        choice.append(make("code", "", `/${command}`), make("span", "", description));
        return choice;
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

/** In characters as the server counts them: one beyond the basic plane is one. */
function lengthOf(text) {
  return text.length < COUNT_FROM ? text.length : [...text].length;
}
