/** What this phone keeps until the server has it: attempts begun here, and steps not yet sent.
 * Every entry is a key of its own, so that two tabs do not overwrite each other. */

const ATTEMPT = "streetlight.attempt.";
const STEP = "streetlight.step.";
const TOLD = "streetlight.told.";
const SHELF = "streetlight.shelf.";

// Where the phone refuses to keep anything (private mode, full) the page's own memory must do.
const memory = new Map();

function put(key, value) {
  const text = JSON.stringify(value);
  try {
    localStorage.setItem(key, text);
  } catch {
    memory.set(key, text);
  }
}

function remove(key) {
  memory.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept there.
  }
}

function texts() {
  try {
    return new Map([...Object.entries({ ...localStorage }), ...memory]);
  } catch {
    return memory;
  }
}

function entries(prefix) {
  return [...texts()].filter(([key]) => key.startsWith(prefix)).map(([, text]) => JSON.parse(text));
}

/** An attempt begun here: {id, person, edition, for, begun}; `begun` once the server knows of it. */
export function keepAttempt(attempt) {
  put(ATTEMPT + attempt.id, attempt);
}

export function forgetAttempt(id) {
  remove(ATTEMPT + id);
}

export function attempts(person) {
  return entries(ATTEMPT).filter((one) => one.person === person);
}

/** A step as it will be sent, with `attempt` and `person` beside it. */
export function keepStep(step) {
  put(STEP + step.id, step);
}

export function dropStep(step) {
  remove(STEP + step.id);
}

/** Puts a step that was refused out of the way; it is not counted any more, and not lost. */
export function shelve(step) {
  put(SHELF + step.id, step);
  dropStep(step);
}

/** Steps not yet sent, in order; of one attempt, or of all of a person's. */
export function steps(person, attempt) {
  return entries(STEP)
    .filter((one) => one.person === person && (!attempt || one.attempt === attempt))
    .sort((a, b) => a.seq - b.seq);
}

/** What is told beside the answers: {id, person, attempt, kind, told}; `kind` is its place in the API. */
export function keepTold(one) {
  put(TOLD + one.id, one);
}

export function dropTold(one) {
  remove(TOLD + one.id);
}

export function shelveTold(one) {
  put(SHELF + one.id, one);
  dropTold(one);
}

export function told(person) {
  return entries(TOLD).filter((one) => one.person === person);
}
