// Codes in the house's words: they stand out, and one press copies them.

import { button, make } from "./element.js";
import { say } from "./words.js";

// How the house shows what a code looks like: nobody has this one.
const EXAMPLE = /7K2M-9QXD$/;
const CODE = /\b[ML][0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b/g;

/** The text nodes of `element` again, their codes set apart. */
export function emphasize(element) {
  for (const node of [...element.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE)) {
    const parts = [];
    let end = 0;
    for (const match of node.data.matchAll(CODE)) {
      parts.push(node.data.slice(end, match.index), make("strong", "code", match[0]));
      end = match.index + match[0].length;
    }
    if (parts.length) node.replaceWith(...parts, node.data.slice(end));
  }
}

/** A button that copies the first code of a text; null where there is none, or nothing can copy. */
export function copier(text) {
  const found = text.match(CODE)?.find((code) => !EXAMPLE.test(code));
  if (!found || !navigator.clipboard) return null;
  const copy = button("copy", say("copy_code", { text: found }), async () => {
    try {
      await navigator.clipboard.writeText(found);
      copy.textContent = say("copied");
    } catch {
      // Not allowed: the code stands above and can be selected.
    }
  });
  return copy;
}
