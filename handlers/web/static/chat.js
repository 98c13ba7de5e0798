// The page: joins the connection, the conversation and the box that is written in.

import { Composer } from "./composer.js";
import { Link } from "./link.js";
import { Log, make } from "./log.js";
import { Photos } from "./photos.js";
import { keepEnd, Scroll } from "./scroll.js";
import { newKey, once, unkept, waiting } from "./store.js";
import { now } from "./times.js";
import { say } from "./words.js";

const TYPING_LASTS = 6_000;
const NOTICE_LASTS = 8_000;
const CAPTION = 1000;

const byId = (id) => document.getElementById(id);
const link = new Link();
const scroll = new Scroll(byId("down"));
const log = new Log(byId("log"), press);
const photos = new Photos((text) => notify(text));
const composer = new Composer(submit);
let typingEnds = 0;
let noticeEnds = 0;
let wasOffline = false;

function sendText(text) {
  const frame = { t: "say", key: newKey(), text };
  log.put({ key: frame.key, mine: true, text, at: now(), state: link.isReady ? "sending" : "waiting" });
  link.send(frame);
}

function submit(pieces) {
  const chosen = photos.take();
  const caption = chosen.length && pieces.length === 1 && pieces[0].length <= CAPTION ? pieces.shift() : "";
  chosen.forEach((photo, place) => sendPhoto(photo, place === 0 ? caption : ""));
  pieces.forEach(sendText);
  scroll.toEnd();
  return true;
}

function sendPhoto(photo, caption) {
  log.put({ key: photo.key, mine: true, text: caption, at: now(), state: "sending", local: photo.url });
  photos.upload(photo, caption, (key, answer) => {
    if (answer.number) {
      log.acknowledge(key, answer.number);
    } else {
      log.setState(key, "failed");
      notify(answer.text);
    }
  });
}

function press(message, data) {
  const frame = { t: "press", key: newKey(), number: message.number, data };
  const quote = message.quotes && (unkept.find(message.quotes)?.text || log.textOf(message.quotes));
  if (quote) frame.quote = quote;
  link.send(frame);
  return frame.key;
}

function notify(text, action) {
  clearTimeout(noticeEnds);
  const box = byId("notice");
  box.replaceChildren(...(text ? [make("span", "", text)] : []), ...(action ? [action] : []));
  if (text && !action) noticeEnds = setTimeout(() => box.replaceChildren(), NOTICE_LASTS);
}

function showTyping(isTyping) {
  clearTimeout(typingEnds);
  keepEnd(scroll, () => (byId("typing").hidden = !isTyping));
  if (isTyping) typingEnds = setTimeout(() => showTyping(false), TYPING_LASTS);
}

function showUnkept() {
  for (const message of unkept.all()) log.put({ ...message, mine: true });
}

const frames = {
  hello: ({ commands }) => composer.know(commands),

  afresh({ floor, messages, more }) {
    unkept.removeUpTo(floor);
    log.quietly(() => {
      log.clear();
      messages.forEach((message) => log.put(message));
      showUnkept();
      for (const frame of waiting.all()) {
        if (frame.t === "say") log.put({ key: frame.key, mine: true, text: frame.text, at: now(), state: "waiting" });
      }
    });
    byId("older").hidden = !more;
    scroll.toEnd();
  },

  changes({ messages, gone }) {
    unkept.remove(gone);
    scroll.follow(() => {
      gone.forEach((number) => log.remove(number));
      const shown = messages.map((message) => {
        const isNew = !message.mine && message.number > log.latest;
        const article = log.put(message);
        return isNew ? article : null;
      });
      return shown.find(Boolean);
    });
    if (messages.some((message) => !message.mine)) showTyping(false);
  },

  older({ messages, more }) {
    const height = document.documentElement.scrollHeight;
    log.quietly(() => messages.forEach((message) => log.put(message)));
    byId("older").hidden = !more;
    byId("older").removeAttribute("aria-disabled");
    scrollBy({ top: document.documentElement.scrollHeight - height, behavior: "instant" });
  },

  ready() {
    once.take("reloaded");
    if (wasOffline) notify(say("back_notice"));
    wasOffline = false;
    waiting.all().forEach((frame) => log.setState(frame.key, "sending"));
    const language = once.take("language");
    if (language) sendText(`/language ${language}`);
    else if (link.revision === 0 && waiting.all().length === 0) sendText("/start");
  },

  ack({ key, number, kept }) {
    const message = number ? log.acknowledge(key, number) : null;
    if (message && !kept) unkept.add({ number, key, text: message.text, at: message.at });
  },

  answer({ key, text }) {
    log.release(key);
    if (text) notify(text);
  },

  refused({ key, text }) {
    log.setState(key, "failed");
    notify(text);
  },

  trouble: ({ text }) => notify(text),
  notice: ({ text, stays }) => notify(text, stays && make("span")),
  typing: () => showTyping(true),
  "cool-off": ({ seconds }) => notify(say("cool_off", { seconds })),

  "too-big"({ key }) {
    if (key) log.setState(key, "failed");
    notify(say("too_big"));
  },
};

link.addEventListener("frame", ({ detail }) => frames[detail.t]?.(detail));

link.addEventListener("state", ({ detail: { state } }) => {
  if (state === "no-cookie") {
    noCookie();
    return;
  }
  if (state === "connecting" && wasOffline) return;
  byId("state").dataset.state = state;
  byId("state").querySelector(".word").textContent = say(`state_${state}`);
  if (state !== "offline") return;
  log.release();
  waiting.all().forEach((frame) => log.setState(frame.key, "waiting"));
  if (!wasOffline && !byId("notice").textContent) notify(say("offline_notice"), make("span"));
  wasOffline = true;
});

/** The server does not know this chat: a fresh page brings a new cookie, if the browser keeps any. */
function noCookie() {
  if (!once.take("reloaded")) {
    once.set("reloaded", true);
    location.reload();
    return;
  }
  const button = make("button", "", say("reload"));
  button.type = "button";
  button.addEventListener("click", () => location.reload());
  notify(say("cookies"), button);
}

byId("menu").addEventListener("click", () => {
  sendText("/menu");
  scroll.toEnd();
});

byId("language").addEventListener("click", () => {
  once.set("language", document.documentElement.dataset.language === "en" ? "zh" : "en");
});

byId("older").addEventListener("click", ({ currentTarget }) => {
  if (currentTarget.getAttribute("aria-disabled") || !log.oldest) return;
  currentTarget.setAttribute("aria-disabled", "true");
  link.ask({ t: "older", before: log.oldest });
});

new IntersectionObserver(([seen]) => seen.isIntersecting && scrollY > 0 && byId("older").click()).observe(byId("older"));

document.documentElement.classList.add("alive");
link.start();
if (matchMedia("(hover: hover) and (pointer: fine)").matches) composer.focus();
