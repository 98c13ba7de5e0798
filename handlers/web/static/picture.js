// A chosen file becomes a picture that can be sent, or a reason why not.

import { make } from "./element.js";
import { say } from "./words.js";

const SIDE = 2048;
const QUALITY = 0.88;
const BYTES_LIMIT = 60 * 1024 * 1024;
const HEIC = /\.(heic|heif|hif)$/i;

/** {jpeg} of at most SIDE pixels a side, upright and without metadata; {why} when it is none. */
export async function prepare(file) {
  const isPicture = file.type.startsWith("image/") || HEIC.test(file.name);
  if (!isPicture) return { why: say("photo_no_picture", { text: file.name }) };
  if (file.size > BYTES_LIMIT) return { why: say("photo_huge", { text: file.name }) };
  const jpeg = await shrink(file).catch(() => null);
  if (jpeg) return { jpeg };
  // Few browsers open what newer phones take by themselves; the server opens it neither.
  const isHeic = HEIC.test(file.name) || /hei[cf]/.test(file.type);
  return { why: say(isHeic ? "photo_heic" : "photo_broken", { text: file.name }) };
}

/** Raises what the browser raises for a file that it can't read. */
async function shrink(file) {
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
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
}
