/**
 * Makes the script editor fit for people who know shops and not software: ids fill themselves in, "leads to" is a list
 * of the steps on this page, and what the check found is shown at the step concerned.
 */

const form = document.querySelector("#page-edit-form, [data-edit-form]");
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const QUOTED = 16;

const all = (selector, root = form) => [...root.querySelectorAll(selector)];
const alive = (input) => !input.closest("[aria-hidden='true'], .deleted") && input.offsetParent !== undefined;
const nodes = () => all("[data-script-node]").filter(isKept);

/** Wagtail keeps a deleted block in the form, marked by a hidden field. */
function isKept(input) {
  for (let child = input.closest("[data-streamfield-child]"); child; child = child.parentElement?.closest("[data-streamfield-child]")) {
    const mark = child.querySelector(":scope > input[name$='-deleted']");
    if (mark?.value === "1") return false;
  }
  return alive(input);
}

function blockOf(input) {
  return input.closest("[data-streamfield-child]");
}

function set(input, value) {
  input.value = value;
  input.dataset.was = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** The next free name: n1, n2, … for steps, a, b, … for options. */
function nextNode(taken) {
  for (let number = 1; ; number += 1) if (!taken.has(`n${number}`)) return `n${number}`;
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
  nameNew(nodes(), nextNode);
  for (const node of nodes()) nameNew(all("[data-script-choice]", blockOf(node)).filter(isKept), nextLetter);
}

/** The beginning of a step's text, as a person would point at it. */
function label(input) {
  const block = blockOf(input);
  const texts = all("input[name$='-title'], textarea[name$='-value-text']", block).map((field) => field.value.trim());
  const text = texts.find(Boolean) ?? "";
  const line = text.replace(/\s+/g, " ");
  return `${input.value} ${line.length > QUOTED ? `${line.slice(0, QUOTED)}…` : line}`.trim();
}

function listTargets() {
  const steps = nodes().map((input) => [input.value, label(input)]);
  for (const input of all("[data-script-target]")) {
    const select = input.nextElementSibling?.matches("[data-script-select]") ? input.nextElementSibling : selectFor(input);
    const own = all("[data-script-node]", outermost(input))[0]?.value;
    const choices = [["", "（還沒選）"], ...steps.filter(([name]) => name && name !== own)];
    if (input.value && !choices.some(([name]) => name === input.value)) choices.push([input.value, `${input.value}（沒有這一步）`]);
    const wanted = JSON.stringify(choices);
    if (select.dataset.choices !== wanted) {
      select.dataset.choices = wanted;
      select.replaceChildren(...choices.map(([name, words]) => new Option(words, name)));
    }
    select.value = input.value;
  }
}

function outermost(input) {
  let block = blockOf(input);
  while (block && !block.querySelector("[data-script-node]")) block = block.parentElement?.closest("[data-streamfield-child]");
  return block ?? form;
}

function selectFor(input) {
  const select = document.createElement("select");
  select.dataset.scriptSelect = "";
  select.setAttribute("aria-label", "接到哪裡");
  select.addEventListener("change", () => set(input, select.value));
  input.hidden = true;
  input.after(select);
  return select;
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

/** Shows each finding at its step: a mark in the heading and the words above the fields. */
function mark() {
  const data = document.querySelector("#script-findings");
  all(".script-said").forEach((said) => said.remove());
  all("[data-script-said]").forEach((block) => delete block.dataset.scriptSaid);
  if (!data) return;
  // Each is put on top, so the last comes first: errors stay above reminders.
  for (const { node, severity, message } of JSON.parse(data.textContent).reverse()) {
    const input = nodes().find((each) => node && each.value === node);
    if (!input) continue;
    const block = blockOf(input);
    block.dataset.scriptSaid = severity;
    const said = document.createElement("p");
    said.className = `script-said script-said--${severity}`;
    said.textContent = message;
    (block.querySelector(".w-panel__content") ?? block).prepend(said);
  }
}

function go(name) {
  const input = nodes().find((each) => each.value === name);
  if (!input) return;
  const block = blockOf(input);
  const toggle = block.querySelector("[data-panel-toggle]");
  if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
  block.scrollIntoView({ behavior: "smooth", block: "start" });
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
      nameAll();
      listTargets();
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
