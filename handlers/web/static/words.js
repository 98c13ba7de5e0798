// The page's sentences and settings, as the server wrote them into <html>.

const page = document.documentElement.dataset;
const sentences = JSON.parse(page.words);

export const language = page.language;
export const token = page.token;
export const timezone = page.timezone;

/** A sentence with its places filled. */
export function say(key, places = {}) {
  return sentences[key].replace(/\{(\w+)\}/g, (_, name) => places[name] ?? "");
}
