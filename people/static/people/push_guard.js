/**
 * A phone that several people use has one subscription. Whoever is signed in now must not be shown what was meant for
 * the one before: the subscription of somebody else ends. One's own that the push service has replaced is told.
 */
import { send } from "./asking.js";

const OWNER = "push-person";
const ENDPOINT = "push-endpoint";

/** The registration of our worker once it is active; undefined where there is none. */
export async function ours() {
  const there = await navigator.serviceWorker.getRegistration("/");
  return there && navigator.serviceWorker.ready;
}

/** Tells the server how this browser is reached, and remembers for whom; false where the server does not want it. */
export async function tell(subscription) {
  const answer = await send("/me/push/", subscription.toJSON());
  if (!answer.ok) return false;
  localStorage.setItem(OWNER, document.body.dataset.person);
  localStorage.setItem(ENDPOINT, subscription.endpoint);
  return true;
}

async function guard() {
  const owner = localStorage.getItem(OWNER);
  if (!owner) return;
  const registration = await ours();
  const subscription = await registration?.pushManager?.getSubscription();
  if (owner === document.body.dataset.person) {
    if (subscription && subscription.endpoint !== localStorage.getItem(ENDPOINT)) await tell(subscription);
  } else {
    await subscription?.unsubscribe();
    localStorage.removeItem(OWNER);
  }
}

// Storage or push that a browser refuses leaves nothing to guard.
if ("serviceWorker" in navigator) guard().catch(() => {});
