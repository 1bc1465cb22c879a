export const name = "a request that fails is told, and the page stays usable";

export const expected = [/\/api\/request\//];

export default async ({ page, assert, hydrated, screenshot }) => {
  await page.goto("/settings");
  await hydrated(page);
  const main = page.getByRole("main");
  await main.getByLabel("Company name").fill("Kaai & Zonen");

  // An answer that is an error, no answer at all, an answer that is no JSON.
  const save = main.getByRole("button", { name: "Save settings" });
  const toast = page.locator(".l-toast-error");
  const failures = [
    (route) => route.fulfill({ status: 500, json: { error: { name: "Error", message: "The disk is full." } } }),
    (route) => route.abort("connectionrefused"),
    (route) => route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" }),
  ];
  for (const failure of failures) {
    await page.route("**/api/request/**", failure, { times: 1 });
    await save.click();
    await toast.waitFor();
    assert.notEqual((await toast.textContent()).trim(), "");
    await screenshot("request-error");
    await toast.getByRole("button").click();
    await toast.waitFor({ state: "detached" });
    assert.equal(await main.getByLabel("Company name").inputValue(), "Kaai & Zonen");
    assert.equal(await page.getByText("The settings are saved.").count(), 0);
  }

  await save.click();
  await page.getByRole("status").getByText("The settings are saved.").waitFor();
  await page.reload();
  assert.equal(await main.getByLabel("Company name").inputValue(), "Kaai & Zonen");
};
