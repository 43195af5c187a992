/**
 * For the service worker: shows what was pushed, and opens what it is about. A message that arrives twice has the same
 * tag and is shown once.
 */
async function show(data) {
  const told = data.json();
  await self.registration.showNotification(told.title, {
    body: told.body,
    tag: told.key,
    
    icon: "/static/lms/favicon.svg",
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

self.addEventListener("push", (event) => {
  if (event.data) event.waitUntil(show(event.data));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.link ?? "/notices/"));
});
