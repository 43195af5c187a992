/** Sends what the drawer holds: in order, one flush in flight on the whole phone, and says what became of it by events. */

import * as drawer from "./drawer.js";
import { Trouble, alone, ask, attemptUrl } from "./server.js";

const BATCH = 50;
const FIRST_PAUSE = 4000;
const LONGEST_PAUSE = 60000;

const bare = ({ person, attempt, sent, ...step }) => step;

/** The word for what waits: answers only where it is nothing else. Of a card that was read the answer is null. */
export const unitOf = (steps, told = []) =>
  told.length || steps.some(({ answer }) => answer === null) ? "things" : "unsent";

/** What of a person's waits on this phone: `unsent` (answers and words beside them), `unit` (their word), and the attempts
 * that they belong to, as in the drawer, each with `waits`. For any page; nothing is sent. */
export async function pending(person) {
  const [steps, told, attempts] = await Promise.all([drawer.unsent(person), drawer.told(person), drawer.attempts(person)]);
  const waits = (attempt) => steps.filter((step) => step.attempt === attempt.id).length;
  return {
    unsent: steps.length + told.length,
    unit: unitOf(steps, told),
    attempts: attempts.map((attempt) => ({ ...attempt, waits: waits(attempt) })).filter((attempt) => attempt.waits),
  };
}

/** Events: `count` after every change; `conflict`, `refused`, `late` {step}; `lost` {attempt, detail}. `unsent` and `unit`
 * are as of the last `count`. The attempt `playing` is concluded by who plays it. */
export class Sender extends EventTarget {
  constructor(person) {
    super();
    Object.assign(this, { person, unsent: 0, unit: "unsent", attempts: [], trouble: null, playing: null });
    Object.assign(this, { flying: null, wanted: false, pause: FIRST_PAUSE, timer: null });
  }

  /** Flushes now and whenever there is a chance that it succeeds. */
  watch() {
    addEventListener("online", () => this.flush());
    drawer.watch(() => this.recount());
    document.addEventListener("visibilitychange", () => this.flush());
    return this.flush();
  }

  /** One more is about to be kept: whoever counts need not wait for the drawer. */
  expect() {
    this.unsent += 1;
    this.tell("count");
  }

  async recount() {
    Object.assign(this, await pending(this.person));
    this.tell("count");
  }

  /** Sends all there is; a call while one is under way joins it and makes it look once more. */
  flush() {
    this.wanted = true;
    this.flying ??= alone(() => this.rounds()).finally(() => {
      this.flying = null;
      return this.recount();
    });
    return this.flying;
  }

  async rounds() {
    clearTimeout(this.timer);
    try {
      while (this.wanted) {
        this.wanted = false;
        const told = await drawer.told(this.person);
        // What stands alone goes first: that somebody is there, how far their clock is off, that a drill is stopped.
        for (const one of told.filter(({ attempt }) => attempt === null)) await this.sendTold(one);
        for (const attempt of await drawer.attempts(this.person)) await this.sendAttempt(attempt);
        for (const one of told.filter(({ attempt }) => attempt !== null)) await this.sendTold(one);
      }
      this.trouble = null;
      this.pause = FIRST_PAUSE;
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      this.trouble = error.kind;
      this.tryLater();
    }
  }

  tryLater() {
    if (this.trouble === "signed_out") return;
    // Somebody called while this one was failing, as the signal's return does: that is a new hope, not one more wait.
    if (this.wanted) this.pause = FIRST_PAUSE;
    this.timer = setTimeout(() => this.flush(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  async sendAttempt(attempt) {
    if (!attempt.begun && !(await this.begin(attempt))) return;
    for (;;) {
      const batch = (await drawer.unsent(this.person, attempt.id)).slice(0, BATCH);
      if (!batch.length) return this.settled(attempt);
      if (!(await this.sendBatch(attempt, batch))) return;
      await this.recount();
    }
  }

  /** All of an attempt is sent: what came to its end is needed here no more. */
  async settled(attempt) {
    if (attempt.closed) return drawer.forget(this.person, attempt.id);
    if (!attempt.over || attempt.id === this.playing) return;
    const { status, body } = await ask("GET", attemptUrl(attempt.id), { person: this.person });
    // The server goes on from elsewhere than this phone thinks: it is asked anew when the person comes back.
    if (status === 200 && body.state === "open") return drawer.amend(attempt.id, { over: false, whole: false });
    return drawer.forget(this.person, attempt.id);
  }

  /** What the server will not have is put aside; a word that was told before stands there already. */
  async sendTold(one) {
    const url = one.url ?? `${attemptUrl(one.attempt)}/${one.kind}/${one.id}`;
    const { status } = await ask("PUT", url, { person: this.person, sent: one.told });
    await (status < 300 || status === 409 ? drawer.dropTold(one) : drawer.shelve("told", [one]));
    await this.recount();
  }

  async begin(attempt) {
    const sent = { edition: attempt.edition, for: attempt.for };
    const { status, body } = await ask("PUT", attemptUrl(attempt.id), { person: this.person, sent });
    if (status >= 300) return this.lose(attempt, body.detail);
    await drawer.amend(attempt.id, { begun: true });
    return true;
  }

  async sendBatch(attempt, batch) {
    const url = `${attemptUrl(attempt.id)}/steps`;
    const { status, body } = await ask("POST", url, { person: this.person, sent: batch.map(bare) });
    if (status === 200) await this.settle(batch, body);
    else if (status === 404) return this.lose(attempt, body.detail);
    // One step that cannot even be read spoils the whole flush: send them one by one to find it.
    else if (batch.length > 1) for (const step of batch) await this.sendBatch(attempt, [step]);
    else await this.settle(batch, [{ status: 422 }]);
    return true;
  }

  async settle(batch, verdicts) {
    const answered = (...statuses) => batch.filter((_, place) => statuses.includes(verdicts[place].status));
    const [taken, refused, [held]] = [answered(200, 201, 202), answered(422), answered(409)];
    if (taken.length) await drawer.sent(taken);
    if (refused.length) await drawer.shelve("steps", refused);
    if (held) await this.yield(held);
    const late = batch.find((_, place) => verdicts[place].word === "late");
    if (late) this.tell("late", { step: late });
    else if (refused.length) this.tell("refused", { step: refused[0] });
  }

  /** The first answer stands, and it was given elsewhere: what was answered here from there on is void. */
  async yield(step) {
    const own = await drawer.unsent(this.person, step.attempt);
    await drawer.drop(own.filter((one) => one.seq >= step.seq));
    await drawer.amend(step.attempt, { over: false, whole: false });
    this.tell("conflict", { step });
  }

  async lose(attempt, detail) {
    await drawer.shelve("steps", await drawer.unsent(this.person, attempt.id));
    await drawer.forget(this.person, attempt.id);
    this.tell("lost", { attempt, detail });
    return false;
  }

  tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
