/** Which attempt is under way, and what is known of it: here, and at the server. */

import * as drawer from "./drawer.js";
import { isOver } from "./past.js";
import { ask, attemptUrl, Trouble } from "./server.js";
import { moment } from "./taps.js";

// With the whole log on the phone nobody waits long for the server's: the stock room's signal is often just a picture.
const SOON = 4000;

/** The id of the attempt that a player goes on with; null where a new one begins. A page that was kept may name one that is
 * over since. */
export async function underWay({ config, person }) {
  const { edition, attempt, for: purpose } = config;
  const fits = (one) => one.edition === edition && one.for === purpose && !one.closed;
  const here = (await drawer.attempts(person)).filter(fits);
  const waiting = new Set((await drawer.unsent(person)).map((step) => step.attempt));
  const named = attempt && !isOver(attempt) ? attempt : null;
  return here.find(({ id }) => waiting.has(id))?.id ?? named ?? here.at(-1)?.id ?? null;
}

/** What this phone keeps of a player's attempt; of one that another device began, nothing but its name. */
export async function recordOf({ attempt, config, person }) {
  const fresh = { id: attempt, person, edition: config.edition, for: config.for, begun: true };
  const known = await drawer.attemptOf(person, attempt);
  return { at: moment().at, ...(known ?? fresh), path: location.pathname };
}

/** The server's answer about an attempt. Where it cannot be asked: null if the phone has the `whole` log itself, else, for
 * an attempt that another phone began, the log as of when this page was kept. */
export async function logOf({ attempt, config, person }, { whole }) {
  const steps = config.attempt === attempt ? config.log : null;
  try {
    return await ask("GET", attemptUrl(attempt), { person, patience: whole || steps ? SOON : undefined });
  } catch (error) {
    if (!(error instanceof Trouble) || !(whole || steps)) throw error;
    return whole ? null : { status: 200, body: { state: "open", steps } };
  }
}
