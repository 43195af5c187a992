/** What a clerk tells beside the answers: how sure she is, whether it is of use, and that something here is wrong.
 * Kept on this phone at the tap and sent with the attempt's answers; never asked for twice, never waited for. */

import * as drawer from "./drawer.js";
import { piece, say, word } from "./stage.js";

const byId = (id) => document.getElementById(id);

export class Feedback {
  /** `uuid` makes ids. In a rehearsal there is nobody to tell: nothing is asked. */
  constructor(player, uuid) {
    Object.assign(this, { player, uuid, held: null });
    byId("flag").hidden = !player.real;
    if (!player.real) return;
    byId("flag").addEventListener("click", () => this.open());
    byId("flag-sheet").addEventListener("close", () => this.closed());
  }

  /** Asks below the opening how sure the person is; it may be tapped anew until the attempt begins, or left alone. */
  before() {
    this.ask("confidence-before", (level) => (this.held = this.said("confidence", { moment: "before", level: Number(level) })));
  }

  /** The attempt has begun: what was tapped before it belongs to it. */
  begun() {
    if (this.held) this.keep(this.held);
    this.held = null;
  }

  /** This node is on the stage now. */
  at(node) {
    this.node = node;
  }

  /** Asks below the result; each question goes away with a thank-you once it is answered. */
  after(passed) {
    if (!this.player.real) return;
    const once = (kind, members) => (value, row) => {
      this.keep(this.said(kind, members(value)));
      row.replaceWith(piece("heard"));
    };
    this.ask("confidence-after", once("confidence", (level) => ({ moment: "after", level: Number(level) })));
    if (passed) this.ask("usefulness", once("usefulness", (use) => ({ use })));
  }

  ask(name, tell) {
    const row = piece(name);
    for (const button of row.querySelectorAll("button")) {
      button.addEventListener("click", () => {
        for (const other of row.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
        tell(button.value, row);
      });
    }
    document.querySelector("#scene > *").append(row);
  }

  said(kind, members) {
    return { id: this.uuid(), person: this.player.person, kind, told: { ...members, told_at: new Date().toISOString() } };
  }

  async keep(said) {
    const { attempt, view, sender } = this.player;
    await drawer.keepTold({ ...said, attempt, told: { ...said.told, lang: view.lang } });
    await sender.recount();
    sender.flush();
  }

  open() {
    const sheet = byId("flag-sheet");
    sheet.returnValue = "";
    this.pointed = this.node;
    sheet.showModal();
  }

  closed() {
    const form = byId("flag-sheet").querySelector("form");
    if (byId("flag-sheet").returnValue === "send") {
      const { about, text } = Object.fromEntries(new FormData(form));
      this.keep(this.said("flags", { node: this.pointed, about, text: text.trim() }));
      say(word("flagged"));
    }
    form.reset();
  }
}
