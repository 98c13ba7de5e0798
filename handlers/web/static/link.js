// The connection: sends each frame until it is acknowledged, comes back by itself, misses nothing.

import { waiting } from "./store.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;
const ACKNOWLEDGED_WITHIN = 12_000;
const TRY_AGAIN_AFTER = 6_000;
const ASKED_EVERY = 30_000;
const ANSWERED_WITHIN = 8_000;
const NO_COOKIE = 4001;
const FLOODED = 4008;
const TOO_BIG = 1009;

export class Link extends EventTarget {
  #socket = null;
  #failures = 0;
  #timer = 0;
  #watch = 0;
  #doubt = 0;
  #isReady = false;
  revision = 0;

  start() {
    addEventListener("online", () => this.#wake());
    addEventListener("offline", () => this.#isReady && this.#drop());
    addEventListener("pageshow", (event) => event.persisted && this.#wake());
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake());
    setInterval(() => document.hidden || this.#ask(), ASKED_EVERY);
    this.#open();
  }

  /** Send a frame with a key: again after each reconnection until the server has it. */
  send(frame) {
    waiting.add(frame);
    this.#push(frame);
  }

  /** Ask for something that is not missed when it gets lost. */
  ask(frame) {
    if (this.#isReady) this.#socket.send(JSON.stringify(frame));
  }

  get isReady() {
    return this.#isReady;
  }

  #open() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#tell("state", { state: "connecting" });
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/chat/socket?since=${this.revision}`);
    this.#socket = socket;
    socket.addEventListener("message", (event) => this.#hear(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => {
      if (socket === this.#socket) this.#closed(event);
    });
  }

  #hear(frame) {
    clearTimeout(this.#doubt);
    this.#doubt = 0;
    if ("revision" in frame) this.revision = frame.revision;
    if (frame.t === "ack" || frame.t === "refused") waiting.remove(frame.key);
    if (frame.t === "trouble" && frame.key) setTimeout(() => this.#pushAgain(frame.key), TRY_AGAIN_AFTER);
    if (frame.t === "ready") {
      this.#isReady = true;
      this.#failures = 0;
      this.#tell("state", { state: "online" });
      waiting.all().forEach((one) => this.#push(one));
    }
    this.#tell("frame", frame);
    this.#watchAcknowledgements();
  }

  #push(frame) {
    if (!this.#isReady) return;
    this.#socket.send(JSON.stringify(frame));
    this.#watchAcknowledgements();
  }

  #pushAgain(key) {
    const frame = waiting.all().find((one) => one.key === key);
    if (frame) this.#push(frame);
  }

  /** A connection can be dead without anybody saying so: then an acknowledgement fails to come. */
  #watchAcknowledgements() {
    clearTimeout(this.#watch);
    if (this.#isReady && waiting.all().length) {
      this.#watch = setTimeout(() => this.#drop(), ACKNOWLEDGED_WITHIN);
    }
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#closed({ code: 0, reason: "" });
  }

  #closed({ code, reason }) {
    for (const timer of [this.#watch, this.#doubt, this.#timer]) clearTimeout(timer);
    this.#doubt = 0;
    this.#isReady = false;
    this.#failures += 1;
    let pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 1.6 ** (this.#failures - 1));
    pause *= 0.5 + Math.random();
    if (code === NO_COOKIE) {
      this.#tell("state", { state: "no-cookie" });
      return;
    }
    if (code === FLOODED) {
      pause = (Number(reason) || 10) * 1000 + 1000 * Math.random();
      this.#tell("frame", { t: "cool-off", seconds: Math.ceil(pause / 1000) });
    }
    if (code === TOO_BIG) {
      const biggest = [...waiting.all()].sort((a, b) => b.text?.length - a.text?.length)[0];
      if (biggest) waiting.remove(biggest.key);
      this.#tell("frame", { t: "too-big", key: biggest?.key });
    }
    this.#tell("state", { state: "offline" });
    this.#timer = setTimeout(() => this.#open(), pause);
  }

  /** The page is looked at again, or there is a network again. */
  #wake() {
    if (this.#timer) this.#open();
    else this.#ask();
  }

  /** A network can go, or a proxy forget a connection, without a word: ask whether anybody is there. */
  #ask() {
    if (!this.#isReady || this.#doubt) return;
    this.#socket.send('{"t":"ping"}');
    this.#doubt = setTimeout(() => this.#drop(), ANSWERED_WITHIN);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
