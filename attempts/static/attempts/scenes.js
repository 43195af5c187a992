/** What a node looks like. Each scene resolves when the person has gone past it. */

import { enable, icon, piece, show, tapped, word } from "./stage.js";
import { blocks } from "./text.js";

const LEVELS = ["red", "orange", "yellow", "green"];
const COMPETENCIES = ["empathy", "privacy", "risk", "report"];

function picture(node) {
  if (!node.picture) return null;
  const img = new Image(node.picture.width, node.picture.height);
  img.src = `/api/v1/pictures/${node.picture.sha256}`;
  img.alt = node.picture.alt ?? "";
  return img;
}

/** The shell before the first tap. */
export async function opening(view, resumed) {
  const minutes = word("minutes", { n: view.minutes });
  const kind = word(`kind-${view.kind}`);
  show(piece("opening", { kind: `${kind}・${minutes}`, title: view.title, summary: view.summary }));
  await tapped(word(resumed ? "resume" : "start"));
}

/** A word of warning before violence or suicide is spoken of. */
export async function contentNote(note) {
  show(piece("note", { title: word(`note-${note}`) }));
  await tapped(word("ready"));
}

/** A card to read. */
export async function card(node, fill) {
  show(piece("card", { title: node.title, picture: picture(node), text: blocks(fill(node.text ?? "")) }));
  await tapped(word("onward"));
}

function option(node, choice, fill) {
  const level = node.kind === "level";
  const row = piece("option", {
    icon: level ? icon(`level-${choice.id}`) : null,
    text: level ? word(`level-${choice.id}`) : fill(choice.text ?? ""),
    hint: level ? word(`level-${choice.id}-means`) : null,
  });
  if (level) row.classList.add("level", `level-${choice.id}`);
  row.querySelector("input").value = choice.id;
  return row;
}

/** A question: resolves to the id that was chosen, once it was confirmed. */
export async function question(node, { order, mending, fill }) {
  const choices = new Map(node.choices.map((choice) => [choice.id, choice]));
  const ids = node.kind === "level" ? LEVELS : order;
  const scene = piece("question", {
    again: mending ? [icon("again"), word("again")] : null,
    title: node.title,
    picture: picture(node),
    text: blocks(fill(node.text ?? "")),
    options: ids.map((id) => option(node, choices.get(id), fill)),
  });
  const chosen = () => scene.querySelector("input:checked");
  show(scene);
  scene.addEventListener("change", () => enable(true));
  const confirmed = tapped(word(node.kind === "level" ? "judge" : "do"), () => Boolean(chosen()) || remind(scene));
  enable(false);
  await confirmed;
  return chosen().value;
}

function remind(scene) {
  scene.querySelector("[data-remind]").textContent = word("choose-first");
  scene.querySelector("input").focus();
  return false;
}

/** What comes of an answer, at once, below it; the other options step back. */
export async function feedback(choice, { mending, fill }) {
  const scene = document.querySelector("#scene > *");
  for (const input of scene.querySelectorAll("input")) {
    input.disabled = true;
    input.closest("label").classList.toggle("stepped-back", !input.checked);
  }
  scene.querySelector("[data-remind]").textContent = "";
  const told = blocks(fill(choice.feedback ?? ""));
  const later = choice.again ? word(mending ? "again-now" : "again-later") : null;
  const place = scene.querySelector("[data-feedback]");
  place.replaceChildren(piece("feedback", { text: told, later }));
  place.scrollIntoView({ block: "nearest" });
  await tapped(word("onward"));
}

/** The end of the story, and what it says. */
export async function ending(node, view, fill) {
  const outcome = view.kind === "scenario" ? node.outcome : null;
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

function bar(name, points, best) {
  // Below nothing there is nothing to show: what went wrong was said where it happened.
  const got = Math.min(Math.max(0, points), best);
  const share = best > 0 ? Math.min(1, got / best) : 0;
  const how = share >= 0.85 ? "firm" : share >= 0.6 ? "fair" : "practise";
  const row = piece("bar", { name: word(`competency-${name}`), how: word(how), figure: `${got} / ${best}` });
  row.querySelector("[data-part]").setAttribute("width", String(Math.round(share * 100)));
  return row;
}

/** What the whole attempt came to: `outcome` as the server tells it; without one, only that it is over. */
export function result(outcome, backUrl) {
  if (!outcome) {
    show(piece("rehearsed"));
    return tapped(word("once-more"));
  }
  const lit = outcome.passed;
  const fell = outcome.level_right === false ? "level-why" : "score-why";
  const percent = outcome.best_score > 0 ? Math.max(0, Math.round((100 * outcome.score) / outcome.best_score)) : 100;
  const bars = COMPETENCIES.filter((name) => outcome.best[name] > 0);
  const scene = piece(lit ? "passed" : "not-passed", {
    why: word(lit ? "passed-why" : fell, { n: percent }),
    bars: bars.length ? bars.map((name) => bar(name, outcome.points[name] ?? 0, outcome.best[name])) : null,
  });
  for (const link of scene.querySelectorAll("[data-back]")) link.href = backUrl;
  show(scene);
  return tapped(word(lit ? "back" : "once-more"));
}
