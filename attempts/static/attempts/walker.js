/** Plays a learner's view: the small twin of content/script/replay.py, without points. Both pass content/script/vectors. */

import { grade, ids, isIn } from "./grading.js";

export { grade };

/** The script does not allow the answer at `index` (from 0); `reason` as in replay.py. */
export class NotAllowed extends Error {
  constructor(index, reason) {
    super(`answer ${index} is not allowed: ${reason}`);
    this.name = "NotAllowed";
    this.index = index;
    this.reason = reason;
  }
}

function fnv1a(text) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

function mulberry32(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** The order in which `n` options are shown: entry k is the authored index of the option at place k. */
export function order(seed, node, ask, n) {
  const next = mulberry32(fnv1a(`${seed}:${node}:${ask}`));
  const places = Array.from({ length: n }, (_, index) => index);
  for (let last = n - 1; last > 0; last -= 1) {
    const pick = next() % (last + 1);
    [places[last], places[pick]] = [places[pick], places[last]];
  }
  return places;
}

/** The ids that a pool asks, in their order: `draw` of the ids `of`. */
export function drawn(seed, pool, draw, of) {
  return order(seed, pool, 1, of.length)
    .slice(0, draw)
    .map((place) => of[place]);
}

/** Puts numbers for `[[key]]` and names for `[[key.name]]`; `hotlines` is {key: {number, name}}; unknown keys stay. */
export function fillHotlines(text, hotlines) {
  const known = new Map(Object.entries(hotlines));
  return text.replace(/\[\[([a-z0-9][a-z0-9_-]*)(\.name)?\]\]/g, (whole, key, name) => {
    const hotline = known.get(key);
    return hotline ? hotline[name ? "name" : "number"] : whole;
  });
}

/** What the walker understands; a view with a higher `format` must not be played with it. */
export const FORMAT = 3;

const SKIP = "@skip";
const TIMEOUT = "@timeout";

/** One play under way: `take({node, answer})`, then look at `state()`. `seed` is the attempt's UUID in lower case. */
export class Play {
  constructor(view, seed) {
    this.seed = seed;
    this.nodes = new Map(view.nodes.map((node) => [node.id, node]));
    this.counters = new Map((view.counters ?? []).map((counter) => [counter.id, { ...counter, value: counter.start }]));
    this.asks = new Map();
    this.pools = new Map();
    this.open = new Map();
    this.taken = 0;
    this.toMend = [];
    this.skipped = [];
    this.at = null;
    this.ending = null;
    this.enter(view.start);
  }

  /** The id of the node that is asked next; null once ended. */
  get expects() {
    return this.at ?? this.toMend[0] ?? null;
  }

  /** The seconds that there are for the node that is asked next; null where nobody looks at the clock. */
  get seconds() {
    return (this.at !== null && this.nodes.get(this.at).timer?.seconds) || null;
  }

  /** How far the pool is that the node asked next was drawn from: {n, of}, n from 1; null outside of pools. */
  get progress() {
    const pool = this.at === null ? null : this.nodes.get(this.from);
    return pool ? { n: pool.draw - this.pools.get(pool.id).length, of: pool.draw } : null;
  }

  /** Takes the next answer; throws NotAllowed and stays where it was if the script refuses it. */
  take({ node: id, answer }) {
    const expects = this.expects;
    if (expects === null) this.refuse("ended");
    if (id !== expects) this.refuse("wrong_node");
    this.lead(this.nodes.get(id), answer);
    this.asks.set(id, (this.asks.get(id) ?? 0) + 1);
    this.taken += 1;
  }

  /** Where the play stands: `order` holds the ids of the options of `expects` as shown, asked for the `ask`-th time. */
  state() {
    const expects = this.expects;
    const ask = expects === null ? 0 : (this.asks.get(expects) ?? 0) + 1;
    return {
      phase: this.at !== null ? "story" : expects !== null ? "mending" : "ended",
      expects,
      ask,
      order: expects === null ? [] : this.shown(this.nodes.get(expects), ask),
      ending: this.ending,
      toMend: [...this.toMend],
      skipped: [...this.skipped],
    };
  }

  refuse(reason) {
    throw new NotAllowed(this.taken, reason);
  }

  lead(node, answer) {
    if (answer === SKIP) this.skip(node);
    else if (answer === TIMEOUT) this.follow(node, (this.at !== null && node.timer) || this.refuse("no_timer"));
    else if (node.kind === "card") this.read(node, answer);
    else this.follow(node, this.way(node, answer));
  }

  skip(node) {
    if (this.at === null || !node.skip) this.refuse("no_skip");
    if (!this.skipped.includes(node.id)) this.skipped.push(node.id);
    this.enter(node.skip);
  }

  read(node, answer) {
    if (answer !== null) this.refuse("no_choice_here");
    this.enter((node.branches?.find(({ guard }) => this.holds(guard)) ?? node).to);
  }

  way(node, answer) {
    if (!node.choices) return node.results[grade(node, answer) ?? this.refuse("bad_answer")];
    const choice = node.choices.find((one) => one.id === answer) ?? this.refuse("unknown_choice");
    return this.offered(node).includes(answer) ? choice : this.refuse("locked");
  }

  follow(node, way) {
    if (this.at === null) {
      if (!way.again) this.toMend.shift();
      return;
    }
    if (way.again && !this.toMend.includes(node.id)) {
      this.toMend.push(node.id);
      // What was open then is open again when it is mended, whatever has changed since.
      this.open.set(node.id, this.offered(node));
    }
    for (const [name, by] of Object.entries(way.effects ?? {})) {
      const counter = this.counters.get(name);
      counter.value = Math.max(counter.min, Math.min(counter.max, counter.value + by));
    }
    this.enter(way.to);
  }

  holds(guard) {
    return (guard ?? []).every(({ counter, at_least: low = -Infinity, at_most: high = Infinity }) =>
      isIn(this.counters.get(counter).value, low, high),
    );
  }

  offered(node) {
    const known = this.at === null ? this.open.get(node.id) : null;
    return known ?? ids((node.choices ?? []).filter((choice) => this.holds(choice.guard)));
  }

  enter(id) {
    let node = this.nodes.get(id);
    this.from = null;
    while (node.kind === "pool") {
      const member = this.draw(node);
      this.from = member ? node.id : null;
      node = this.nodes.get(member ?? node.to);
    }
    const over = node.kind === "ending";
    this.at = over ? null : node.id;
    if (over) this.ending = node.id;
  }

  draw(pool) {
    if (!this.pools.has(pool.id)) this.pools.set(pool.id, drawn(this.seed, pool.id, pool.draw, pool.of));
    return this.pools.get(pool.id).shift();
  }

  shown(node, ask) {
    const authored = ids(node.choices ?? node.options ?? node.items ?? []);
    if (node.kind === "level") return authored;
    const places = order(this.seed, node.id, ask, authored.length).map((place) => authored[place]);
    return node.choices ? places.filter((id) => this.offered(node).includes(id)) : places;
  }
}

/** Plays all `answers` of an attempt and says where that leads; throws NotAllowed at the first one refused. */
export function walk(view, answers, seed) {
  const play = new Play(view, seed);
  for (const answer of answers) play.take(answer);
  return play.state();
}
