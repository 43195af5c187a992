/** Lamps whose answers wait on this phone: a word at their place in the list, until all has arrived. Pages name a lamp by
 * its link (a walk) or by `data-path` (today's questions); what stands in `.chip` or `[data-word]` there gives way. */

const WORD = ".chip, [data-word]";

const words = new Map();
let over = false;

const rowOf = ({ path }) => path && document.querySelector(`.walk a[href="${path}"], .lamps [data-path="${path}"]`);

/** Marks the lamps of these attempts (as of `pending`) and no others. */
export function mark(attempts) {
  const rows = new Set(attempts.map(rowOf).filter(Boolean));
  over ||= attempts.some((attempt) => attempt.over && rowOf(attempt));
  for (const row of rows) if (!words.has(row)) put(row);
  for (const row of words.keys()) if (!rows.has(row)) takeBack(row);
  tellRound(attempts);
  // The last answer of a walk has arrived: whether its lamp is lit is for the server to say.
  if (over && !rows.size && !document.querySelector("dialog[open]")) location.reload();
}

function put(row) {
  const word = row.querySelector(WORD);
  const waits = document.getElementById("waits").content.firstElementChild.cloneNode(true);
  words.set(row, word);
  word.replaceWith(waits);
}

function takeBack(row) {
  row.querySelector(WORD).replaceWith(words.get(row));
  words.delete(row);
}

/** Today's questions, of which a kept page does not know what was answered since: `[data-when]` stands while `none`,
 * `some` or `all` of those that the page asks wait here, `[data-onward]` leads to the first that does not. */
function tellRound(attempts) {
  const asked = [...document.querySelectorAll(".lamps [data-path]")].map(({ dataset }) => dataset.path);
  const answered = new Set(attempts.filter((attempt) => attempt.over).map(({ path }) => path));
  const ahead = asked.filter((path) => !answered.has(path));
  const state = ahead.length === asked.length ? "none" : ahead.length ? "some" : "all";
  for (const told of document.querySelectorAll("[data-when]")) told.hidden = !told.dataset.when.includes(state);
  for (const link of document.querySelectorAll("[data-onward]")) if (ahead.length) [link.href] = ahead;
}
