/** The stage of the player: one scene at a time, one main button below it, words from the page's own templates. */

const byId = (id) => document.getElementById(id);

/** The interface's word by name, with `{n}`-like gaps filled. */
export function word(name, gaps = {}) {
  const found = byId("words").content.querySelector(`[data-word="${name}"]`);
  return found.textContent.replace(/\{(\w+)\}/g, (whole, gap) => gaps[gap] ?? whole);
}

/** A copy of the template `name`; `slots` fills its [data-slot] with a text, elements, or (null) nothing. */
export function piece(name, slots = {}) {
  const root = byId(`piece-${name}`).content.firstElementChild.cloneNode(true);
  for (const [slot, value] of Object.entries(slots)) fill(root, slot, value);
  return root;
}

function fill(root, slot, value) {
  const place = root.querySelector(`[data-slot="${slot}"]`);
  if (value === null || value === undefined || value === "") place.remove();
  else place.replaceChildren(...(Array.isArray(value) ? value : [value]));
}

/** An icon of the design system, for the eyes only. */
export function icon(name) {
  const box = document.createElement("template");
  box.innerHTML = `<svg class="icon" aria-hidden="true"><use/></svg>`;
  const svg = box.content.firstElementChild;
  svg.firstElementChild.setAttribute("href", `${byId("player").dataset.icons}#${name}`);
  return svg;
}

/** A node's picture, or null. */
export function picture(node) {
  if (!node.picture) return null;
  const img = new Image(node.picture.width, node.picture.height);
  img.src = `/api/v1/pictures/${node.picture.sha256}`;
  img.alt = node.picture.alt ?? "";
  return img;
}

/** Puts a scene on the stage and the focus on it, so that it is read from its beginning. */
export function show(scene) {
  byId("scene").replaceChildren(scene);
  scrollTo(0, 0);
  const start = scene.querySelector("[data-start]") ?? scene;
  start.tabIndex = -1;
  start.focus({ preventScroll: true });
}

/** Labels the main button and waits for its tap; `ready` may refuse a tap by answering false. */
export function tapped(label, ready = () => true) {
  const button = byId("go");
  button.textContent = label;
  enable(true);
  byId("other").hidden = true;
  byId("thumb").hidden = false;
  return new Promise((resolve) => {
    button.onclick = (event) => {
      // The second half of a double tap must not answer what the first half has brought up.
      if (event.detail > 1 || !ready()) return;
      button.onclick = null;
      resolve();
    };
  });
}

/** The same with another way out below the main one: resolves to true for the main button, to false for the other. */
export function either(label, otherLabel) {
  const main = tapped(label).then(() => true);
  const button = byId("other");
  button.textContent = otherLabel;
  button.hidden = false;
  const other = new Promise((resolve) => {
    button.onclick = (event) => event.detail > 1 || resolve(false);
  });
  return Promise.race([main, other]);
}

/** Whether the main button looks as if it could be tapped; it stays in the tab order either way. */
export function enable(possible) {
  byId("go").setAttribute("aria-disabled", String(!possible));
}

/** Takes the main button away, where a scene has its own ways out. */
export function withoutButton() {
  byId("thumb").hidden = true;
}

/** Says something that is not part of the story: `kind` is warm or bad, `signIn` an address to sign in again;
 * an empty text takes it away. */
export function say(text, kind = "warm", signIn = null) {
  const place = byId("notice");
  if (place.dataset.said === text) return;
  place.dataset.said = text;
  place.replaceChildren(...(text ? [piece("notice", { text })] : []));
  place.firstElementChild?.classList.add(kind);
  const link = place.querySelector("a");
  if (signIn) link.href = signIn;
  else link?.remove();
}

/** Shows how many answers wait on this phone, at their fixed place; `unit` is the word for them. */
export function count(unsent, unit = "unsent") {
  const place = byId("unsent");
  place.hidden = false;
  place.classList.toggle("warm", unsent > 0);
  place.replaceChildren(icon(unsent ? "unsent" : "sent"), word(unsent ? unit : "all-sent", { n: unsent }));
}

// More dots than this nobody counts.
const MOST_DOTS = 10;

/** Shows how many cards lie behind; how many are to come depends on what is chosen, so it is not told. Only within a
 * pool it is known: `drawn` is {n, of}. */
export function trail(passed, drawn = null) {
  byId("trail").hidden = passed === null;
  const words = drawn ? word("card-of", { card: passed + 1, ...drawn }) : word("card", { n: passed + 1 });
  byId("trail").replaceChildren(piece("trail", { words }));
  const dots = byId("trail").querySelector("[data-dots]");
  for (let place = 0; place < Math.min(passed, MOST_DOTS); place += 1) dots.append(document.createElement("i"));
}
