// Keeps the end of the conversation in view for who reads there, and leaves alone who reads above.

const NEAR = 120;

export class Scroll {
  #down;

  constructor(down) {
    this.#down = down;
    down.addEventListener("click", () => this.toEnd());
    addEventListener("scroll", () => this.isAtEnd && (down.hidden = true), { passive: true });
    // A keyboard that opens, a box that grows: whoever was at the end stays there.
    let wasAtEnd = true;
    addEventListener("scroll", () => (wasAtEnd = this.isAtEnd), { passive: true });
    new ResizeObserver(() => wasAtEnd && this.toEnd("instant")).observe(document.getElementById("bottom"));
    addEventListener("resize", () => wasAtEnd && this.toEnd("instant"));
  }

  get isAtEnd() {
    const { scrollHeight } = document.documentElement;
    return scrollHeight - innerHeight - scrollY < NEAR;
  }

  toEnd(behavior = "auto") {
    this.#down.hidden = true;
    requestAnimationFrame(() => scrollTo({ top: document.documentElement.scrollHeight, behavior }));
  }

  /** Run `change`, which returns the first new message; then show it, or say that it is there. */
  follow(change) {
    const wasAtEnd = this.isAtEnd;
    const article = change();
    if (wasAtEnd) this.#reveal(article);
    else if (article) this.#down.hidden = false;
  }

  /** The end, but never beyond the beginning of what is new. */
  #reveal(article) {
    requestAnimationFrame(() => {
      const end = document.documentElement.scrollHeight - innerHeight;
      const top = document.querySelector(".top").offsetHeight;
      const start = article ? scrollY + article.getBoundingClientRect().top - top - 12 : end;
      scrollTo({ top: Math.min(end, Math.max(start, scrollY)), behavior: "auto" });
    });
  }
}

export function keepEnd(scroll, change) {
  const wasAtEnd = scroll.isAtEnd;
  change();
  if (wasAtEnd) scroll.toEnd();
}
