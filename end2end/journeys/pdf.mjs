import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../server.mjs";

export const name = "a button makes a PDF of what is on the page";

// What is wrong with a definition is said by the server, with status 400.
export const expected = [/\/api\/pdf$/];

const button = (blockId, params) => ({
  id: `block:${blockId}`, blockId, type: "Button", properties: { title: blockId },
  events: { onClick: { try: [{ id: "pdf", type: "PdfMake", params }], catch: [] } },
});

const APP = {
  "config.json": {}, "global.json": {}, "auth.json": { configured: false }, "menus.json": [],
  "pages/bill/bill.json": {
    id: "page:bill", pageId: "bill", blockId: "bill", type: "Box", auth: { public: true },
    areas: {
      content: {
        blocks: [
          { id: "block:customer", blockId: "customer", type: "TextInput", properties: { title: "Customer" } },
          button("Download", {
            filename: "bill.pdf",
            docDefinition: {
              compress: false,
              info: { title: { _state: "customer" } },
              footer: { _function: { text: { "__string.concat": ["Page ", { __args: 0 }, " of ", { __args: 1 }] } } },
              content: [
                { text: ["For ", { text: { _state: "customer" }, bold: true }] },
                { table: { headerRows: 1, body: [["Service", "Price"], ["Hosting", "235.90"]] }, layout: "lightHorizontalLines" },
                { text: "Terms", pageBreak: "before" },
              ],
            },
          }),
          button("Broken", { docDefinition: { content: [{ table: { body: [["a", "b"], ["c"]] } }] } }),
        ],
      },
    },
  },
};

export default async ({ page, assert, hydrated, serve }) => {
  const { folder } = await serve(process.env.LATH_BUILD_DIR ?? join(root, "build"));
  const build = join(folder, "app");
  for (const [path, content] of Object.entries(APP)) {
    mkdirSync(dirname(join(build, path)), { recursive: true });
    writeFileSync(join(build, path), JSON.stringify(content));
  }
  const { origin } = await serve(build);
  await page.goto(`${origin}/bill`);
  await hydrated(page);
  await page.getByLabel("Customer").fill("Eve");

  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  const download = await coming;
  assert.equal(download.suggestedFilename(), "bill.pdf");
  const file = readFileSync(await download.path(), "latin1");
  assert.ok(file.startsWith("%PDF-"), file.slice(0, 20));
  assert.ok(file.includes("(Eve)"), "its title is what was typed");
  assert.equal(file.match(/\/Type\s*\/Page\b/g)?.length, 2, "it has two pages");

  await page.getByRole("button", { name: "Broken" }).click();
  await page.getByText("content[0].table.body[1]: has 1 cells").waitFor();
};
