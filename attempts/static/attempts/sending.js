/** Sends what the drawer holds: in order, one flush in flight, and says what became of it by events. */

import * as drawer from "./drawer.js";

const API = "/api/v1/";
const BATCH = 50;
const FIRST_PAUSE = 4000;
const LONGEST_PAUSE = 60000;

/** The server could not be asked: `kind` is `offline`, `signed_out` or `server`. What was to be sent is still here. */
export class Trouble extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

/** Asks the API: {status, body}; throws Trouble where there is no answer that counts. */
export async function ask(method, url, body) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") Object.assign(headers, { "Content-Type": "application/json", "X-CSRFToken": csrfToken() });
  const sent = { method, headers, credentials: "same-origin", body: body && JSON.stringify(body) };
  let response;
  try {
    response = await fetch(url, sent);
  } catch {
    throw new Trouble("offline");
  }
  const hotlines = response.headers.get("Streetlight-Hotlines");
  if (hotlines) dispatchEvent(new CustomEvent("hotlines", { detail: hotlines }));
  if (response.status === 401 || response.status === 403) throw new Trouble("signed_out");
  if (response.status === 429 || response.status >= 500) throw new Trouble("server");
  return { status: response.status, body: await response.json().catch(() => null) };
}

export const attemptUrl = (id) => `${API}attempts/${id}`;

const bare = ({ person, attempt, ...step }) => step;

/** Events: `count` after every change; `conflict`, `refused`, `late` {step}; `lost` {attempt, detail}. */
export class Sender extends EventTarget {
  constructor(person) {
    super();
    this.person = person;
    this.trouble = null;
    this.flying = null;
    this.wanted = false;
    this.pause = FIRST_PAUSE;
    this.timer = null;
  }

  /** How many answers, and words beside them, wait on this phone. */
  get unsent() {
    return drawer.steps(this.person).length + drawer.told(this.person).length;
  }

  /** What these are called: answers are questions, anything else is things. */
  get unit() {
    return drawer.told(this.person).length ? "things" : "unsent";
  }

  /** Flushes now and whenever there is a chance that it succeeds. */
  watch() {
    addEventListener("online", () => this.flush());
    addEventListener("storage", () => this.tell("count"));
    document.addEventListener("visibilitychange", () => this.flush());
    return this.flush();
  }

  /** Sends all there is; a call while one is under way joins it and makes it look once more. */
  flush() {
    this.wanted = true;
    this.flying ??= this.rounds().finally(() => {
      this.flying = null;
      this.tell("count");
    });
    return this.flying;
  }

  async rounds() {
    clearTimeout(this.timer);
    try {
      while (this.wanted) {
        this.wanted = false;
        for (const attempt of drawer.attempts(this.person)) await this.sendAttempt(attempt);
        for (const one of drawer.told(this.person)) await this.sendTold(one);
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
      const batch = drawer.steps(this.person, attempt.id).slice(0, BATCH);
      if (!batch.length || !(await this.sendBatch(attempt, batch))) return;
      this.tell("count");
    }
  }

  /** What the server will not have is put aside; a word that was told before stands there already. */
  async sendTold(one) {
    const { status } = await ask("PUT", `${attemptUrl(one.attempt)}/${one.kind}/${one.id}`, one.told);
    if (status < 300 || status === 409) drawer.dropTold(one);
    else drawer.shelveTold(one);
    this.tell("count");
  }

  async begin(attempt) {
    const { status, body } = await ask("PUT", attemptUrl(attempt.id), { edition: attempt.edition, for: attempt.for });
    if (status >= 300) return this.lose(attempt, body?.detail);
    drawer.keepAttempt({ ...attempt, begun: true });
    return true;
  }

  async sendBatch(attempt, batch) {
    const { status, body } = await ask("POST", `${attemptUrl(attempt.id)}/steps`, batch.map(bare));
    if (status === 200) batch.forEach((step, place) => this.settle(step, body[place]));
    else if (status === 404) return this.lose(attempt, body?.detail);
    // One step that cannot even be read spoils the whole flush: send them one by one to find it.
    else if (batch.length > 1) for (const step of batch) await this.sendBatch(attempt, [step]);
    else this.settle(batch[0], { status: 422 });
    return true;
  }

  settle(step, { status, word }) {
    if (status === 409) return this.yield(step);
    if (status === 422) {
      drawer.shelve(step);
      return this.tell("refused", { step });
    }
    drawer.dropStep(step);
    return word === "late" && this.tell("late", { step });
  }

  yield(step) {
    const later = drawer.steps(this.person, step.attempt).filter((own) => own.seq >= step.seq);
    later.forEach(drawer.dropStep);
    this.tell("conflict", { step });
  }

  lose(attempt, detail) {
    drawer.steps(this.person, attempt.id).forEach(drawer.shelve);
    drawer.forgetAttempt(attempt.id);
    this.tell("lost", { attempt, detail });
    return false;
  }

  tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
