// Sends photos one after the other, each until the server has it or refuses it.

import { say, token } from "./words.js";

const CAPTION = 1000;
const AGAIN_AFTER = [2_000, 5_000, 10_000, 20_000];
const ANSWERED_WITHIN = 60_000;

export class Uploads {
  #line = Promise.resolve();
  #count = 0;

  /** warn(text): something to tell. */
  constructor(warn) {
    this.warn = warn;
    // A photo lives in this page only: who leaves before it is sent is asked.
    addEventListener("beforeunload", (event) => this.#count && event.preventDefault());
  }

  /** heard(key, answer): {number, kept} or {text}. */
  add({ key, jpeg }, caption, heard) {
    this.#count += 1;
    this.#line = this.#line.then(async () => {
      const answer = await this.#insist(form(key, caption, jpeg));
      this.#count -= 1;
      heard(key, answer);
    });
  }

  async #insist(photo) {
    for (let tries = 0; ; tries += 1) {
      const answer = await post(photo);
      if (answer) return answer;
      if (tries === 0) this.warn(say("photo_failed"));
      await new Promise((done) => setTimeout(done, AGAIN_AFTER[Math.min(tries, 3)]));
    }
  }
}

function form(key, caption, jpeg) {
  const fields = new FormData();
  fields.append("key", key);
  fields.append("caption", caption.slice(0, CAPTION));
  fields.append("photo", jpeg, "photo.jpg");
  return fields;
}

/** The answer of the server; null when there is none, or when it says to try again. */
async function post(body) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), ANSWERED_WITHIN);
  try {
    const headers = { "X-Minyi-Token": token };
    const response = await fetch("/chat/photo", { method: "POST", body, headers, signal: patience.signal });
    if (response.status === 429 || response.status >= 500) return null;
    return await response.json().catch(() => ({ text: say("not_understood") }));
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
