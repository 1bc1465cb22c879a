// Copies code, takes `/` to the search, and brings the current page into sight in the contents.
document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.(".l-code-copy");
  if (!button) return;
  await navigator.clipboard.writeText(button.nextElementSibling.textContent);
  button.dataset.done = "";
  setTimeout(() => delete button.dataset.done, 1500);
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.querySelector("input[type=search]").focus();
});

const nav = document.getElementById("contents");
const current = nav.querySelector("[aria-current]");
const show = () => {
  if (current) nav.scrollTop = current.offsetTop - nav.clientHeight / 2;
};
show();
nav.addEventListener("toggle", show);
