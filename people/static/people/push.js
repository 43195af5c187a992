/** The page of choices: switching this browser's notifications on and off. The words stand in the page. */
import { send } from "./asking.js";
import { ours, tell } from "./push_guard.js";

const place = document.querySelector("[data-push-key]");

/** Shows the one part of the place that says how things stand: on, off, denied, unsupported, failed. */
function show(state) {
  for (const part of place.querySelectorAll("[data-push]")) part.hidden = part.dataset.push !== state;
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

async function state(registration) {
  if (!registration) return "unsupported";
  if (Notification.permission === "denied") return "denied";
  return (await registration.pushManager.getSubscription()) ? "on" : "off";
}

async function begin(registration) {
  if ((await Notification.requestPermission()) !== "granted") return show(await state(registration));
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytes(place.dataset.pushKey),
  });
  if (await tell(subscription)) return show("on");
  await subscription.unsubscribe();
  return show("failed");
}

async function over(registration) {
  const subscription = await registration.pushManager.getSubscription();
  if (subscription) {
    await send("/me/push/over/", { endpoint: subscription.endpoint });
    await subscription.unsubscribe();
  }
  show("off");
}

async function start() {
  const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  const registration = able ? await ours() : undefined;
  const failed = () => show("failed");
  place.querySelector("[data-push-begin]").addEventListener("click", () => begin(registration).catch(failed));
  place.querySelector("[data-push-over]").addEventListener("click", () => over(registration).catch(failed));
  show(await state(registration));
}

if (place) start();
