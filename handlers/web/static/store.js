// What only this tab remembers: frames not yet acknowledged, and the citizen's words that the
// server must not keep before the consent. It is gone when the tab is closed.

const KEY = "minyi";

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

const state = { waiting: [], unkept: [], ...read() };

function write() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // Full or forbidden: then a reload forgets what was not sent, and nothing else changes.
  }
}

/** What is written and not sent yet. */
export const draft = {
  get: () => state.draft ?? "",
  set(text) {
    state.draft = text;
    write();
  },
};

/** Whether a reload of this tab brings back what the server does not have yet. */
export function survives() {
  if (!state.draft && !state.waiting.length && !state.unkept.length) return true;
  try {
    return sessionStorage.getItem(KEY) === JSON.stringify(state);
  } catch {
    return false;
  }
}

export const waiting = {
  all: () => state.waiting,
  add(frame) {
    state.waiting.push(frame);
    write();
  },
  remove(key) {
    state.waiting = state.waiting.filter((frame) => frame.key !== key);
    write();
  },
};

export const unkept = {
  all: () => state.unkept,
  find: (number) => state.unkept.find((message) => message.number === number),
  add(message) {
    state.unkept = [...state.unkept.filter((one) => one.key !== message.key), message].slice(-50);
    write();
  },
  remove(numbers) {
    state.unkept = state.unkept.filter((message) => !numbers.includes(message.number));
    write();
  },
  removeUpTo(number) {
    state.unkept = state.unkept.filter((message) => message.number > number);
    write();
  },
};

/** Remember something for the next page load of this tab, and forget it when it was read. */
export const once = {
  set(name, value) {
    state[name] = value;
    write();
  },
  has: (name) => name in state,
  get: (name) => state[name],
  take(name) {
    const value = state[name];
    delete state[name];
    write();
    return value;
  },
};

/** A key that nobody else makes. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
