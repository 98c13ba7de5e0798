// The line above the box in which the page itself says something.

import { make } from "./element.js";

const LASTS = 8_000;
const LASTS_BY_LETTER = 120;

export class Notice {
  #box;
  #ends = 0;

  constructor(box) {
    this.#box = box;
  }

  get isShown() {
    return this.#box.childElementCount > 0;
  }

  /** For as long as it takes to read it. */
  show(text) {
    this.hold(text);
    this.#ends = setTimeout(() => this.#box.replaceChildren(), Math.max(LASTS, text.length * LASTS_BY_LETTER));
  }

  /** Until something else is said. */
  hold(text, ...more) {
    clearTimeout(this.#ends);
    this.#box.replaceChildren(make("span", "", text), ...more);
  }
}
