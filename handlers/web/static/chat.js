// The page: joins the connection, the conversation and the box that is written in.

import { Composer } from "./composer.js";
import { button } from "./element.js";
import { Link } from "./link.js";
import { Log } from "./log.js";
import { Notice } from "./notice.js";
import { Photos } from "./photos.js";
import { Scroll } from "./scroll.js";
import { newKey, once, survives, unkept, waiting } from "./store.js";
import { now } from "./times.js";
import { Uploads } from "./upload.js";
import { language, say } from "./words.js";

const TYPING_LASTS = 6_000;
const CAPTION = 1000;
const AGAIN = "#again";

const byId = (id) => document.getElementById(id);
const link = new Link();
const scroll = new Scroll();
const notice = new Notice(byId("notice"));
const log = new Log(byId("log"), { press, retry, drop });
const photos = new Photos((text) => notice.show(text));
const uploads = new Uploads((text) => notice.show(text));
const sent = new Map(); // photos by key, until the server has them
const composer = new Composer(submit);
let typingEnds = 0;
let wasOffline = false;
let spoken = null; // the language of the talk, once it is known

function sendText(text) {
  const frame = { t: "say", key: newKey(), text };
  log.put({ key: frame.key, mine: true, text, at: now(), state: link.isReady ? "sending" : "waiting" });
  link.send(frame);
}

async function submit(text) {
  await photos.checked;
  const chosen = photos.take();
  const caption = chosen.length && text.length <= CAPTION ? text : "";
  chosen.forEach((photo, place) => sendPhoto(photo, place === 0 ? caption : ""));
  if (text && !caption) sendText(text);
  scroll.toEnd();
}

function sendPhoto(photo, caption) {
  sent.set(photo.key, photo);
  log.put({ key: photo.key, mine: true, text: caption, at: now(), state: "sending", local: photo.url });
  upload(photo, caption);
}

function upload(photo, caption) {
  uploads.add(photo, caption, (key, { number, text }) => {
    if (!number) return log.setState(key, "failed", text);
    sent.delete(key);
    log.acknowledge(key, number);
    followLanguage();
  });
}

function retry({ key, text }) {
  if (sent.has(key)) {
    log.setState(key, "sending");
    upload(sent.get(key), text);
  } else {
    log.remove(key);
    sendText(text);
  }
  composer.focus();
}

function drop({ key }) {
  sent.delete(key);
  log.remove(key);
  composer.focus();
}

function press(message, data) {
  const frame = { t: "press", key: newKey(), number: message.number, data };
  const quote = message.quotes && (unkept.find(message.quotes)?.text || log.textOf(message.quotes));
  if (quote) frame.quote = quote;
  link.send(frame);
  return frame.key;
}

/** The answer to a danger, before the history has it. */
function ring(text) {
  scroll.follow(() => ({ news: log.put({ key: newKey(), text, at: now(), alarm: true }), changed: [] }));
}

function showTyping(isTyping) {
  clearTimeout(typingEnds);
  scroll.keepEnd(() => (byId("typing").hidden = !isTyping));
  if (isTyping) typingEnds = setTimeout(() => showTyping(false), TYPING_LASTS);
}

/**
 * The page speaks as the talk does, as soon as a reload costs nobody a photo or a word. Tried once for a
 * language, until the page speaks it: a browser that keeps no cookie would go on for ever.
 */
function followLanguage() {
  if (spoken === language) {
    once.take("followed");
    return;
  }
  const isHeld = sent.size > 0 || !photos.isEmpty || composer.isHeld || !survives();
  if (!spoken || isHeld || once.has("language") || once.get("followed") === spoken) return;
  once.set("followed", spoken);
  const place = scroll.place();
  if (place) once.set("place", place);
  location.replace(`/?lang=${spoken}`);
}

function showUnkept() {
  for (const message of unkept.all()) log.put({ ...message, mine: true });
}

