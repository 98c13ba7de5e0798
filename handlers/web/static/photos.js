// Photos: picked, pasted or dropped; made small and freed of their metadata before they leave.

import { make } from "./log.js";
import { newKey } from "./store.js";
import { say, token } from "./words.js";

const SIDE = 2048;
const AT_ONCE = 9;
const CAPTION = 1000;
const AGAIN_AFTER = [2_000, 5_000, 10_000, 20_000];

export class Photos {
  #list = document.getElementById("previews");
  #picker = document.getElementById("files");
  #chosen = [];
  #line = Promise.resolve();

  /** warn(text): something to tell. */
  constructor(warn) {
    this.warn = warn;
    document.getElementById("photo").addEventListener("click", () => this.#picker.click());
    this.#picker.addEventListener("change", () => {
      this.add(this.#picker.files);
      this.#picker.value = "";
    });
    addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length) return;
      event.preventDefault();
      this.add(files);
    });
    this.#takeDrops(document.getElementById("drop"));
  }

  add(files) {
    for (const file of files) {
      if (!file.type.startsWith("image/")) {
        this.warn(say("photo_not"));
      } else if (this.#chosen.length >= AT_ONCE) {
        this.warn(say("photo_many", { count: AT_ONCE }));
        return;
      } else {
        this.#chosen.push({ key: newKey(), file, url: URL.createObjectURL(file) });
      }
    }
    this.#show();
  }

  /** What is chosen, which is then no more. */
  take() {
    const taken = this.#chosen;
    this.#chosen = [];
    this.#show();
    return taken;
  }

  /**
   * Send one photo after the other, each until the server has it or refuses it.
   * heard(key, answer): {number, kept} or {text}.
   */
  upload({ key, file }, caption, heard) {
    this.#line = this.#line.then(async () => {
      const form = new FormData();
      form.append("key", key);
      form.append("caption", caption.slice(0, CAPTION));
      form.append("photo", await shrink(file), "photo.jpg");
      for (let tries = 0; ; tries += 1) {
        const answer = await post(form);
        if (answer) return heard(key, answer);
        if (tries === 0) this.warn(say("photo_failed"));
        await new Promise((done) => setTimeout(done, AGAIN_AFTER[Math.min(tries, 3)]));
      }
    });
  }

  #show() {
    this.#list.hidden = this.#chosen.length === 0;
    this.#list.replaceChildren(
      ...this.#chosen.map((one) => {
        const item = make("li");
        const image = make("img");
        image.src = one.url;
        image.alt = one.file.name;
        const button = make("button", "", "×");
        button.type = "button";
        button.setAttribute("aria-label", `${say("photo_remove")}: ${one.file.name}`);
        button.addEventListener("click", () => {
          URL.revokeObjectURL(one.url);
          this.#chosen = this.#chosen.filter((other) => other !== one);
          this.#show();
          document.getElementById("text").focus();
        });
        item.append(image, button);
        return item;
      }),
    );
    document.getElementById("composer").classList.toggle("pictured", this.#chosen.length > 0);
  }

  #takeDrops(cover) {
    const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
    addEventListener("dragover", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      cover.hidden = false;
    });
    addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) cover.hidden = true;
    });
    addEventListener("drop", (event) => {
      cover.hidden = true;
      if (!hasFiles(event)) return;
      event.preventDefault();
      this.add(event.dataTransfer.files);
    });
  }
}

/** The answer of the server; null when there is none, or when it says to try again. */
async function post(form) {
  try {
    const response = await fetch("/chat/photo", {
      method: "POST",
      body: form,
      headers: { "X-Minyi-Token": token },
    });
    if (response.status === 429 || response.status >= 500) return null;
    return await response.json().catch(() => ({ text: say("photo_not") }));
  } catch {
    return null;
  }
}

/** A smaller JPEG without metadata; the file itself when this browser can't read it. */
async function shrink(file) {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = make("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const jpeg = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.88));
    return jpeg ?? file;
  } catch {
    return file;
  }
}
