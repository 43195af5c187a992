/** What a node looks like. Each scene resolves when the person has gone past it. */

import { duration } from "./clock.js";
import { pictures } from "./rose.js";
import { either, icon, picture, piece, show, tapped, word } from "./stage.js";
import { blocks } from "./text.js";

/** The shell before the first tap. */
export async function opening(view) {
  const minutes = word("minutes", { n: view.minutes });
  const kind = word(`kind-${view.kind}`) + word("dot") + minutes;
  show(piece("opening", { kind, title: view.title, summary: view.summary }));
  await tapped(word("start"));
}

/** A word of warning before violence or suicide is spoken of; resolves to false where the person would rather skip. */
export async function contentNote(note, skippable) {
  show(piece(skippable ? "note-skip" : "note", { title: word(`note-${note}`) }));
  return skippable ? either(word("ready"), word("skip")) : tapped(word("ready")).then(() => true);
}

/** Before a question with a clock: how long there is; resolves to false where the person goes without the clock. */
export async function offerClock(seconds) {
  show(piece("timed", { time: word("time-for-this", { time: duration(seconds) }) }));
  return either(word("start-clock"), word("no-clock"));
}

/** After a story that was heavy to hear: whom to talk to. */
export async function support(fill) {
  const call = fill(word("support-call"));
  // Without the hotlines' edition there is no number to call, and a bare key helps nobody.
  show(piece("support", { call: call.includes("[[") ? null : call }));
  await tapped(word("onward"));
}

/** A card to read. */
export async function card(node, fill) {
  show(piece("card", { title: node.title, picture: picture(node), text: blocks(fill(node.text ?? "")) }));
  await tapped(word("onward"));
}

/** The end of the story, and what it says. */
export async function ending(node, view, fill) {
  const outcome = view.kind === "lesson" ? null : node.outcome;
  const scene = piece("ending", {
    outcome: outcome && [icon({ correct: "check", partial: "info", unsafe: "alert" }[outcome]), word(`outcome-${outcome}`)],
    title: node.title,
    picture: picture(node),
    text: blocks(fill(node.text ?? "")),
  });
  scene.querySelector(".chip")?.classList.add({ correct: "good", partial: "warm", unsafe: "bad" }[outcome]);
  show(scene);
  await tapped(word("onward"));
}

/** Announces that nodes are asked again, and why. */
export async function announceMending(n) {
  show(piece("mending", { text: blocks(word("mending", { n })) }));
  await tapped(word("mend"));
}

/** A scene with the address of the street in its ways out. */
export function way(scene, backUrl) {
  for (const link of scene.querySelectorAll("[data-back]")) link.href = backUrl;
  return scene;
}

/** What the whole attempt came to: `outcome` as the server tells it; without one, only that it is over. `spared`:
 * something heavy was skipped, and a percentage of the rest would sound odd. */
export function result(outcome, backUrl, spared) {
  if (!outcome) {
    show(piece("rehearsed"));
    return tapped(word("once-more"));
  }
  const lit = outcome.passed;
  const fell = outcome.level_right === false ? "level-why" : "score-why";
  const percent = outcome.best_score > 0 ? Math.max(0, Math.round((100 * outcome.score) / outcome.best_score)) : 100;
  const scene = piece(lit ? "passed" : "not-passed", {
    why: word(lit ? (spared ? "spared-why" : "passed-why") : fell, { n: percent }),
    ...pictures(outcome),
  });
  show(way(scene, backUrl));
  return tapped(word(lit ? "back" : "once-more"));
}

/** What a refresher came to: right at once or not, and what was right, as the script's ending says it. */
export async function refreshed(passed, ending, fill) {
  const scene = piece("refreshed", {
    verdict: [icon(passed ? "check" : "again"), word(passed ? "result-right" : "result-wrong")],
    title: word(passed ? "refreshed" : "not-refreshed"),
    right: blocks(fill(ending.text ?? "")),
  });
  scene.querySelector(".chip").classList.add(passed ? "good" : "warm");
  show(scene);
  await tapped(word("onward"));
}
