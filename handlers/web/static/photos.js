// Photos that are chosen, pasted or dropped, and shown above the box until they are sent.

import { button, ICONS, icon, make } from "./element.js";
import { prepare } from "./picture.js";
import { newKey } from "./store.js";
import { say } from "./words.js";

const AT_ONCE = 9;

export class Photos {
  #list = document.getElementById("previews");
  #picker = document.getElementById("files");
  #chosen = [];
  #checking = Promise.resolve();
  #unchecked = 0;

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

  /** Only what turns out to be a picture is shown; of the rest it is said why not. */
  add(files) {
    const all = [...files];
    this.#unchecked += 1;
    this.#checking = this.#checking.then(async () => {
      const faults = [];
      for (const file of all) {
        if (this.#chosen.length >= AT_ONCE) {
          faults.push(say("photo_many", { count: AT_ONCE }));
          break;
        }
        const { jpeg, why } = await prepare(file);
        if (why) faults.push(why);
        else this.#chosen.push({ key: newKey(), name: file.name, jpeg, url: URL.createObjectURL(jpeg) });
        this.#show();
      }
      this.#unchecked -= 1;
      if (faults.length) this.warn([...new Set(faults)].join("\n"));
    });
  }

  /** Done when everything chosen so far is looked at. */
  get checked() {
    return this.#checking;
  }

  get isEmpty() {
    return this.#chosen.length === 0 && this.#unchecked === 0;
  }

  /** What is chosen, which is then no more. */
  take() {
    const taken = this.#chosen;
    this.#chosen = [];
    this.#show();
    return taken;
  }

  #show() {
    this.#list.hidden = this.#chosen.length === 0;
    this.#list.replaceChildren(
      ...this.#chosen.map((one) => {
        const item = make("li");
        const image = make("img");
        image.src = one.url;
        image.alt = one.name;
        const remove = button("", "", () => {
          URL.revokeObjectURL(one.url);
          this.#chosen = this.#chosen.filter((other) => other !== one);
          this.#show();
          document.getElementById("text").focus();
        });
        remove.setAttribute("aria-label", `${say("photo_remove")}: ${one.name}`);
        remove.append(icon(ICONS.remove, 14));
        item.append(image, remove);
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
