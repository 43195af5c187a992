/** What this phone keeps: one shelf of static files per release, one of pages and editions per person, and a note of
 * whose phone it is just now. Nobody's shelf is looked into but the current person's. */

const NOTES = "notes";
const CURRENT = "/current-person";
const OWED = "/owed-sign-out";
const VERSION = "Kept-Version";
const HASHED = /\.[0-9a-f]{12}\.\w+$/;

const staticShelf = (release) => `static-${release}`;
const personShelf = (person) => `person-${person}`;

/** Who this phone belongs to just now: a person's key as text, or null. */
export async function current() {
  const note = await (await caches.open(NOTES)).match(CURRENT);
  return note ? note.text() : null;
}

/** How often the phone may have changed hands since this worker began: whoever asks the server says with `become` as of
 * when, for an answer may come after the person has gone. */
let hands = 0;

export const asOf = () => hands;

/** From now on the phone is nobody's. What is on the shelves stays there. */
export async function letGo() {
  hands += 1;
  await (await caches.open(NOTES)).delete(CURRENT);
}

/** An answer says that the phone is this person's (null: nobody's); false where it may have changed hands after `asked`. */
export async function become(person, asked) {
  const notes = await caches.open(NOTES);
  const there = await current();
  if (asked !== hands) return false;
  if (person === null) await notes.delete(CURRENT);
  else if (there !== person) await notes.put(CURRENT, new Response(person));
  return asked === hands;
}

/** The form of a sign-out that the server has not heard of yet, or null. */
export async function owedSignOut() {
  const note = await (await caches.open(NOTES)).match(OWED);
  return note ? note.text() : null;
}

/** Remembers such a form; null: the server has heard. */
export async function oweSignOut(form) {
  const notes = await caches.open(NOTES);
  await (form === null ? notes.delete(OWED) : notes.put(OWED, new Response(form)));
}

/** What lies on a person's shelf under an address, or undefined; never makes a shelf where there is none. */
async function copyOf(person, url) {
  const name = personShelf(person);
  return (await caches.has(name)) ? (await caches.open(name)).match(url) : undefined;
}

/** Takes a person's shelf away. */
export async function drop(person) {
  await caches.delete(personShelf(person));
}

/** The current person's copy of an address, or undefined. */
export async function kept(url) {
  const person = await current();
  return person === null ? undefined : copyOf(person, url);
}

/** Puts a copy on a person's shelf, unless the phone has changed hands meanwhile. */
export async function put(person, url, response, version) {
  const headers = new Headers(response.headers);
  headers.set(VERSION, version);
  headers.delete("Content-Encoding");
  const copy = new Response(await response.blob(), { headers });
  if ((await current()) !== person) return;
  const shelf = await caches.open(personShelf(person));
  await shelf.put(url, copy);
  // Somebody may have signed out in between.
  if ((await current()) !== person) await shelf.delete(url);
}

/** Renews the copy of a page that is kept already; what was never asked for is not kept. */
export async function renew(person, url, response) {
  const old = await copyOf(person, url);
  if (old) await put(person, url, response, old.headers.get(VERSION));
}

/** The version of the copy on a person's shelf, or null. */
export async function versionOf(person, url) {
  const copy = await copyOf(person, url);
  return copy ? copy.headers.get(VERSION) : null;
}

/** Takes everything off a person's shelf that is not among these addresses. */
export async function leaveOnly(person, urls) {
  if (!(await caches.has(personShelf(person)))) return;
  const shelf = await caches.open(personShelf(person));
  const wanted = new Set(urls.map((url) => new URL(url, location.origin).href));
  const gone = (await shelf.keys()).filter((request) => !wanted.has(request.url));
  await Promise.all(gone.map((request) => shelf.delete(request)));
}

/** Fetches a release's static files. Hashed ones never change, so the browser's own copy is as good as a new one. */
export async function stock(release, urls) {
  const shelf = await caches.open(staticShelf(release));
  await shelf.addAll(urls.map((url) => new Request(url, { cache: HASHED.test(url) ? "default" : "reload" })));
}

/** A static file from this release's shelf, else from a former one's, or undefined. */
export async function staticFile(release, url) {
  const own = await (await caches.open(staticShelf(release))).match(url);
  return own ?? caches.match(url);
}

/** Takes former releases' static files away; with `butNewest` all but the last one's, which kept pages still use. */
export async function clear(release, { butNewest }) {
  const former = (await caches.keys()).filter((name) => name.startsWith("static-") && name !== staticShelf(release));
  await Promise.all(former.slice(0, butNewest ? -1 : undefined).map((name) => caches.delete(name)));
}
