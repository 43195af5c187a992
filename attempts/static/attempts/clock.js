/** The clock of a timed question: at a fixed place, told twice to the ears, right again after the phone has slept. */

import { piece, word } from "./stage.js";

const UP = "@timeout";
const TICK = 250;
const SOON = 10;

const byId = (id) => document.getElementById(id);

let running = null;

/** So many seconds in words, or as `m:ss` for the clock's face. */
export function duration(seconds, face = false) {
  const [m, s] = [Math.floor(seconds / 60), seconds % 60];
  if (face) return `${m}:${String(s).padStart(2, "0")}`;
  return word(m ? (s ? "minutes-seconds" : "whole-minutes") : "seconds", { m, s });
}

/** Takes the clock away; whoever waits for it waits for ever. */
export function stop() {
  if (!running) return;
  clearInterval(running.timer);
  document.removeEventListener("visibilitychange", running.look);
  running = null;
  byId("clock").hidden = true;
  byId("clock-heard").textContent = "";
}

/** What `answered` resolves to, or "@timeout" where `seconds` have passed before. */
export async function inTime(seconds, answered) {
  const answer = await Promise.race([answered, start(seconds)]);
  stop();
  return answer;
}

function start(seconds) {
  stop();
  // The wall's clock: the page's own stands still while an old phone sleeps, and the customer would not wait either.
  const end = Date.now() + seconds * 1000;
  const heard = [Math.floor(seconds / 2), SOON].sort((a, b) => b - a);
  const place = byId("clock");
  place.replaceChildren(piece("clock"));
  place.hidden = false;
  return new Promise((resolve) => {
    const look = () => {
      const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      face(place, left, seconds);
      if (left <= heard[0]) tell(left);
      while (left <= heard[0]) heard.shift();
      if (left === 0) resolve(UP);
    };
    running = { look, timer: setInterval(look, TICK) };
    document.addEventListener("visibilitychange", look);
    look();
  });
}

function face(place, left, seconds) {
  place.querySelector("[data-face]").textContent = duration(left, true);
  place.querySelector("[data-part]").setAttribute("width", String((100 * left) / seconds));
  place.classList.toggle("soon", left <= SOON);
}

function tell(left) {
  byId("clock-heard").textContent = word("clock-left", { time: duration(left) });
}
