// A form with `data-passkey` sends what the phone's passkey answers. `create` makes one, `get` signs with one, and
// `any` also offers one while the number is being typed, where the browser can. The challenge is in `data-options`, or
// is asked for at the form's own address. Where there are no passkeys the form stays hidden.
const decoded = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const encoded = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
const named = (keys) => (keys || []).map((key) => ({ ...key, id: decoded(key.id) }));

function read({ publicKey }) {
  const read = { ...publicKey, challenge: decoded(publicKey.challenge) };
  if (publicKey.user) read.user = { ...publicKey.user, id: decoded(publicKey.user.id) };
  if (publicKey.allowCredentials) read.allowCredentials = named(publicKey.allowCredentials);
  if (publicKey.excludeCredentials) read.excludeCredentials = named(publicKey.excludeCredentials);
  return { publicKey: read };
}

function written(key) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (key.response[part]) response[part] = encoded(key.response[part]);
  const id = encoded(key.rawId);
  return JSON.stringify({ id, rawId: id, type: key.type, response, clientExtensionResults: key.getClientExtensionResults() });
}

let pending;

async function ask(form, more = {}) {
  if (pending) pending.abort();
  pending = new AbortController();
  const { signal } = pending;
  const options = form.dataset.options || (await (await fetch(form.action, { signal })).text());
  const how = form.dataset.passkey === "create" ? "create" : "get";
  const key = await navigator.credentials[how]({ ...read(JSON.parse(options)), ...more, signal });
  form.elements.credential.value = written(key);
  form.submit();
}

for (const form of window.PublicKeyCredential ? document.querySelectorAll("[data-passkey]") : []) {
  const failed = form.querySelector("[data-failed]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      await ask(form);
    } catch {
      failed.hidden = false;
    }
  });
  if (form.dataset.passkey === "any" && PublicKeyCredential.isConditionalMediationAvailable)
    PublicKeyCredential.isConditionalMediationAvailable()
      .then((can) => can && ask(form, { mediation: "conditional" }))
      .catch(() => {}); // nobody asked for anything yet: the button is still there
}
for (const instead of document.querySelectorAll("[data-without-passkeys]")) instead.hidden = !!window.PublicKeyCredential;
