// Makes elements: plain, with words of any language, or drawn as an icon.

const HAN = /\p{Script=Han}/u;
const SVG = "http://www.w3.org/2000/svg";

export const ICONS = {
  call: "M6.5 3.5 9.7 3l1.6 4.4-2.3 1.8a13 13 0 0 0 5.8 5.8l1.8-2.3 4.4 1.6-.5 3.200c-.2 1.200-1.200 2-2.4 2C10.5 19.5 4.5 13.5 4.5 6c0-1.200.8-2.300 2-2.500z",
  text: "M4 5h16v11H9l-5 4z",
  remove: "m6 6 12 12M18 6 6 18",
};

export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** Text in the direction and the language that it is written in. */
export function words(tag, className, text) {
  const element = make(tag, className, text);
  element.dir = "auto";
  const spoken = HAN.test(text) ? "zh-Hans" : "en";
  if (spoken !== document.documentElement.lang && /\p{L}/u.test(text)) element.lang = spoken;
  return element;
}

/** A button that submits nothing. */
export function button(className, text, press) {
  const element = words("button", className, text);
  element.type = "button";
  element.addEventListener("click", press);
  return element;
}

/** A drawing beside words; who can't see it misses nothing. */
export function icon(path, size = 20) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("width", size);
  drawing.setAttribute("height", size);
  drawing.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  drawing.append(line);
  return drawing;
}
