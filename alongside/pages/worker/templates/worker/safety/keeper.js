{% load static %}// It reaches only what lies under its own address: no page about anybody, and nothing of hers, goes through here.
const NAME = "cannot-wait";
const KEPT = "{% url 'cannot_wait_kept' %}";
const LOOKS = "{% static 'design/calm.css' %}";

// Somebody who is not signed in is sent elsewhere; that is not kept.
const keep = async () => {
  const kept = await caches.open(NAME);
  for (const address of [KEPT, LOOKS]) {
    const answer = await fetch(address, {redirect: "error"});
    if (answer.ok) await kept.put(address, answer);
  }
};

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  if (event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(() => caches.match(KEPT)));
    event.waitUntil(keep().catch(() => {}));
  } else if (path === LOOKS) {
    event.respondWith(fetch(event.request).catch(() => caches.match(LOOKS)));
  }
});
