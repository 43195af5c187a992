/** The service worker: pages without a network. `HOUSE` {release, statics, offline, icon} is written above it by the server.
 *
 * Pages: the network first, with some patience, then this person's kept copy, then the page that says what is safe.
 * Editions, pictures and a chain's look: the kept copy first. All else of the API: the network only. Answers that wait
 * to be sent are none of its business: they live in the phone's database, and no update of this worker touches them. */

import { keep } from "./worker/keep.js";
import * as shelves from "./worker/shelves.js";

const { release, statics, offline } = self.HOUSE;
const PATIENCE = 3000;
const SIGN_OUT = "/sign-out/";
const OWNER = "Streetlight-Person";
const KEPT_FIRST = /^\/(api\/v1\/(editions|pictures)|brands|logos)\//;
const CHANGES_HANDS = /^\/(sign-in|sign-out|join|accounts)\//;

addEventListener("install", (event) => {
  event.waitUntil(shelves.stock(release, [...statics, offline]).then(() => self.skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(shelves.clear(release, { butNewest: true }).then(() => self.clients.claim()));
});

addEventListener("message", (event) => {
  if (event.data.keep) event.waitUntil(keep(release, event.data.saveData).catch(noNetwork));
});

addEventListener("periodicsync", (event) => {
  if (event.tag === "keep") event.waitUntil(keep(release, false).catch(noNetwork));
});

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (origin !== location.origin || pathname.startsWith("/studio/")) return;
  if (method !== "GET") {
    if (mode === "navigate" || CHANGES_HANDS.test(pathname)) event.respondWith(handOver(event, pathname));
  } else if (mode === "navigate") event.respondWith(visit(event));
  else if (pathname.startsWith("/static/")) event.respondWith(orNetwork(event, shelves.staticFile(release, url)));
  else if (KEPT_FIRST.test(pathname)) event.respondWith(orNetwork(event, shelves.kept(url)));
});

/** A shelf that cannot be read (refused, broken) is an empty one. */
async function orNetwork(event, found) {
  return (await found.catch(() => undefined)) ?? fetch(event.request);
}

async function visit(event) {
  const { url } = event.request;
  const asked = shelves.asOf();
  const answered = signOutFirst().then(() => fetch(event.request)).then((response) => {
    event.waitUntil(seen(url, response.clone(), asked).catch(noNetwork));
    return response;
  });
  event.waitUntil(answered.catch(noNetwork));
  const copy = await shelves.kept(url).catch(() => undefined);
  if (!copy) return answered.catch(offlinePage);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, copy));
  return Promise.race([late, answered.then((fresh) => (fresh.status >= 500 ? copy : fresh)).catch(() => copy)]);
}

/** Learns from an answer whose phone this is as of when it was `asked` for, and renews the kept copy. */
async function seen(url, response, asked) {
  const owner = response.headers.get(OWNER);
  if (owner !== null) await shelves.become(owner, asked);
  else if (response.ok && new URL(url).pathname === "/sign-in/") await shelves.become(null, asked);
  if (owner !== null && response.ok) await shelves.renew(owner, url, response);
}

/** A form was sent: whoever looks at the next page may be another person. Signing out takes the shelf away too. */
async function handOver(event, pathname) {
  const form = pathname === SIGN_OUT ? await event.request.clone().text() : null;
  const person = await shelves.current().catch(() => null);
  await part(person, form !== null);
  const answer = await fetch(event.request).catch(async () => {
    if (form !== null) await shelves.oweSignOut(form);
    return offlinePage();
  });
  // What was asked for meanwhile was answered for whoever was here before.
  await part(person, form !== null);
  return answer;
}

async function part(person, forGood) {
  await shelves.letGo().catch(noNetwork);
  if (person !== null && forGood) await shelves.drop(person);
}

/** Somebody signed out where there was no network: the server hears of it before it is asked for any page. */
async function signOutFirst() {
  const form = await shelves.owedSignOut().catch(() => null);
  if (form === null) return;
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  await fetch(SIGN_OUT, { method: "POST", body: form, headers, redirect: "manual" });
  await shelves.oweSignOut(null);
}

async function offlinePage() {
  const page = (await shelves.kept(offline).catch(() => undefined)) ?? (await caches.match(offline));
  return page ?? Response.error();
}

function noNetwork() {
  // Nothing was promised: it is tried again with the next page.
}
