export const name = "a page that is opened again shows what is true now, and nothing of before";

export default async ({ page, context, assert, hydrated }) => {
  await page.goto("/customer?id=1");
  await hydrated(page);
  const main = page.getByRole("main");
  const menu = page.getByRole("navigation", { name: "Main menu" });
  await main.getByRole("heading", { name: "Kade Koffie" }).waitFor();
  await menu.getByText("Customers").click();
  await main.getByRole("row", { name: /Alfama Brunch Club/ }).waitFor();

  // Another customer on the same page: not for a moment the first one.
  const seen = page.evaluate(
    () =>
      new Promise((done) => {
        const texts = new Set();
        const look = () => {
          texts.add(document.querySelector("main h2")?.textContent);
          if (texts.has("Atelier Onze")) done([...texts]);
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
  await main.getByRole("row", { name: /Atelier Onze/ }).click();
  assert.ok(!(await seen).includes("Kade Koffie"));
  await page.waitForFunction(() => document.title === "Atelier Onze");

  // Somebody else changes something meanwhile.
  await menu.getByText("Orders").click();
  await main.getByText("#1240").waitFor();
  const other = await context.newPage();
  await other.goto("/order?id=1240");
  await hydrated(other);
  await other.getByRole("button", { name: "Mark as packed" }).click();
  await other.getByRole("button", { name: "Mark as shipped" }).waitFor();
  await other.close();
  await menu.getByText("Dashboard").click();
  await main.getByRole("row", { name: /1240/ }).getByText("Packed").waitFor();
  await menu.getByText("Orders").click();
  await main.locator(".l-tag").first().filter({ hasText: "Packed" }).waitFor();
};
