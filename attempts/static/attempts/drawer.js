/** What this phone keeps, each entry with its `person`: attempts under way, their steps (marked once they are sent), what
 * was told beside them, half-finished answers, and what was refused. In IndexedDB; where the phone keeps nothing (storage
 * refused or full) in the page's memory, and `lasting()` says so. Needs neither a document nor a secure context. */

import { inherited, shown } from "./inheriting.js";
import { remember } from "./past.js";

const NAME = "streetlight";
const STORES = ["attempts", "steps", "told", "drafts", "shelf"];
// An old Safari sometimes never answers; whoever waits for it would wait before a blank page.
const PATIENCE = 5000;

const memory = Object.fromEntries(STORES.map((name) => [name, new Map()]));
const channel = globalThis.BroadcastChannel ? new BroadcastChannel(NAME) : null;
let opened = null;

function connect() {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("no answer")), PATIENCE);
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name, { keyPath: "id" }));
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      // A later version must not wait for this page to be closed.
      request.result.onclose = request.result.onversionchange = () => {
        request.result.close();
        opened = null;
      };
      resolve(request.result);
    };
  });
}

/** Does `act` to the stores in one transaction; resolves to what the request that it returns came to, once all is kept. */
function within(db, mode, act) {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(STORES, mode);
    const request = act((name) => transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

async function open() {
  const db = await connect();
  await inherited((entries) =>
    within(db, "readwrite", (store) => {
      for (const [name, entry] of entries) store(name).put(entry);
    }),
  );
  return db;
}

/** Where nothing can be kept, what an older version left is sent from here; it stays where it is. */
function without() {
  shown(([name, entry]) => memory[name].set(entry.id, entry));
  return null;
}

const database = () => (opened ??= open().catch(without));

async function read(name) {
  const db = await database();
  const kept = db ? await within(db, "readonly", (store) => store(name).getAll()).catch(() => []) : [];
  const all = new Map(kept.map((entry) => [entry.id, entry]));
  for (const [id, entry] of memory[name]) all.set(id, entry);
  return [...all.values()].filter(Boolean);
}

/** Writes `puts` and takes away `gone`, both [store, entry], all of it or nothing. */
async function write(puts, gone = []) {
  const db = await database();
  const act = (store) => {
    for (const [name, { id }] of gone) store(name).delete(id);
    for (const [name, entry] of puts) store(name).put(entry);
  };
  const kept = db && (await within(db, "readwrite", act).then(() => true, () => false));
  for (const [name, { id }] of gone) kept ? memory[name].delete(id) : memory[name].set(id, null);
  for (const [name, entry] of puts) kept ? memory[name].delete(entry.id) : memory[name].set(entry.id, entry);
  channel?.postMessage(null);
}

/** Whether the phone itself keeps all there is, so that the page may be closed. */
export const lasting = () => STORES.every((name) => [...memory[name].values()].every((entry) => entry === null));

/** Calls `act` whenever another page of this phone has changed something. */
export function watch(act) {
  channel?.addEventListener("message", act);
}

/** Asks that the phone does not throw this away when it gets short of space. */
export function persist() {
  navigator.storage?.persist?.().catch(() => false);
}

/** An attempt: {id, person, edition, for, path, at, begun, whole, over, closed}. `begun` once the server knows of it, `whole`
 * while all its steps are here, `over` once the last one was taken, `closed` where the server takes no more. */
export function keepAttempt(attempt) {
  return write([["attempts", attempt]]);
}

/** A person's attempts, the oldest first. */
export async function attempts(person) {
  const own = (await read("attempts")).filter((one) => one.person === person);
  return own.sort((a, b) => ((a.at ?? "") < (b.at ?? "") ? -1 : 1));
}

export async function attemptOf(person, id) {
  return (await attempts(person)).find((one) => one.id === id) ?? null;
}

/** Changes members of an attempt, if it is still here; whatever another page changes of it meanwhile stays. */
export async function amend(id, members) {
  const db = await database();
  const held = memory.attempts.get(id);
  if (held) memory.attempts.set(id, { ...held, ...members });
  const change = (store) => {
    const all = store("attempts");
    all.get(id).onsuccess = ({ target: { result } }) => result && all.put({ ...result, ...members });
  };
  if (db && !held) await within(db, "readwrite", change).catch(() => false);
  channel?.postMessage(null);
}

/** Nothing of this attempt is needed here any more; that it is over is remembered. */
export async function forget(person, id) {
  remember(id);
  const own = (await steps(person, id)).map((step) => ["steps", step]);
  await write([], [...own, ["attempts", { id }], ["drafts", { id }]]);
}

/** Keeps a step as it will be sent, with `attempt` and `person` beside it; the draft that led to it is done with. */
export function keepStep(step) {
  return write([["steps", step]], [["drafts", { id: step.attempt }]]);
}

/** The server has these; they stay for as long as their attempt is here. */
export async function sent(done) {
  const here = new Set((await steps(done[0].person, done[0].attempt)).map((step) => step.id));
  await write(done.filter(({ id }) => here.has(id)).map((step) => ["steps", { ...step, sent: true }]));
}

export function drop(gone) {
  return write([], gone.map((step) => ["steps", step]));
}

/** Puts what was refused out of the way: it is not counted any more, and not lost. */
export function shelve(name, refused) {
  return write(refused.map((one) => ["shelf", one]), refused.map((one) => [name, one]));
}

/** The server's log of an attempt takes the place of what was known to be sent. What is later than all of it was sent while
 * the log was on its way, and stays. */
export async function keepLog(attempt, log) {
  const { person, id } = attempt;
  const last = Math.max(0, ...log.map(({ seq }) => seq));
  const old = (await steps(person, id)).filter(({ sent, seq }) => sent && seq <= last).map((step) => ["steps", step]);
  const standing = log.filter(({ state }) => ["accepted", "pending"].includes(state));
  const known = standing.map((step) => ["steps", { ...step, person, attempt: id, sent: true }]);
  await write([["attempts", { ...attempt, begun: true, whole: true }], ...known], old);
}

/** Steps in order; of one attempt, or of all of a person's. */
export async function steps(person, attempt) {
  const own = (await read("steps")).filter((one) => one.person === person && (!attempt || one.attempt === attempt));
  return own.sort((a, b) => a.seq - b.seq);
}

/** Of these, what the server has not got. */
export const unsent = async (person, attempt) => (await steps(person, attempt)).filter((step) => !step.sent);

/** What is told beside the answers: {id, person, attempt, kind, told}; `kind` is its place in the API. What belongs to no
 * attempt has `attempt` null and a `url` of its own. */
export function keepTold(one) {
  return write([["told", one]]);
}

export function dropTold(one) {
  return write([], [["told", one]]);
}

export async function told(person) {
  return (await read("told")).filter((one) => one.person === person);
}

/** A half-finished answer: {id (the attempt's), person, seq, held}. */
export function keepDraft(draft) {
  return write([["drafts", draft]]);
}

export async function draft(person, id) {
  return (await read("drafts")).find((one) => one.id === id && one.person === person) ?? null;
}