const frames = {
  hello({ commands, language: ofTalk, role }) {
    composer.know(commands, role);
    byId("work").hidden = !role;
    byId("role").textContent = role;
    document.documentElement.classList.toggle("at-work", Boolean(role));
    if (!once.has("language")) spoken = ofTalk;
  },

  afresh({ floor, messages, more, why }) {
    // What stood here is gone without a press in this window: an empty page would look broken.
    if (log.latest && !messages.length) notice.show(say(`emptied_${why}`));
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
    const place = once.take("place");
    if (!place || !scroll.restore(log.articleOf(place.number), place.top)) scroll.toEnd();
  },

  changes({ messages, gone }) {
    unkept.remove([...gone, ...messages.filter(({ mine }) => mine).map(({ number }) => number)]);
    if (messages.some((message) => !message.mine)) showTyping(false);
    scroll.follow(() => {
      gone.forEach((number) => log.remove(number));
      const { latest } = log;
      const theirs = messages.filter((message) => !message.mine);
      const edited = theirs.filter(({ number, text }) => number <= latest && log.textOf(number) !== text);
      messages.forEach((message) => log.put(message));
      const news = theirs.find(({ number }) => number > latest);
      return { news: news && log.articleOf(news.number), changed: edited.map(({ number }) => log.articleOf(number)) };
    });
  },

  older({ messages, more }) {
    const height = document.documentElement.scrollHeight;
    log.quietly(() => messages.forEach((message) => log.put(message)));
    byId("older").hidden = !more;
    byId("older").removeAttribute("aria-disabled");
    scrollBy({ top: document.documentElement.scrollHeight - height, behavior: "instant" });
  },

  ready() {
    if (location.hash === AGAIN) history.replaceState(null, "", "/");
    if (wasOffline) notice.show(say("back_notice"));
    wasOffline = false;
    waiting.all().forEach((frame) => log.setState(frame.key, "sending"));
    const chosen = once.take("language");
    if (chosen) sendText(`/language ${chosen}`);
    else if (link.revision === 0 && waiting.all().length === 0) sendText("/start");
  },

  ack({ key, number, kept }) {
    const message = number ? log.acknowledge(key, number) : null;
    if (message && !kept) unkept.add({ number, key, text: message.text, at: message.at });
  },

  answer({ key, text }) {
    log.release(key);
    if (text) notice.show(text);
  },

  refused({ key, text }) {
    log.setState(key, "failed", text);
    notice.show(text);
  },

  trouble: ({ text }) => notice.show(text),
  notice: ({ text, stays }) => (stays ? ring(text) : notice.show(text)),
  typing: () => showTyping(true),
  "cool-off": ({ seconds }) => notice.show(say("cool_off", { seconds })),

  "too-big"({ key }) {
    if (key) log.setState(key, "failed", say("too_big"));
    else notice.show(say("too_big"));
  },
};

link.addEventListener("frame", ({ detail }) => {
  frames[detail.t]?.(detail);
  followLanguage();
});

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
  if (!wasOffline && !notice.isShown) notice.hold(say("offline_notice"));
  wasOffline = true;
});

/**
 * The server does not know this chat: a fresh page brings a new cookie, if the browser keeps any. Where
 * it keeps none it may keep nothing else either, so the address remembers that this was tried.
 */
function noCookie() {
  if (navigator.cookieEnabled && location.hash !== AGAIN) {
    history.replaceState(null, "", AGAIN);
    location.reload();
    return;
  }
  byId("state").dataset.state = "offline";
  byId("state").querySelector(".word").textContent = say("state_offline");
  notice.hold(say("cookies"), button("", say("reload"), () => location.reload()));
}

byId("menu").addEventListener("click", () => {
  sendText("/menu");
  scroll.toEnd();
});

byId("language").addEventListener("click", () => {
  once.set("language", language === "en" ? "zh" : "en");
  const place = scroll.place();
  if (place) once.set("place", place);
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
