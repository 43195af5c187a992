/**
 * For the service worker: shows what was pushed, and opens what it is about. A message that arrives twice has the same
 * tag and is shown once. `HOUSE.icon` is written above it by the server.
 */
async function show(data) {
  const told = data.json();
  await self.registration.showNotification(told.title, {
    body: told.body,
    tag: told.key,
    icon: self.HOUSE.icon,
    data: { link: told.link },
  });
}

async function open(link) {
  const target = new URL(link, self.location.origin);
  if (target.origin !== self.location.origin) return;
  const windows = await self.clients.matchAll({ type: "window" });
  const there = windows.find((client) => "navigate" in client);
  if (!there) await self.clients.openWindow(target.href);
  else await there.navigate(target.href).then((client) => client?.focus());
}

/** The push service has replaced a subscription. Whose the old one was the server knows: another person who is signed in
 * on this phone now must not get the first one's messages. Where it cannot be told here, the next page tells it. */
async function renew(old, fresh) {
  const applicationServerKey = old.options.applicationServerKey;
  const now = fresh ?? (await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey }));
  const token = (await self.cookieStore?.get("csrftoken"))?.value ?? "";
  const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
  const body = JSON.stringify({ ...now.toJSON(), instead_of: old.endpoint });
  const answer = await fetch("/me/push/", { method: "POST", headers, body, redirect: "error" });
  if (answer.status === 409) await now.unsubscribe();
}

self.addEventListener("pushsubscriptionchange", (event) => {
  if (event.oldSubscription) event.waitUntil(renew(event.oldSubscription, event.newSubscription));
});

self.addEventListener("push", (event) => {
  if (event.data) event.waitUntil(show(event.data));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.link ?? "/notices/"));
});
