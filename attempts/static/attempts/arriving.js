/** After the last tap: until the server has it all and has judged it. The walk is over either way, and the scene says so. */

import * as drawer from "./drawer.js";
import { way } from "./scenes.js";
import { unitOf } from "./sending.js";
import { ask, attemptUrl, Trouble } from "./server.js";
import { piece, say, show, tapped, withoutButton, word } from "./stage.js";

// Longer than that nobody looks at "a moment, please"; and so often the server is asked for the result again.
const SOON = 3000;
const AGAIN = 10000;

const pause = (ms) => new Promise((over) => setTimeout(over, ms));

/** The outcome; undefined where a rehearsal has none to ask for; null where the play went on elsewhere. */
export async function outcome(player) {
  for (;;) {
    player.wait();
    try {
      return await (player.real ? judged(player) : rehearsed(player));
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      player.sayTrouble(word(`cannot-load-${error.kind}`), error.kind);
      await tapped(word("try-again"));
      say("");
      if (error.kind === "unfinished") {
        await player.reload("");
        return null;
      }
    }
  }
}

async function rehearsed({ config, attempt, answers }) {
  if (!config.outcome_url) return undefined;
  const { status, body } = await ask("POST", config.outcome_url, { sent: { seed: attempt, answers } });
  if (status !== 200) throw new Trouble("missing");
  return body;
}

async function judged(player) {
  const { run, attempt } = player;
  const waiting = new Waiting(player);
  await waiting.untilSent();
  for (;;) {
    if (run !== player.run) return null;
    const answer = await asked(player);
    if (!answer) await waiting.forSignal();
    else if (answer.status !== 200) throw new Trouble("missing");
    else if (answer.body.state === "closed") return player.closed(word("withdrawn"));
    else if (answer.body.outcome) return answer.body.outcome;
    else if ((await drawer.unsent(player.person, attempt)).length) await waiting.untilSent();
    else throw new Trouble("unfinished");
  }
}

async function asked({ person, attempt }) {
  try {
    return await ask("GET", attemptUrl(attempt), { person });
  } catch (error) {
    if (error instanceof Trouble && error.kind !== "signed_out") return null;
    throw error;
  }
}

class Waiting {
  constructor(player) {
    Object.assign(this, { player, shown: false });
  }

  left() {
    return drawer.unsent(this.player.person, this.player.attempt);
  }

  /** Resolves once the server has all the steps; says meanwhile how many wait. */
  async untilSent() {
    const { sender, run } = this.player;
    await Promise.race([sender.flush(), pause(SOON)]);
    for (;;) {
      // Listened for before it is looked at: what changes in between must not go unheard.
      const changed = this.next(sender);
      const left = await this.left();
      if (!left.length || run !== this.player.run) return;
      this.tell(word(`${unitOf(left)}-here`, { n: left.length }));
      await changed;
    }
  }

  /** Resolves when it is worth asking again. */
  async forSignal() {
    this.tell(word("waits-result"));
    await Promise.race([this.next(this.player.sender), this.next(globalThis, "online"), pause(AGAIN)]);
  }

  next(target, name = "count") {
    return new Promise((come) => target.addEventListener(name, come, { once: true }));
  }

  tell(words) {
    const { config, refresher } = this.player;
    if (!this.shown) show(way(piece(refresher ? "arriving-refresher" : "arriving"), config.back_url));
    this.shown = true;
    this.player.tellUnsent();
    withoutButton();
    document.querySelector("#scene [data-slot=waits]").textContent = words;
  }
}
