/** A drill on the phone: acknowledged first, on the clock, stopped at once where something real happens. What is tapped
 * is kept before it is sent, like every answer, with how far this phone's clock was off when the server last said. */

import { duration } from "./clock.js";
import * as drawer from "./drawer.js";
import { way } from "./scenes.js";
import { ask, Trouble } from "./server.js";
import { either, icon, piece, show, tapped, withoutButton, word } from "./stage.js";
import { uuid } from "./taps.js";

const TICK = 500;
// The result is judged by a worker; longer than that nobody looks at "a moment, please".
const LOOKS = 6;
const BETWEEN = 2000;

const byId = (id) => document.getElementById(id);
const pause = (ms) => new Promise((over) => setTimeout(over, ms));
const now = () => new Date().toISOString();

export class Drilling {
  /** `drill` is {call_url, acknowledged_at, target_seconds}, as the page was told. */
  constructor(player, drill) {
    Object.assign(this, { player, ...drill, skew: null, stopped: false });
    byId("drill-stop").addEventListener("click", () => byId("stop-sheet").showModal());
    byId("stop-sheet").addEventListener("close", () => byId("stop-sheet").returnValue === "stop" && this.stop());
  }

  /** Rings until it is acknowledged; resolves to false where the drill is over or was stopped. */
  async alarm() {
    const looked = this.look();
    const begun = await this.begun();
    if (begun) return this.run(Date.parse(begun));
    show(piece("alarm"));
    const here = await either(word("drill-here"), word("drill-real"));
    const tapped_at = now();
    this.run(Date.parse(tapped_at));
    if (!here) return this.stop();
    // The server's clock, if there is a signal at all; who is in the stock room does not wait for it.
    await Promise.race([looked, pause(BETWEEN)]);
    await this.tell("acknowledgement", { tapped_at, skew: this.skew });
    return !this.stopped;
  }

  /** Since when this person is at it, by what the page was told or what this phone keeps; null: not yet. */
  async begun() {
    const { person, config } = this.player;
    const told = (await drawer.told(person)).find((one) => one.url === `${this.call_url}/acknowledgement`);
    const own = (await drawer.attempts(person)).find((one) => one.for === config.for && !one.closed);
    return this.acknowledged_at ?? told?.told.tapped_at ?? own?.at ?? null;
  }

  /** Asks the server how the call stands, and learns how far the clocks are apart. Null without a network. */
  async look() {
    const asked = Date.now();
    try {
      const { status, body } = await ask("GET", this.call_url, { person: this.player.person });
      if (status !== 200) return null;
      // Half of the way there and back is the answer's.
      this.skew = ((asked + Date.now()) / 2 - Date.parse(body.now)) / 1000;
      return body;
    } catch (error) {
      if (error instanceof Trouble) return null;
      throw error;
    }
  }

  async tell(what, told) {
    const { person, sender } = this.player;
    await drawer.keepTold({ id: uuid(), person, attempt: null, url: `${this.call_url}/${what}`, told });
    await sender.recount();
    sender.flush();
  }

  /** Something real is going on: nothing more is asked, and nothing is held against anybody. */
  async stop() {
    this.stopped = true;
    this.player.run += 1;
    this.still();
    show(piece("stopped"));
    withoutButton();
    // What was answered so far still goes to the server, as evidence.
    if (this.player.attempt) await drawer.amend(this.player.attempt, { closed: true });
    await this.tell("stop", { tapped_at: now() });
    return false;
  }

  /** The clock at its fixed place: how long it has been since the alarm was answered, against the target. */
  run(since) {
    const place = byId("drill-clock");
    const tick = () => {
      const seconds = Math.max(0, Math.round((Date.now() - since) / 1000));
      place.querySelector("[data-face]").textContent = duration(seconds, true);
      place.querySelector("[data-part]").setAttribute("width", String(Math.min(100, (100 * seconds) / this.target_seconds)));
      place.classList.toggle("over", seconds > this.target_seconds);
    };
    place.hidden = false;
    byId("drill-stop").hidden = false;
    tick();
    this.ticking = setInterval(tick, TICK);
    return true;
  }

  still() {
    clearInterval(this.ticking);
    byId("drill-clock").hidden = true;
    byId("drill-stop").hidden = true;
  }

  /** What the drill came to, once the server has judged it; until then, that everything has arrived. */
  async conclude() {
    this.still();
    this.player.wait();
    for (let looks = 0; looks < LOOKS; looks += 1) {
      const call = await this.look();
      if (call?.result) return this.result(call);
      await pause(BETWEEN);
    }
    show(way(piece("drill-arrived"), this.player.config.back_url));
    withoutButton();
    return undefined;
  }

  async result(call) {
    const passed = call.result === "passed";
    const scene = piece("drill-result", {
      verdict: [icon(passed ? "check" : "again"), word(passed ? "drill-passed" : "drill-failed")],
      reached: call.response_seconds === null ? null : word("drill-response", { time: duration(call.response_seconds) }),
      phone: call.phone_timed ? word("drill-phone-timed") : null,
      standards: call.standards.map(row),
    });
    scene.querySelector(".chip").classList.add(passed ? "good" : "warm");
    show(scene);
    await tapped(word("back-today"));
    location.assign(this.player.config.back_url);
  }
}

/** One expected action: what it is, by when, and what became of it. */
function row({ kind, by, state }) {
  const item = document.createElement("li");
  const met = state === "met";
  const chip = document.createElement("span");
  chip.className = `chip ${met ? "good" : state === "late" ? "warm" : "bad"}`;
  chip.append(icon(met ? "check" : state === "late" ? "clock" : "close"), word(`standard-${state}`));
  const what = document.createElement("span");
  what.textContent = `${word(`drill-${kind}`)}・${word("drill-by", { time: duration(by) })}`;
  item.append(what, chip);
  return item;
}
