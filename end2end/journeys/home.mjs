export const name = "the home page answers and comes alive";

export default async ({ page, assert, hydrated, screenshot }) => {
  const response = await page.goto("/");
  assert.equal(response.status(), 200);
  await hydrated(page);
  assert.notEqual(await page.title(), "");
  await screenshot("home");
};
