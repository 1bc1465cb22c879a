// What a browser transfers to open a page, as the wire has it: cargo xtask bench transfer [path…]
//
// Needs `cargo xtask build --release`. The wire counts headers as well.

import { launch, hydrated } from "../end2end/browser.mjs";
import { root, serve } from "../end2end/server.mjs";

process.env.LATH_SERVER ??= `${root}/target/release/lath`;
const paths = process.argv.slice(2);
const server = await serve("transfer", `${root}/build`);
const browser = await launch();
for (const path of paths.length > 0 ? paths : ["/", "/customers", "/order-edit", "/settings"]) {
  console.log(`\n${path}`);
  await measure(path);
}
await browser.close();
await server.stop();

/** Opens a page with nothing kept and adds up what came, by kind. */
async function measure(path) {
  const context = await browser.newContext({ baseURL: server.origin });
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send("Network.enable");
  const kinds = new Map();
  const sums = new Map();
  wire.on("Network.responseReceived", ({ requestId, response }) => {
    kinds.set(requestId, kind(response));
  });
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const of = kinds.get(requestId) ?? "other";
    const { files, bytes } = sums.get(of) ?? { files: 0, bytes: 0 };
    sums.set(of, { files: files + 1, bytes: bytes + encodedDataLength });
  });
  await page.goto(path);
  await hydrated(page);
  await page.waitForTimeout(300);
  let total = 0;
  for (const [of, { files, bytes }] of [...sums].sort()) {
    console.log(`  ${of.padEnd(12)}${String(files).padStart(4)} files${String(bytes).padStart(10)} bytes`);
    total += bytes;
  }
  console.log(`  total ${String(total).padStart(26)} bytes`);
  await context.close();
}

function kind({ url, mimeType }) {
  if (url.startsWith("data:")) return "data";
  if (mimeType === "application/wasm") return "wasm";
  if (mimeType.includes("javascript")) return "script";
  if (mimeType === "text/css") return "style";
  if (mimeType === "text/html") return "document";
  return url.includes("/_lath/icons/") ? "icons" : "other";
}
