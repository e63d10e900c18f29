// A key that her device keeps. Offered where the browser knows keys; what was stopped is said kindly.
(() => {
  if (!(window.isSecureContext && window.PublicKeyCredential)) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)).buffer;
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const read = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));
  const write = (credential) => {
    const given = credential.response, response = { clientDataJSON: text(given.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (given[name]) response[name] = text(given[name]);
    }
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };
  const get = ({ publicKey: asked }) => navigator.credentials.get({
    publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: read(asked.allowCredentials) },
  });
  const create = ({ publicKey: asked }) => navigator.credentials.create({
    publicKey: {
      ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: read(asked.excludeCredentials),
    },
  });
  document.querySelectorAll("[data-key-needs]").forEach((part) => { part.hidden = true; });
  document.querySelectorAll("[data-key]").forEach((form) => {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const says = form.querySelector("[data-key-says]");
      says.hidden = true;
      try {
        const asked = await (await fetch(form.dataset.key, { headers: { Accept: "application/json" } })).json();
        const credential = form.dataset.keyKind === "get" ? await get(asked.request_options) : await create(asked.creation_options);
        form.elements.credential.value = write(credential);
        const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "mine" } });
        location.replace(answer.headers.get("X-To") || location.href);
      } catch {
        says.hidden = false;
      }
    });
  });
})();
