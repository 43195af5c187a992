/**
 * Makes the script editor fit for people who know shops and not software: ids fill themselves in, "leads to" is a list
 * of the steps on this page, and what the check found is shown at the step concerned.
 */

const form = document.querySelector("#page-edit-form, [data-edit-form]");
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const QUOTED = 16;
const BLOCK = "[data-streamfield-child]";
const LISTED = "[data-script-target], [data-script-slot], [data-script-counted]";

const all = (selector, root = form) => [...root.querySelectorAll(selector)];
const alive = (input) => !input.closest("[aria-hidden='true'], .deleted") && input.offsetParent !== undefined;
const nodes = () => all("[data-script-node]").filter(isKept);
const counters = () => all("[data-script-counter]").filter(isKept);
const lines = () => all("[data-script-line]").filter(isKept);

/** Wagtail keeps a deleted block in the form, marked by a hidden field. */
function isKept(input) {
  for (let child = blockOf(input); child; child = above(child)) {
    const mark = child.querySelector(":scope > input[name$='-deleted']");
    if (mark?.value === "1") return false;
  }
  return alive(input);
}

function blockOf(input) {
  return input.closest(BLOCK);
}

function above(block) {
  return block.parentElement?.closest(BLOCK);
}

/** The blocks that are steps, looked up once for each round: forms have hundreds of fields. */
let steps = new Set();

function lookAround() {
  steps = new Set(nodes().map(blockOf));
}

/** The step that a field belongs to: a pool's question is a step of its own. */
function stepOf(input) {
  for (let block = blockOf(input); block; block = above(block)) if (steps.has(block)) return block;
  return null;
}

/** The fields of a step itself, without those of the questions in it. */
function own(selector, step) {
  return all(selector, step).filter((input) => stepOf(input) === step && isKept(input));
}

