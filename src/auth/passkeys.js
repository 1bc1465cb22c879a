// Asks the browser for a passkey before a form is sent. The server gives the challenge and checks the
// answer; this only carries both.
const base = document.currentScript.src.replace(/\/_lath\/auth\.js.*$/, "");

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const isNew = form.dataset.passkey === "new";
    try {
      const { publicKey } = await begin(form, isNew ? "/passkeys/begin" : "/passkeys/ask");
      const answer = isNew
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
      field(form, "credential", JSON.stringify(answer.toJSON()));
      form.submit();
    } catch (error) {
      tell(form, error.name === "NotAllowedError" ? "No passkey was used." : `That did not work: ${error.message}`);
    }
  });
}

async function begin(form, path) {
  const response = await fetch(`${base}/api/auth${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ csrfToken: form.elements.csrfToken.value, json: "true" }),
  });
  const body = await response.json();
  if (response.status === 401 && body.url) location.assign(body.url);
  if (!body.publicKey) throw new Error(body.message ?? "please load the page again");
  return body;
}

function field(form, name, value) {
  let input = form.elements[name];
  if (!input) {
    input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    form.append(input);
  }
  input.value = value;
}

function tell(form, text) {
  let box = form.querySelector(".a-error");
  if (!box) {
    box = document.createElement("div");
    box.className = "a-error";
    box.setAttribute("role", "alert");
    form.append(box);
  }
  box.textContent = text;
}
