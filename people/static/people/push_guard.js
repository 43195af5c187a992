/**
 * A phone that several people use has one subscription. Whoever is signed in now must not be shown what was meant for
 * the one before: the subscription of somebody else ends.
 */
export const OWNER = "push-person";

/** The registration of our worker once it is active; undefined where there is none. */
export async function ours() {
  const there = await navigator.serviceWorker.getRegistration("/");
  return there && navigator.serviceWorker.ready;
}

async function guard() {
  const owner = localStorage.getItem(OWNER);
  if (!owner || owner === document.body.dataset.person) return;
  const registration = await ours();
  const subscription = await registration?.pushManager?.getSubscription();
  await subscription?.unsubscribe();
  localStorage.removeItem(OWNER);
}

// Storage or push that a browser refuses leaves nothing to guard.
if ("serviceWorker" in navigator) guard().catch(() => {});
