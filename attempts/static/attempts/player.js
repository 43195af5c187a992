/** The player: loads an edition, plays it with the walker, keeps every answer before it is sent. */

import { ask as question } from "./asking.js";
import * as clock from "./clock.js";
import * as drawer from "./drawer.js";
import { Feedback } from "./feedback.js";
import { Hotlines } from "./hotlines.js";
import * as scenes from "./scenes.js";
import { ask, attemptUrl, Sender, Trouble } from "./sending.js";
import { count, piece, say, show, tapped, trail, withoutButton, word } from "./stage.js";
import { FORMAT, Play } from "./walker.js";

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Without https there is no randomUUID; a shop's test machine in the back room has none.
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte, place) =>
    (place === 6 ? (byte & 15) | 64 : place === 8 ? (byte & 63) | 128 : byte).toString(16).padStart(2, "0"),
  );
  return hex.join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const moment = () => ({ at: new Date(), clock: performance.now() });

class Player {
  constructor(config, person) {
    this.config = config;
    this.person = person;
    this.real = config.mode === "attempt";
    // One question that was learned before: no opening, no story to end, a short result.
    this.refresher = config.kind === "refresher";
    this.sender = new Sender(person);
    this.feedback = new Feedback(this, uuid);
    this.hotlines = new Hotlines(config);
    this.notes = new Set();
    this.run = 0;
  }

  /** Begins: loads what is to be played, looks for an attempt under way, and goes on from there. */
  async open() {
    if (this.real) this.listen();
    try {
      await this.load();
      await this.enter();
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      await this.cannotLoad(error.kind);
    }
  }

  async load() {
    const [view] = await Promise.all([
      this.config.view ?? this.fetched(this.config.edition_url),
      this.hotlines.load(),
    ]);
    if (view.format > FORMAT) throw new Trouble("newer");
    this.view = view;
    this.fill = this.hotlines.fill;
    this.hotlines.watch(() => this.toldTrouble || say(word("hotlines-new")));
  }

  async fetched(url) {
    const { status, body } = await ask("GET", url);
    if (status !== 200) throw new Trouble("missing");
    return body;
  }

  async cannotLoad(kind) {
    this.sayTrouble(word(`cannot-load-${kind}`), kind);
    await tapped(word(kind === "newer" ? "load-again" : "try-again"));
    // An old player in the browser's memory does not become a new one by asking again.
    if (kind === "newer") return location.reload();
    say("");
    await this.open();
  }

  listen() {
    const sender = this.sender;
    if (this.listening) return;
    this.listening = true;
    const mine = (name, act) =>
      sender.addEventListener(name, ({ detail }) => {
        if ((detail.step?.attempt ?? detail.attempt.id) === this.attempt) act(detail);
      });
    sender.addEventListener("count", () => this.tellUnsent());
    mine("conflict", () => this.reload(word("conflict")));
    mine("refused", () => this.reload(word("refused")));
    mine("late", () => this.closed(word("withdrawn")));
    mine("lost", ({ detail }) => this.closed(detail || word("withdrawn")));
    sender.watch();
  }

  tellUnsent() {
    const { unsent, unit, trouble } = this.sender;
    count(unsent, unit);
    if (unsent && trouble) this.sayTrouble(word(`${unit}-${trouble}`, { n: unsent }), trouble);
    else if (this.toldTrouble) say("");
    this.toldTrouble = Boolean(unsent && trouble);
  }

  sayTrouble(text, kind) {
    const again = `/sign-in/?next=${encodeURIComponent(location.pathname)}`;
    say(text, kind === "offline" ? "warm" : "bad", kind === "signed_out" ? again : null);
  }

  /** Goes on with the attempt under way, or waits for the tap that begins a new one. */
  async enter() {
    this.attempt = this.real ? this.underWay() : null;
    if (this.attempt) {
      this.keepRecord();
      await this.resume();
      return;
    }
    if (this.refresher) return this.begin();
    const opened = scenes.opening(this.view, false);
    if (this.config.first) this.feedback.before();
    await opened;
    await this.begin();
  }

