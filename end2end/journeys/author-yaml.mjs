import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const name = "an author edits YAML: the page changes and keeps what was typed, errors show their line";

// The page that stands in for an app that was never built is gone once it is.
export const expected = [/\/api\/page\/not-built-yet$/];

const APP = `lath: 1
menus:
  - { id: default, links: [{ id: form, type: MenuLink, pageId: form }] }
pages:
  - _ref: pages/form.yaml
`;

const FORM = `id: form
type: Box
blocks:
  - _ref: { path: parts/field.yaml, vars: { id: name, title: Name } }
  - _ref: { path: parts/field.yaml, vars: { id: city, title: City } }
`;

const FIELD = `id: { _var: id }
type: TextInput
properties:
  title: { _var: title }
`;

export default async ({ page, assert, hydrated, serve, screenshot }) => {
  const { folder } = await serve(process.env.LATH_BUILD_DIR ?? "build");
  const app = join(folder, "app");
  const write = (path, text) => writeFileSync(join(app, path), text);
  mkdirSync(join(app, "pages"), { recursive: true });
  mkdirSync(join(app, "parts"));
  write("lath.yaml", APP);
  write("pages/form.yaml", FORM);
  write("parts/field.yaml", FIELD.replace("TextInput", "TextImput"));
  const env = { LATH_DEV: "1", LATH_CONFIG_DIR: app };
  const { origin } = await serve(join(folder, "made"), env);

  // The first build fails: the server is there all the same.
  await page.goto(`${origin}/`);
  await hydrated(page);
  const overlay = page.getByRole("alertdialog");
  await overlay.getByRole("link", { name: "parts/field.yaml:2:7" }).waitFor();
  await overlay.getByText('Did you mean "TextInput"?').waitFor();
  write("parts/field.yaml", FIELD);
  await page.getByLabel("Name").waitFor();
  await hydrated(page);
  await page.getByLabel("City").fill("Vlaardingen");

  // A page of its own, and a file that both fields refer to.
  write("pages/form.yaml", FORM.replace("title: Name", "title: Full name"));
  await page.getByLabel("Full name").waitFor();
  assert.equal(await page.getByLabel("City").inputValue(), "Vlaardingen");
  write("parts/field.yaml", FIELD.replace("{ _var: title }", "{ _build.string.concat: [Your, ' ', { _var: title }] }"));
  await page.getByLabel("Your City").waitFor();
  assert.equal(await page.getByLabel("Your City").inputValue(), "Vlaardingen");

  write("pages/form.yaml", FORM.replace("title: Name }", "title: Name"));
  const place = overlay.getByRole("link", { name: "pages/form.yaml:5:" });
  await place.waitFor();
  assert.match(await place.getAttribute("href"), /^vscode:\/\/file\/.*\/app\/pages\/form\.yaml:5:\d+$/);
  await overlay.locator("pre", { hasText: "^" }).first().waitFor();
  await screenshot("author-overlay");
  const status = await (await fetch(`${origin}/api/dev`)).json();
  assert.equal(status.status, "broken");
  assert.equal(status.problems[0].file, "pages/form.yaml");
  const other = await (await fetch(`${origin}/form`)).text();
  assert.ok(other.includes("Full name"), "others get the last good version");

  write("pages/form.yaml", FORM);
  await overlay.waitFor({ state: "detached" });
  await page.getByLabel("Your Name").waitFor();
  assert.equal(await page.getByLabel("Your City").inputValue(), "Vlaardingen");
};
