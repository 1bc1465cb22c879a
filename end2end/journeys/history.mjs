export const name = "back and forward between pages, also to the state of a list";

export default async ({ page, assert, hydrated }) => {
  let loads = 0;
  page.on("framenavigated", () => (loads += 1));
  const documents = [];
  page.on("request", (request) => {
    if (request.isNavigationRequest()) documents.push(request.url());
  });
  await page.goto("/");
  await hydrated(page);
  const main = page.getByRole("main");
  const menu = page.getByRole("navigation", { name: "Main menu" });
  await main.getByRole("heading", { name: "Quayside Coffee Supply" }).waitFor();

  await menu.getByText("Orders").click();
  await main.getByRole("heading", { name: "Orders" }).waitFor();
  assert.equal(await page.title(), "Orders");
  await main.getByLabel("Search").fill("kade");
  await page.waitForURL("**/orders?q=kade");
  await main.getByText(/of 9 items|^9 orders/).first().waitFor();
  await main.getByText("#1232").click();
  await page.waitForURL("**/order?id=1232");
  await main.getByRole("heading", { name: /1232/ }).waitFor();
  await page.waitForFunction(() => document.title === "Order #1232");

  await page.goBack();
  await page.waitForURL("**/orders?q=kade");
  await main.getByRole("heading", { name: "Orders" }).waitFor();
  assert.equal(await main.getByLabel("Search").inputValue(), "kade");
  await main.getByText("#1232").waitFor();
  assert.equal(await main.getByText("#1240").count(), 0);

  await page.goBack();
  await main.getByRole("heading", { name: "Quayside Coffee Supply" }).waitFor();
  await page.goForward();
  await page.waitForURL("**/orders?q=kade");
  await main.getByText("#1232").waitFor();
  assert.equal(await main.getByText("#1240").count(), 0);
  await page.goForward();
  await page.waitForURL("**/order?id=1232");
  await main.getByRole("heading", { name: /1232/ }).waitFor();
  assert.equal(documents.length, 1, "one document; the rest happened in it");
  assert.ok(loads > 1);
};
