// Keeps the end of the conversation in view for who reads there, and leaves alone who reads above.

const NEAR = 120;
const AT_ONE_GO = 4_000;
const ON_THE_WAY = 700;

export class Scroll {
  #down = document.getElementById("down");
  #up = document.getElementById("up");
  #top = document.querySelector(".top");
  #changed = null;
  #first = null;
  #lastNews = 0;
  #aimsAtEnd = 0;
  #restsAtEnd = true;

  constructor() {
    this.#down.addEventListener("click", () => this.toEnd());
    this.#up.addEventListener("click", () => this.#showChanged());
    addEventListener("scroll", () => this.#seen(), { passive: true });
    for (const act of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      addEventListener(act, () => (this.#aimsAtEnd = 0), { passive: true });
    }
    // A keyboard that opens, a box that grows: whoever was at the end stays there.
    const stay = () => this.#restsAtEnd && scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
    new ResizeObserver(stay).observe(document.getElementById("bottom"));
    addEventListener("resize", stay);
  }

  get isAtEnd() {
    const { scrollHeight } = document.documentElement;
    return scrollHeight - innerHeight - scrollY < NEAR;
  }

  toEnd() {
    this.#down.hidden = true;
    this.#first = null;
    this.#restsAtEnd = true;
    requestAnimationFrame(() => scrollTo({ top: document.documentElement.scrollHeight }));
  }

  /** What is being read, and where it stands on the screen; null at the end. */
  place() {
    const first = this.isAtEnd ? null : this.#firstVisible();
    return first?.message.number ? { number: first.message.number, top: first.getBoundingClientRect().top } : null;
  }

  /** Put a message back to where `place` saw it. False where it is not there any more. */
  restore(article, top) {
    if (!article) return false;
    this.#restsAtEnd = false;
    scrollBy({ top: article.getBoundingClientRect().top - top, behavior: "instant" });
    return true;
  }

  /**
   * Run `change`, which returns {news, changed}: the first new message, and those that were edited.
   * Then show what is new, or say that it is there; what is being read stays where it is.
   */
  follow(change) {
    const wasAtEnd = this.isAtEnd || performance.now() < this.#aimsAtEnd;
    const held = this.#firstVisible();
    const before = held?.getBoundingClientRect().top;
    const { news, changed } = change();
    const moved = held?.isConnected ? held.getBoundingClientRect().top - before : 0;
    if (moved) scrollBy({ top: moved, behavior: "instant" });
    const above = changed.find((one) => this.#isAbove(one) && !one.contains(document.activeElement));
    if (above) {
      this.#changed = above;
      this.#up.hidden = false;
    }
    if (wasAtEnd) this.#reveal(news);
    else if (news) this.#down.hidden = false;
  }

  /** Run `change`; whoever was at the end is there again. */
  keepEnd(change) {
    const wasAtEnd = this.isAtEnd;
    change();
    // At once: with the next frame more may be said, and its beginning is what is to be seen.
    if (wasAtEnd) scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
  }

  /** The end, but never beyond the beginning of what was said at one go. */
  #reveal(news) {
    if (news && performance.now() - this.#lastNews > AT_ONE_GO) this.#first = null;
    if (news) {
      this.#first ??= news;
      this.#lastNews = performance.now();
    }
    const first = news && this.#first;
    this.#aimsAtEnd = performance.now() + ON_THE_WAY;
    requestAnimationFrame(() => {
      const end = document.documentElement.scrollHeight - innerHeight;
      const start = first?.isConnected ? scrollY + first.getBoundingClientRect().top - this.#head - 12 : end;
      const top = Math.min(end, Math.max(start, scrollY));
      this.#restsAtEnd = end - top < NEAR;
      if (news && !this.#restsAtEnd) this.#down.hidden = false;
      scrollTo({ top, behavior: "auto" });
    });
  }

  #showChanged() {
    this.#up.hidden = true;
    this.#changed?.focus({ preventScroll: true });
    this.#changed?.scrollIntoView({ block: "start" });
    this.#changed = null;
  }

  #seen() {
    this.#restsAtEnd = this.isAtEnd;
    if (this.isAtEnd) this.#down.hidden = true;
    if (this.#changed?.isConnected && this.#isAbove(this.#changed)) return;
    this.#changed = null;
    this.#up.hidden = true;
  }

  get #head() {
    return Math.max(0, this.#top.getBoundingClientRect().bottom);
  }

  #isAbove(article) {
    return article.getBoundingClientRect().bottom < this.#head;
  }

  #firstVisible() {
    const head = this.#head;
    return [...document.querySelectorAll(".message")].find((one) => one.getBoundingClientRect().bottom > head);
  }
}
