// Keeps one page of numbers and of what this place does, which is about nobody, so that it opens without a connection.
(() => {
  const keeper = document.currentScript.dataset.keeper;
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register(keeper).then(() => navigator.serviceWorker.ready).then(() => {
    for (const said of document.querySelectorAll("[data-kept]")) said.hidden = false;
  }, () => {}); // a device that keeps nothing shows the page as ever
})();
