export const name = "what onInit fetched on the server is not fetched again";

const PATHS = [
  "/dashboard", "/customers?q=ka&page=1", "/customer?id=1", "/customer-edit?id=1", "/orders?status=open",
  "/order?id=1232", "/order-edit", "/products", "/product-edit?id=1", "/settings",
];

export default async ({ page, assert, hydrated }) => {
  for (const path of PATHS) {
    const calls = [];
    const note = (request) => {
      if (/\/api\/(page|request|root)/.test(request.url())) calls.push(request.url());
    };
    page.on("request", note);
    await page.goto(path);
    const before = await page.getByRole("main").innerText();
    await hydrated(page);
    // What the browser draws is what the server sent.
    assert.equal(await page.getByRole("main").innerText(), before, path);
    // And once all that a mounted page does has come to rest.
    await page.waitForLoadState("networkidle");
    assert.equal(await page.getByRole("main").innerText(), before, path);
    page.off("request", note);
    assert.deepEqual(calls, [], path);
  }
};
