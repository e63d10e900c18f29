// Each answer is saved as soon as it is chosen. Without this script it is saved when she goes on.
(() => {
  const form = document.querySelector("[data-autosave]");
  if (!form || !window.fetch || !crypto.randomUUID) return;
  const says = form.querySelector("[data-says]");
  let running = 0;
  let waiting = 0;
  let queue = Promise.resolve();
  const save = async () => {
    const mine = ++running;
    form.elements.key.value = crypto.randomUUID();
    try {
      const answer = await fetch(location.href, {
        method: "POST", body: new FormData(form), headers: { "X-Requested-With": "autosave" }, redirect: "manual",
      });
      if (mine !== running) return;
      // 202: it came late and is kept; 409: it is not kept. Both say so in a line of text.
      const told = [202, 409].includes(answer.status);
      says.textContent = answer.status === 204 ? form.dataset.saved : told ? await answer.text() : form.dataset.unsaved;
    } catch {
      if (mine === running) says.textContent = form.dataset.unsaved;
    }
  };
  form.addEventListener("change", (event) => {
    // A number and "I would rather not say" do not stand together.
    const typed = form.elements.typed;
    if (typed && event.target !== typed) typed.value = "";
    if (typed && event.target === typed) form.querySelectorAll("[type=radio]").forEach((each) => { each.checked = false; });
    waiting += 1;
    queue = queue.then(save).finally(() => { waiting -= 1; });
  });
  // One after the other: an answer that was slow on its way never takes the place of a later one.
  form.addEventListener("submit", (event) => {
    form.elements.key.value = crypto.randomUUID();
    if (!waiting) return;
    event.preventDefault();
    const button = event.submitter;
    const patience = new Promise((enough) => { setTimeout(enough, 4000); });
    Promise.race([queue, patience]).then(() => { waiting = 0; if (button) button.click(); else form.submit(); });
  });
})();
