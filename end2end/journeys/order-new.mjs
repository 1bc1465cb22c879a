export const name = "a new order: items come and go, the total follows";

export default async ({ page, assert, hydrated, screenshot }) => {
  await page.goto("/order-edit");
  await hydrated(page);
  const main = page.getByRole("main");
  const total = main.locator('[id="stat_total"]');
  const choose = async (box, typed, option) => {
    await box.click();
    await page.keyboard.type(typed);
    await page.getByRole("option", { name: option }).click();
  };
  const product = (i) => main.getByRole("combobox", { name: "Product" }).nth(i);
  const quantity = (i) => main.getByLabel("Quantity").nth(i);
  const amount = (i) => main.getByRole("group", { name: "Amount" }).nth(i);

  // Without customer and product it is no order.
  await main.getByRole("button", { name: "Create order" }).click();
  await main.getByText("Who is it for?").waitFor();
  await main.getByText("Choose a product or remove this line.").waitFor();

  await choose(main.getByRole("combobox", { name: "Customer" }), "kade", /Kade Koffie/);
  await choose(product(0), "knock", /Knock Box/);
  const first = figure(await text(amount(0), /[1-9]/));
  await quantity(0).fill("3");
  await total.getByText(money(3 * first)).waitFor();

  await main.getByRole("button", { name: "Add a product" }).click();
  await product(1).waitFor();
  await choose(product(1), "geisha", /Geisha Lot 7/);
  const second = figure(await text(amount(1), /[1-9]/));
  await quantity(1).fill("2");
  await total.getByText(money(3 * first + 2 * second)).waitFor();
  await screenshot("order-new");

  // A third comes and goes; then the first goes, and the second takes its place.
  await main.getByRole("button", { name: "Add a product" }).click();
  await product(2).waitFor();
  await choose(product(2), "geisha", /Geisha Lot 7/);
  await total.getByText(money(3 * first + 3 * second)).waitFor();
  await main.getByRole("button", { name: "Remove" }).nth(2).click();
  await total.getByText(money(3 * first + 2 * second)).waitFor();
  await main.getByRole("button", { name: "Remove" }).nth(0).click();
  await total.getByText(money(2 * second)).waitFor();
  assert.equal(await main.getByRole("combobox", { name: "Product" }).count(), 1);
  assert.equal(await quantity(0).inputValue(), "2");
  assert.equal(await main.getByRole("button", { name: "Remove" }).isDisabled(), true);

  await main.getByLabel("Reference").fill("E2E-1");
  await main.getByRole("radio", { name: "Pallet" }).check();
  await main.getByRole("button", { name: "Create order" }).click();
  await page.getByRole("status").getByText(/Order #\d+ was created\./).waitFor();
  await page.waitForURL(/\/order\?id=\d+$/);
  await main.getByText("Geisha Lot 7, Panama").waitFor();
  await main.getByText(money(2 * second)).first().waitFor();

  await page.getByRole("navigation", { name: "Main menu" }).getByText("Orders").click();
  await page.waitForURL("**/orders");
  await main.getByText("of 241 items").waitFor();
  await main.getByText("2 units, pallet", { exact: true }).waitFor();
};

/** The text of a place once it has such a thing in it. */
async function text(place, pattern) {
  await place.filter({ hasText: pattern }).waitFor();
  return place.textContent();
}

/** `€1,234.50` → 1234.5 */
function figure(text) {
  return Number(text.replace(/[^\d.]/g, ""));
}

/** 1234.5 → `1,234.50`, with or without the comma. */
function money(number) {
  const [whole, cents] = number.toFixed(2).split(".");
  return new RegExp(`${whole.replace(/\B(?=(\d{3})+$)/g, ",?")}\\.${cents}`);
}
