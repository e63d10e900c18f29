// Passkeys: offered where the browser knows them; a ceremony that was stopped is said kindly instead of in the console.
(() => {
  if (window.isSecureContext && window.PublicKeyCredential) {
    document.querySelectorAll("[data-passkey]").forEach((part) => { part.hidden = false; });
    document.querySelectorAll("[data-passkey-needs]").forEach((part) => { part.hidden = true; });
  }
  const says = document.querySelector("[data-passkey-says]");
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    says.textContent = says.dataset.passkeyStopped;
    says.hidden = false;
  });
})();
