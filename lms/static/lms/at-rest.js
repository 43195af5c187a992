/** When a page has loaded and the phone is at rest: the worker is installed, and asked to keep what is due. Asked again when
 * a page says by the event `stale` that what is kept of it is over. */

const EVERY_HALF_DAY = 12 * 3600 * 1000;

async function askToKeep() {
  const { serviceWorker, connection, onLine } = navigator;
  try {
    const registration = await serviceWorker.register("/worker.js");
    await serviceWorker.ready;
    if (onLine) registration.active.postMessage({ keep: true, saveData: Boolean(connection?.saveData) });
    await registration.periodicSync?.register("keep", { minInterval: EVERY_HALF_DAY });
  } catch {
    // A private window, a phone without room, a browser that asks first: pages work without it, only not offline.
  }
}

export function keepForOffline() {
  // Without https there is none.
  if (!navigator.serviceWorker || !document.body.dataset.person) return;
  const rest = () => (self.requestIdleCallback ?? setTimeout)(askToKeep);
  if (document.readyState === "complete") rest();
  else addEventListener("load", rest);
  addEventListener("stale", askToKeep);
}