  underWay() {
    const { edition, attempt, for: purpose } = this.config;
    const fits = (one) => one.edition === edition && one.for === purpose && !one.closed;
    const here = drawer.attempts(this.person).filter(fits);
    return here.find((one) => drawer.steps(this.person, one.id).length)?.id ?? attempt ?? here.at(-1)?.id ?? null;
  }

  get record() {
    return drawer.attempts(this.person).find((one) => one.id === this.attempt);
  }

  /** An attempt that another device began is known to the server, and from now on here. */
  keepRecord() {
    const { edition, for: purpose } = this.config;
    const fresh = { id: this.attempt, person: this.person, edition, for: purpose, begun: true };
    if (!this.record) drawer.keepAttempt(fresh);
  }

  async begin() {
    this.attempt = uuid();
    this.notes.clear();
    if (this.real) {
      const { edition, for: purpose } = this.config;
      drawer.keepAttempt({ id: this.attempt, person: this.person, edition, for: purpose, begun: false });
      this.feedback.begun();
      this.sender.flush();
    }
    await this.playFrom([]);
  }

  /** Takes up an attempt from the server's log and what this phone has not sent yet. */
  async resume() {
    // What the server has not heard of yet can be gone on with where there is no signal.
    if (!this.record.begun) return this.playFrom([]);
    const { status, body } = await ask("GET", attemptUrl(this.attempt));
    if (status !== 200) return this.closed(body?.detail || word("withdrawn"));
    if (body.state === "closed") return this.closed(word("withdrawn"));
    if (body.state === "ended") return this.conclude();
    return this.playFrom(body.steps.filter((step) => ["accepted", "pending"].includes(step.state)));
  }

  async reload(reason) {
    this.run += 1;
    this.wait();
    say(reason);
    try {
      await this.resume();
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      await this.cannotLoad(error.kind);
    }
  }

  /** Replays what was answered, then plays on to the end. A later call takes over from an earlier one. */
  async playFrom(stored) {
    const own = this.real ? drawer.steps(this.person, this.attempt) : [];
    const known = new Map([...own, ...stored].map((step) => [step.seq, step]));
    this.play = new Play(this.view, this.attempt);
    this.answers = [];
    for (let step; (step = known.get(this.play.taken + 1)); ) this.take(step.node, step.answer);
    this.mendingTold = this.refresher;
    this.run += 1;
    await this.playOn(this.run);
  }

  take(node, answer) {
    this.play.take({ node, answer });
    this.answers.push({ node, answer });
  }

  async playOn(run) {
    for (let state; (state = this.play.state()).phase !== "ended"; ) {
      const node = this.play.nodes.get(state.expects);
      trail(this.play.taken, this.play.progress);
      this.feedback.at(node.id);
      if (await this.prepare(node, state)) await this.put(node, state);
      if (run !== this.run) return;
    }
    if (this.answers.some(({ node }) => this.play.nodes.get(node).note)) await scenes.support(this.fill);
    if (run !== this.run) return;
    await this.conclude();
  }

  /** What has to be said before a node is put; resolves to false where the person skipped it. */
  async prepare(node, state) {
    if (state.phase === "mending" && !this.mendingTold) {
      this.mendingTold = true;
      await scenes.announceMending(state.toMend.length);
    }
    const skippable = state.phase === "story" && Boolean(node.skip);
    if (!node.note || (this.notes.has(node.note) && !skippable)) return true;
    this.notes.add(node.note);
    const shown = moment();
    if (await scenes.contentNote(node.note, skippable)) return true;
    this.answer(node, "@skip", shown);
    await this.tellEnding();
    return false;
  }

  async put(node, state) {
    if (node.kind === "card") {
      const shown = moment();
      await scenes.card(node, this.fill);
      this.answer(node, null, shown);
    } else await this.ask(node, state);
    if (state.phase === "story") await this.tellEnding();
  }

