/** The hotlines on an open phone: numbers in texts, and the texts on screen when a number changes meanwhile. */

import { ask, Trouble } from "./server.js";
import { fillHotlines } from "./walker.js";

const NOW = "/api/v1/hotlines";
const EVERY = 20000;
// Servers learn of a change some seconds apart: what was left a moment ago is old news, not a withdrawal.
const SETTLING = 30000;

export class Hotlines {
  constructor({ hotlines, hotlines_url: url, lang }) {
    this.given = hotlines;
    this.url = url;
    this.lang = lang;
    this.edition = url?.split("/").pop();
    this.left = new Map();
    this.written = new Map();
    this.fill = (text) => this.filled(text);
  }

  /** Loads the list that the page named, once; throws Trouble. */
  async load() {
    if (!this.known) this.take(this.given ?? (this.url ? await this.fetched(this.url) : { entries: [] }));
  }

  async fetched(url) {
    const { status, body } = await ask("GET", url);
    if (status !== 200) throw new Trouble("missing");
    return body;
  }

  take({ entries }) {
    const named = ({ name }) => name[this.lang] ?? name["zh-Hant"];
    this.known = Object.fromEntries(entries.map((entry) => [entry.key, { number: entry.number, name: named(entry) }]));
  }

  /** A text with its numbers; what was written is remembered for as long as the page is open. */
  filled(text) {
    const whole = fillHotlines(text, this.known);
    if (whole === text) return whole;
    const lines = text.split("\n").map((line) => line.trim().replace(/^- /, ""));
    for (const line of [text, ...lines]) this.written.set(fillHotlines(line, this.known), line);
    return whole;
  }

  /** Follows every change from now on; calls `changed` after the screen has been brought up to date. */
  watch(changed) {
    if (!this.url || this.watching) return;
    this.watching = true;
    const look = () => document.hidden || ask("GET", NOW).catch(() => null);
    addEventListener("hotlines", ({ detail }) => this.follow(detail, changed));
    document.addEventListener("visibilitychange", look);
    setInterval(look, EVERY);
  }

  async follow(edition, changed) {
    const settling = performance.now() - (this.left.get(edition) ?? -SETTLING) < SETTLING;
    if (edition === this.edition || edition === "none" || settling || this.flying) return;
    this.flying = true;
    try {
      this.take(await this.fetched(`/api/v1/editions/${edition}`));
      this.left.set(this.edition, performance.now());
      this.edition = edition;
      if (this.refill()) changed();
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
    } finally {
      this.flying = false;
    }
  }

  /** Puts the new numbers where the old ones stand; what was chosen or typed is not touched. Says how many. */
  refill() {
    const texts = document.createTreeWalker(document.getElementById("player"), NodeFilter.SHOW_TEXT);
    let refilled = 0;
    while (texts.nextNode()) {
      const node = texts.currentNode;
      const written = this.written.get(node.nodeValue);
      const anew = written && this.filled(written);
      if (!written || anew === node.nodeValue) continue;
      node.nodeValue = anew;
      refilled += 1;
    }
    return refilled;
  }
}
