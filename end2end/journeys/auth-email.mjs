import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mailbox } from "../mailbox.mjs";
import { root } from "../server.mjs";

export const name = "Lowdefy's example auth-email: a link by mail to the app's own pages, and only to some";

// A page for admins, which Ann is not.
export const expected = [/\/users$/, /\/api\/auth\/error/, /logo-light-theme/, /favicon/];

const ANN = "ann@example.test";

export default async ({ page, assert, serve, screenshot }) => {
  const artifact = join(process.env.LATH_SHARED ?? join(root, "../shared"), "artifacts/example-auth-email/build");
  if (!existsSync(artifact)) {
    console.log(`     there is no ${artifact}: not looked at`);
    return;
  }
  const mail = await mailbox();
  const build = mkdtempSync(join(tmpdir(), "lath-auth-email-"));
  cpSync(artifact, build, { recursive: true });
  // The mail server is the only thing that is another one.
  const file = join(build, "auth.json");
  const auth = JSON.parse(readFileSync(file));
  auth.providers[0].properties.server = { host: "127.0.0.1", port: mail.port };
  writeFileSync(file, JSON.stringify(auth));
  const { origin } = await serve(build, {
    LATH_DEV: "1",
    AUTH_SECRET: "a secret of this journey, long enough",
    LOWDEFY_SECRET_AUTH_FROM_EMAIL_ADDRESS: "login@example.test",
    LOWDEFY_SECRET_MONGODB_URI: "mongodb://127.0.0.1:1/none",
  });
  try {
    await page.goto(`${origin}/protected-page`);
    assert.match(page.url(), /\/login\?callbackUrl=/);
    await page.getByLabel("Email Address").fill(ANN);
    await screenshot("auth-email-login");
    await page.getByRole("button", { name: "Login" }).click();
    await page.getByText("A sign in link has been sent").waitFor();
    const [link] = (await mail.next(ANN)).links;
    await page.goto(link);
    // The page for who is logged in leads on, by what the app knows of the user.
    await page.waitForURL(`${origin}/create-profile`);
    await screenshot("auth-email-in");
    const protectedPage = await page.goto(`${origin}/protected-page`);
    assert.equal(protectedPage.status(), 200);
    assert.equal((await page.goto(`${origin}/users`)).status(), 403);
    await page.goto(`${origin}/api/auth/signout`);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.goto(`${origin}/protected-page`);
    assert.match(page.url(), /\/login\?callbackUrl=/);
    const call = `${origin}/api/request/create-profile/update_profile`;
    assert.equal((await page.request.post(call, { data: {} })).status(), 401);
    // A link works once.
    await page.goto(link);
    await page.goto(`${origin}/protected-page`);
    assert.match(page.url(), /\/login\?callbackUrl=/);
    assert.equal(mail.left(), 0);
  } finally {
    await mail.stop();
  }
};