  async ask(node, { phase, order }) {
    const { seconds } = this.play;
    const timed = seconds !== null && (await scenes.offerClock(seconds));
    const shown = moment();
    const { answered, tell } = question(node, { order, mending: phase === "mending", fill: this.fill });
    const answer = await (timed ? clock.inTime(seconds, answered) : answered);
    this.answer(node, answer, shown);
    await tell(answer);
  }

  async tellEnding() {
    const { ending } = this.play;
    if (!ending || this.refresher) return;
    trail(this.play.taken);
    this.feedback.at(ending);
    await scenes.ending(this.play.nodes.get(ending), this.view, this.fill);
  }

  /** Keeps the answer first, then sends it. */
  answer(node, answer, shown) {
    if (!this.toldTrouble) say("");
    this.take(node.id, answer);
    if (!this.real) return;
    drawer.keepStep({
      person: this.person,
      attempt: this.attempt,
      id: uuid(),
      seq: this.play.taken,
      node: node.id,
      answer,
      shown_at: shown.at.toISOString(),
      answered_at: new Date().toISOString(),
      elapsed_ms: Math.round(performance.now() - shown.clock),
    });
    this.tellUnsent();
    this.sender.flush();
  }

  /** Waits until the server has replayed the attempt, and shows what it came to. */
  async conclude() {
    const outcome = await this.outcome();
    if (outcome === null) return;
    if (this.real) drawer.forgetAttempt(this.attempt);
    if (this.refresher) return this.refreshed(outcome);
    const told = scenes.result(outcome, this.config.back_url, this.play?.skipped.length > 0);
    this.feedback.after(outcome?.passed);
    await told;
    if (outcome.passed && this.real) location.assign(this.config.back_url);
    else await this.begin();
  }

  async refreshed(outcome) {
    const ending = this.view.nodes.find((node) => node.kind === "ending");
    await scenes.refreshed(outcome.passed, ending, this.fill);
    location.assign(this.config.back_url);
  }

  /** The outcome; undefined where a rehearsal has none to ask for; null where the play went on elsewhere. */
  async outcome() {
    for (;;) {
      this.wait();
      try {
        return await (this.real ? this.judged() : this.rehearsed());
      } catch (error) {
        if (!(error instanceof Trouble)) throw error;
        this.sayTrouble(word(`cannot-load-${error.kind}`), error.kind);
        await tapped(word("try-again"));
        say("");
        if (error.kind === "unfinished") {
          await this.reload("");
          return null;
        }
      }
    }
  }

  wait() {
    clock.stop();
    trail(null);
    show(piece("waiting"));
    withoutButton();
  }

  async judged() {
    await this.allSent();
    const { status, body } = await ask("GET", attemptUrl(this.attempt));
    if (status !== 200) throw new Trouble("missing");
    if (body.state === "closed") return this.closed(word("withdrawn"));
    if (!body.outcome) throw new Trouble("unfinished");
    return body.outcome;
  }

  async rehearsed() {
    if (!this.config.outcome_url) return undefined;
    const { status, body } = await ask("POST", this.config.outcome_url, { seed: this.attempt, answers: this.answers });
    if (status !== 200) throw new Trouble("missing");
    return body;
  }

  async allSent() {
    await this.sender.flush();
    while (drawer.steps(this.person, this.attempt).length) {
      await new Promise((sent) => this.sender.addEventListener("count", sent, { once: true }));
    }
  }

  closed(reason) {
    this.run += 1;
    const left = this.record && drawer.steps(this.person, this.attempt).length;
    if (left) drawer.keepAttempt({ ...this.record, closed: true });
    else drawer.forgetAttempt(this.attempt);
    clock.stop();
    trail(null);
    const scene = piece("closed", { text: reason });
    scene.querySelector("[data-back]").href = this.config.back_url;
    show(scene);
    withoutButton();
    return null;
  }
}

const place = document.getElementById("player");
new Player(JSON.parse(document.getElementById("player-config").textContent), place.dataset.person).open();
