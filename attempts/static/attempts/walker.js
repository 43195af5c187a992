/** Plays a learner's view: the small twin of content/script/replay.py, without points. Both pass content/script/vectors. */

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

/** Puts numbers for `[[key]]` and names for `[[key.name]]`; `hotlines` is {key: {number, name}}; unknown keys stay. */
export function fillHotlines(text, hotlines) {
  const known = new Map(Object.entries(hotlines));
  return text.replace(/\[\[([a-z0-9][a-z0-9_-]*)(\.name)?\]\]/g, (whole, key, name) => {
    const hotline = known.get(key);
    return hotline ? hotline[name ? "name" : "number"] : whole;
  });
}

/** One play under way: `take({node, answer})`, then look at `state()`. `seed` is the attempt's UUID in lower case. */
export class Play {
  constructor(view, seed) {
    this.seed = seed;
    this.nodes = new Map(view.nodes.map((node) => [node.id, node]));
    this.asks = new Map();
    this.taken = 0;
    this.toMend = [];
    this.at = null;
    this.ending = null;
    this.enter(view.start);
  }

  /** The id of the node that is asked next; null once ended. */
  get expects() {
    return this.at ?? this.toMend[0] ?? null;
  }

  /** Takes the next answer; throws NotAllowed and stays where it was if the script refuses it. */
  take({ node: id, answer }) {
    const expects = this.expects;
    if (expects === null) this.refuse("ended");
    if (id !== expects) this.refuse("wrong_node");
    const node = this.nodes.get(id);
    if (node.kind === "card") {
      if (answer !== null) this.refuse("no_choice_here");
      this.enter(node.to);
    } else {
      const choice = node.choices.find((one) => one.id === answer);
      if (!choice) this.refuse("unknown_choice");
      this.choose(id, choice);
    }
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
    };
  }

  refuse(reason) {
    throw new NotAllowed(this.taken, reason);
  }

  choose(id, choice) {
    if (this.at === null) {
      if (!choice.again) this.toMend.shift();
      return;
    }
    if (choice.again) this.toMend.push(id);
    this.enter(choice.to);
  }

  enter(id) {
    const over = this.nodes.get(id).kind === "ending";
    this.at = over ? null : id;
    if (over) this.ending = id;
  }

  shown(node, ask) {
    const authored = (node.choices ?? []).map((choice) => choice.id);
    if (node.kind !== "choice") return authored;
    return order(this.seed, node.id, ask, authored.length).map((place) => authored[place]);
  }
}

/** Plays all `answers` of an attempt and says where that leads; throws NotAllowed at the first one refused. */
export function walk(view, answers, seed) {
  const play = new Play(view, seed);
  for (const answer of answers) play.take(answer);
  return play.state();
}
