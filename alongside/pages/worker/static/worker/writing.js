// What is typed is kept with every pause. Without this script a button does it. Nothing of it stays in this browser.
(() => {
  const says = document.querySelector("[data-keeping]");
  const form = says && says.closest("form");
  if (!form || !window.fetch || !form.requestSubmit) return;
  const { keeping, kept, unsaved, out, others, long, inWords } = says.dataset;
  const PAUSE = 1200, AGAIN = 5000;
  let dirty = false, held = false, passing = false, timer, running = null;

  const say = (words, link) => {
    if (says.dataset.said === words) return;
    says.dataset.said = words;
    says.textContent = words;
    if (!link) return;
    const to = document.createElement("a");
    Object.assign(to, { href: says.dataset.in, target: "_blank", rel: "noopener", textContent: inWords });
    says.append(" ", to);
  };

  // A page of this form's age may carry an old mark after she signed in again: the newest one is read from the page itself.
  const renew = async () => {
    const page = await fetch(location.href, { redirect: "manual" });
    if (!page.ok) return false;
    const mark = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]");
    if (!mark || mark.value === form.elements.csrfmiddlewaretoken.value) return false;
    form.elements.csrfmiddlewaretoken.value = mark.value;
    return true;
  };

  const send = () => {
    const body = new FormData(form);
    return fetch(keeping, { method: "POST", body, redirect: "manual", headers: { "X-Requested-With": "keeping" } });
  };

  // "yes": it is kept; "no": the connection or the session is gone, so it stays here; "cannot": the server said no to this.
  const keep = async () => {
    dirty = false;
    try {
      let answer = await send();
      if (answer.status === 403 && await renew()) answer = await send();
      if (answer.type === "opaqueredirect") { dirty = true; say(out, true); return "no"; }
      if (answer.status === 200) {
        const { id, version } = await answer.json();
        form.elements.submission.value = id;
        form.elements.begun_version.value = version;
        say(kept);
        return "yes";
      }
      if (answer.status === 204) return "yes";
      if (answer.status === 409) { say(others); return "cannot"; }
      if (answer.status === 413) { say(long); return "cannot"; }
      dirty = true;
      say(unsaved);
      return "cannot";
    } catch {
      dirty = true;
      say(unsaved);
      return "no";
    }
  };
  // One after the other: what was typed first never takes the place of what came after it.
  const once = () => {
    running = (running || Promise.resolve()).then(keep).then((answer) => {
      held = answer === "no";
      clearTimeout(timer);
      if (dirty) timer = setTimeout(once, AGAIN);
      return answer;
    });
    return running;
  };
  const soon = () => { dirty = true; clearTimeout(timer); timer = setTimeout(once, PAUSE); };

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  addEventListener("online", () => { if (dirty) once(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && dirty) once(); });
  addEventListener("beforeunload", (event) => { if (held && dirty && !passing) event.preventDefault(); });

  // Saving goes on only when the server can be reached: else the browser would put a page of its own in place of the words.
  form.addEventListener("submit", (event) => {
    if (passing) return;
    event.preventDefault();
    const button = event.submitter;
    clearTimeout(timer);
    once().then((answer) => {
      if (answer === "no") return;
      passing = true;
      form.requestSubmit(button && button.form === form ? button : null);
      setTimeout(() => { passing = false; }, 4000);
    });
  });
})();