function set(input, value) {
  input.value = value;
  input.dataset.was = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** The next free name: n1, n2, … for steps, c1, c2, … for counters, k1, k2, … for a drill's cues and checklist, a, b, … for
 * what stands in a step. */
function numbered(letter) {
  return (taken) => {
    for (let number = 1; ; number += 1) if (!taken.has(`${letter}${number}`)) return `${letter}${number}`;
  };
}

function nextLetter(taken) {
  return [...LETTERS].find((letter) => !taken.has(letter)) ?? `x${taken.size}`;
}

function nameNew(inputs, next) {
  const taken = new Set(inputs.map((input) => input.value).filter(Boolean));
  const seen = new Set();
  for (const input of inputs) {
    const copied = seen.has(input.value) && input.dataset.was === undefined;
    if (!input.value || copied) {
      const name = next(taken);
      taken.add(name);
      set(input, name);
    }
    input.dataset.was ??= input.value;
    seen.add(input.value);
  }
}

function nameAll() {
  nameNew(nodes(), numbered("n"));
  nameNew(counters(), numbered("c"));
  nameNew(lines(), numbered("k"));
  for (const node of nodes()) nameNew(own("[data-script-choice]", blockOf(node)), nextLetter);
}

function quoted(text) {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > QUOTED ? `${line.slice(0, QUOTED)}…` : line;
}

/** The beginning of a step's text, as a person would point at it. */
function label(input) {
  const step = blockOf(input);
  const drawn = own("input[name$='-value-draw']", step)[0];
  const texts = own("input[name$='-title'], textarea[name$='-value-text']", step).map((field) => quoted(field.value));
  return `${input.value} ${drawn ? `題庫，抽 ${drawn.value} 題` : (texts.find(Boolean) ?? "")}`.trim();
}

/** What a way may lead to: the steps of the story, not the questions of a pool. Back to its own step comes last. */
function targets(input, story) {
  const step = stepOf(input);
  const others = story.filter(({ block }) => block !== step).map(({ name, words }) => [name, words]);
  const here = story.filter(({ block }) => block === step).map(({ name }) => [name, `${name}（再問一次這一步）`]);
  return [...others, ...(input.closest("[data-contentpath='skip']") ? [] : here)];
}

function storySteps() {
  const named = nodes().filter((node) => node.value && !above(blockOf(node)));
  return named.map((node) => ({ block: blockOf(node), name: node.value, words: label(node) }));
}

/** The lines of a step into which something is put. */
function slots(input) {
  const step = stepOf(input);
  const lines = step ? own("[data-contentpath='slots'] [data-script-choice]", step) : [];
  return lines.map((line, place) => {
    const words = blockOf(line).querySelector("textarea[name$='-text']")?.value ?? "";
    return [line.value, `${place + 1}．${quoted(words)}`];
  });
}

function counted() {
  return counters().map((input) => {
    const words = blockOf(input).querySelector("input[name$='-name']")?.value.trim();
    return [input.value, words || input.value];
  });
}

function choicesOf(input, story) {
  if (input.matches("[data-script-slot]")) return slots(input);
  return input.matches("[data-script-counted]") ? counted() : targets(input, story);
}

function listAll() {
  const story = storySteps();
  for (const input of all(LISTED).filter(isKept)) {
    const select = input.nextElementSibling?.matches("[data-script-select]") ? input.nextElementSibling : selectFor(input);
    const choices = [["", input.dataset.scriptEmpty], ...choicesOf(input, story)];
    if (input.value && !choices.some(([name]) => name === input.value)) choices.push([input.value, `${input.value}（已經不在了）`]);
    const wanted = JSON.stringify(choices);
    if (select.dataset.choices !== wanted) {
      select.dataset.choices = wanted;
      select.replaceChildren(...choices.map(([name, words]) => new Option(words, name)));
    }
    select.value = input.value;
  }
}

function selectFor(input) {
  const select = document.createElement("select");
  select.dataset.scriptSelect = "";
  select.setAttribute("aria-label", input.closest("[data-contentpath]")?.querySelector("label")?.textContent.trim() || "接到哪裡");
  select.addEventListener("change", () => set(input, select.value));
  input.hidden = true;
  input.after(select);
  return select;
}

/** Conditions and effects are shown where something is counted. */
function showCounting() {
  form.classList.toggle("script-counts", counters().length > 0 || all("[data-script-counted]").some(isKept));
}

/** A step that is renamed takes along what led to it. */
function rename(input) {
  const before = input.dataset.was;
  input.value = input.value.trim().toLowerCase();
  if (before && before !== input.value && !nodes().some((other) => other.value === before)) {
    for (const target of all("[data-script-target]")) if (target.value === before) set(target, input.value);
  }
  input.dataset.was = input.value;
}

/** Shows each finding at its step: a mark in the heading, also of what it is folded into, and the words above the fields. */
function mark() {
  const data = document.querySelector("#script-findings");
  all(".script-said").forEach((said) => said.remove());
  all("[data-script-said]").forEach((block) => delete block.dataset.scriptSaid);
  if (!data) return;
  lookAround();
  // Each is put on top, so the last comes first: errors stay above reminders.
  for (const { node, choice, severity, message } of JSON.parse(data.textContent).reverse()) {
    const input = placed(node || choice);
    if (!input) continue;
    const step = blockOf(input);
    const part = node && choice ? own("[data-script-choice]", step).find((each) => each.value === choice) : null;
    for (const block of [step, above(step), part && blockOf(part)]) if (block) block.dataset.scriptSaid = severity;
    const said = document.createElement("p");
    said.className = `script-said script-said--${severity}`;
    said.textContent = message;
    (step.querySelector(".w-panel__content") ?? step).prepend(said);
  }
}

/** The field that names a step, or a line of a drill's lists. */
function placed(name) {
  return nodes().find((each) => each.value === name) ?? lines().find((each) => each.value === name);
}

function unfold(block) {
  const toggle = block.querySelector("[data-panel-toggle]");
  if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
  return toggle;
}

function go(name) {
  const input = placed(name);
  if (!input) return;
  const step = blockOf(input);
  if (above(step)) unfold(above(step));
  const toggle = unfold(step);
  step.scrollIntoView({ behavior: "smooth", block: "start" });
  toggle?.focus();
}

async function checkAgain() {
  const place = document.querySelector("[data-findings]");
  if (!place) return;
  const answer = await fetch(place.dataset.findingsUrl, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) return;
  place.innerHTML = await answer.text();
  mark();
}

if (form) {
  let waiting = false;
  const refresh = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      lookAround();
      nameAll();
      listAll();
      showCounting();
    }, 50);
  };
  new MutationObserver(refresh).observe(form, { childList: true, subtree: true });
  form.addEventListener("input", refresh);
  form.addEventListener("change", ({ target }) => {
    if (target.matches("[data-script-node]")) rename(target);
    refresh();
  });
  form.addEventListener("w-autosave:success", checkAgain);
  document.addEventListener("click", ({ target }) => {
    const name = target.closest?.("[data-go-node]")?.dataset.goNode;
    if (name) go(name);
  });
  refresh();
  setTimeout(mark, 100);
}
