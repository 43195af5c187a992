/** The competencies of a result: bars with their figures, and of three or more a rose whose petals reach as far. */

import { piece, word } from "./stage.js";

const COMPETENCIES = ["empathy", "privacy", "risk", "report"];
const FEWEST_PETALS = 3;
// A petal of nothing would not be seen at all.
const BUD = 0.12;

function firmness({ points, best }, name) {
  // Below nothing there is nothing to show: what went wrong was said where it happened.
  const got = Math.min(Math.max(0, points[name] ?? 0), best[name]);
  const share = got / best[name];
  const how = share >= 0.85 ? "firm" : share >= 0.6 ? "fair" : "practise";
  return { name: word(`competency-${name}`), how, share, figure: `${got} / ${best[name]}` };
}

function bar({ name, how, share, figure }, place, { length }) {
  const number = length < FEWEST_PETALS ? null : String(place + 1);
  const row = piece("bar", { number, name, how: word(how), figure });
  row.querySelector("[data-part]").setAttribute("width", String(Math.round(share * 100)));
  return row;
}

function petal({ how, share }, place, { length }) {
  const group = piece("petal").firstElementChild;
  const turned = (360 * place) / length;
  group.classList.add(how);
  group.setAttribute("transform", `rotate(${turned})`);
  group.querySelector("path").setAttribute("transform", `scale(${Math.max(BUD, share)})`);
  const number = group.querySelector("text");
  number.textContent = place + 1;
  number.setAttribute("transform", `translate(0 -78) rotate(${-turned})`);
  return group;
}

function rose(shares) {
  const picture = piece("rose");
  const told = shares.map(({ name, how }, place) => `${place + 1} ${name}：${word(how)}`);
  picture.querySelector("title").textContent = told.join("；");
  picture.querySelector("[data-petals]").append(...shares.map(petal));
  return picture;
}

/** The slots `rose` and `bars` of a result's scene; null where there is nothing to draw. */
export function pictures(outcome) {
  const shares = COMPETENCIES.filter((name) => outcome.best[name] > 0).map((name) => firmness(outcome, name));
  return {
    rose: shares.length < FEWEST_PETALS ? null : rose(shares),
    bars: shares.length ? shares.map(bar) : null,
  };
}
