/** The player: loads an edition, plays it with the walker, keeps every answer before it is sent. */

import * as aloud from "./aloud.js";
import { outcome } from "./arriving.js";
import { ask as question } from "./asking.js";
import * as clock from "./clock.js";
import * as drawer from "./drawer.js";
import { Drilling } from "./drilling.js";
import { Feedback } from "./feedback.js";
import { Hotlines } from "./hotlines.js";
import * as scenes from "./scenes.js";
import { Sender } from "./sending.js";
import { ask, Trouble } from "./server.js";
import { count, piece, say, show, tapped, trail, withoutButton, word } from "./stage.js";
import { logOf, recordOf, underWay } from "./taking_up.js";
import { moment, times, uuid } from "./taps.js";
import { FORMAT, NotAllowed, Play } from "./walker.js";

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
    this.drill = config.drill ? new Drilling(this, config.drill) : null;
    this.notes = new Set();
    this.run = 0;
  }

  /** Begins: loads what is to be played, looks for an attempt under way, and goes on from there. */
  async open() {
    if (this.real) this.listen();
    // It rings before anything is loaded: the answer counts from the tap.
    if (this.drill && !(await this.drill.alarm())) return;
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
    aloud.offer(view.lang);
    document.getElementById("machine-draft").hidden = !view.draft;
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
    mine("late", () => this.reload(word("ended-elsewhere")));
    mine("lost", ({ detail }) => this.closed(detail || word("withdrawn")));
    addEventListener("beforeunload", (event) => sender.unsent && !drawer.lasting() && event.preventDefault());
    sender.watch();
  }

  tellUnsent() {
    const { unsent, unit } = this.sender;
    const trouble = unsent && (drawer.lasting() ? this.sender.trouble : "memory");
    count(unsent, unit);
    // Its own scene says it already, and at more length.
    if (trouble === "offline" && document.querySelector("#scene .arriving")) return say("");
    if (trouble) this.sayTrouble(word(trouble === "memory" ? "not-kept" : `${unit}-${trouble}`, { n: unsent }), trouble);
    else if (this.toldTrouble) say("");
    this.toldTrouble = Boolean(trouble);
  }

  sayTrouble(text, kind) {
    const again = `/sign-in/?next=${encodeURIComponent(location.pathname)}`;
    say(text, kind === "offline" ? "warm" : "bad", kind === "signed_out" ? again : null);
  }

  /** Goes on with the attempt under way, or waits for the tap that begins a new one. */
  async enter() {
    this.attempt = this.real ? await underWay(this) : null;
    if (this.attempt) return this.resume();
    if (this.refresher || this.drill) return this.begin();
    const opened = scenes.opening(this.view);
    if (this.config.first) this.feedback.before();
    await opened;
    await this.begin();
  }

  async begin() {
    this.attempt = uuid();
    this.notes.clear();
    if (this.real) {
      drawer.persist();
      await drawer.keepAttempt({ ...(await recordOf(this)), begun: false, whole: true });
      this.feedback.begun();
      this.sender.flush();
    }
    await this.playFrom();
  }

  /** Takes up an attempt: from the server's log and what this phone has not sent, or from the phone's own. */
  async resume() {
    const record = await recordOf(this);
    const log = record.begun && (await logOf(this, record));
    if (!log) return this.playFrom();
    if (log.status !== 200) return this.closed(log.body.detail || word("withdrawn"));
    if (log.body.state === "closed") return this.closed(word("withdrawn"));
    if (log.body.state === "ended") return this.conclude();
    await drawer.keepLog(record, log.body.steps);
    return this.playFrom();
  }

  async reload(reason) {
    this.run += 1;
    this.wait();
    // What was said of the network before is over; this is to stay.
    this.toldTrouble = false;
    say(reason);
    try {
      await this.resume();
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      await this.cannotLoad(error.kind);
    }
  }

  /** Replays what was answered, then plays on to the end. A later call takes over from an earlier one. */
  async playFrom() {
    const run = (this.run += 1);
    const own = this.real ? await drawer.steps(this.person, this.attempt) : [];
    this.draft = this.real ? await drawer.draft(this.person, this.attempt) : null;
    if (run !== this.run) return;
    const known = new Map([...own.filter((step) => !step.sent), ...own.filter((step) => step.sent)].map((step) => [step.seq, step]));
    this.play = new Play(this.view, this.attempt);
    this.sender.playing = this.attempt;
    this.answers = [];
    for (let step; (step = known.get(this.play.taken + 1)) && this.fits(step); );
    this.mendingTold = this.refresher;
    await this.playOn(run);
  }

  /** Takes what was answered before; what no longer fits to the server's log is asked again. */
  fits({ node, answer }) {
    try {
      this.take(node, answer);
      return true;
    } catch (error) {
      if (error instanceof NotAllowed) return false;
      throw error;
    }
  }

  take(node, answer) {
    this.play.take({ node, answer });
    this.answers.push({ node, answer });
  }

  async playOn(run) {
    for (let state; (state = this.play.state()).phase !== "ended"; ) {
      const node = this.play.nodes.get(state.expects);
      // Of one question nobody needs to hear that it is the first.
      trail(this.refresher ? null : this.play.taken, this.play.progress);
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
    if (await this.answer(node, "@skip", shown)) await this.tellEnding();
    return false;
  }

  async put(node, state) {
    if (node.kind === "card") {
      const shown = moment();
      await scenes.card(node, this.fill);
      if (!(await this.answer(node, null, shown))) return;
    } else if (!(await this.ask(node, state))) return;
    if (state.phase === "story") await this.tellEnding();
  }

  /** Puts a question and keeps the answer; false where another run has taken over meanwhile. */
  async ask(node, { phase, order }) {
    const { seconds } = this.play;
    const timed = seconds !== null && (await scenes.offerClock(seconds));
    const shown = moment();
    const told = { order, mending: phase === "mending", fill: this.fill, ...this.drafting() };
    const { answered, tell } = question(node, told);
    const answer = await (timed ? clock.inTime(seconds, answered) : answered);
    if (!(await this.answer(node, answer, shown))) return false;
    await tell(answer);
    return true;
  }

  /** What was half answered before the page was closed, and how it is kept from now on. */
  drafting() {
    const [id, seq, { draft, person }] = [this.attempt, this.play.taken + 1, this];
    const keep = (held) => this.real && this.play.taken < seq && drawer.keepDraft({ id, person, seq, held });
    return { held: draft?.seq === seq ? draft.held : null, keep };
  }

  async tellEnding() {
    const { ending } = this.play;
    if (!ending || this.refresher) return;
    trail(this.play.taken);
    this.feedback.at(ending);
    await scenes.ending(this.play.nodes.get(ending), this.view, this.fill);
  }

  /** Keeps the answer first, then sends it; false where another run has taken over meanwhile. */
  async answer(node, answer, shown) {
    const { run, attempt, person } = this;
    if (!this.toldTrouble) say("");
    this.take(node.id, answer);
    if (!this.real) return true;
    const step = { id: uuid(), seq: this.play.taken, node: node.id, answer, ...times(shown) };
    this.sender.expect();
    await drawer.keepStep({ ...step, person, attempt });
    await this.sender.recount();
    this.sender.flush();
    return run === this.run;
  }

  /** Waits until the server has replayed the attempt, and shows what it came to. */
  async conclude() {
    const { run } = this;
    if (this.real) await drawer.amend(this.attempt, { over: true });
    const came = await outcome(this);
    if (came === null || run !== this.run) return;
    if (this.real) await drawer.forget(this.person, this.attempt);
    // What the phone keeps of this page still tells of the attempt.
    dispatchEvent(new Event("stale"));
    if (this.refresher) return this.refreshed(came);
    if (this.drill) return this.drill.conclude();
    const told = scenes.result(came, this.config.back_url, this.play?.skipped.length > 0);
    this.feedback.after(came?.passed);
    await told;
    if (came?.passed && this.real) location.assign(this.config.back_url);
    else await this.begin();
  }

  async refreshed(outcome) {
    const ending = this.view.nodes.find((node) => node.kind === "ending");
    await scenes.refreshed(outcome.passed, ending, this.fill);
    location.assign(this.config.back_url);
  }

  wait() {
    clock.stop();
    trail(null);
    show(piece("waiting"));
    withoutButton();
  }

  /** Says that the server takes no more of this attempt; what it has not got yet still goes to it, as evidence. */
  async closed(reason) {
    this.run += 1;
    const left = await drawer.unsent(this.person, this.attempt);
    if (left.length) await drawer.amend(this.attempt, { closed: true });
    else await drawer.forget(this.person, this.attempt);
    say("");
    clock.stop();
    trail(null);
    show(scenes.way(piece("closed", { text: reason }), this.config.back_url));
    withoutButton();
    return null;
  }
}

const place = document.getElementById("player");
new Player(JSON.parse(document.getElementById("player-config").textContent), place.dataset.person).open();
