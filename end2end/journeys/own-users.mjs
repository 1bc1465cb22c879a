import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { mailbox } from "../mailbox.mjs";
import { code } from "../totp.mjs";

export const name =
  "own users: register, confirm, password, second factor, recovery code, passkey, link by mail, new password";

// Refusals that the journey wants.
export const expected = [/\/api\/auth\/(second-factor|signin|reset|callback|error)/, /favicon/];

const page = (pageId, auth, content) => ({
  id: `page:${pageId}`, pageId, blockId: pageId, type: "Box", auth,
  properties: { title: pageId },
  areas: { content: { blocks: [
    { id: `block:${pageId}`, blockId: "who", type: "Paragraph", properties: { content } },
  ] } },
});

const app = (port) => ({
  "config.json": { homePageId: "start" }, "global.json": {}, "menus.json": [],
  "appMeta.json": { name: "Quayside" },
  "auth.json": {
    configured: true,
    providers: [
      {
        id: "password", type: "CredentialsProvider",
        properties: {
          registration: true, verifyEmail: true,
          server: { host: "127.0.0.1", port }, from: "Quayside <login@quayside.example>",
        },
      },
      { id: "passkey", type: "PasskeyProvider", properties: {} },
      {
        id: "mail", type: "EmailProvider",
        properties: { server: `smtp://127.0.0.1:${port}`, from: "login@quayside.example" },
      },
    ],
    pages: { protected: true, public: ["start", "404"], roles: {} },
    callbacks: [], events: [],
  },
  "pages/start/start.json": page("start", { public: true }, "Welcome"),
  "pages/inside/inside.json": page("inside", { public: false }, { "_string.concat": ["Hello ", { _user: "email" }] }),
});

export default async ({ page, context, browser, assert, serve, screenshot }) => {
  const mail = await mailbox();
  const build = mkdtempSync(join(tmpdir(), "lath-own-users-"));
  for (const [path, content] of Object.entries(app(mail.port))) {
    mkdirSync(dirname(join(build, path)), { recursive: true });
    writeFileSync(join(build, path), JSON.stringify(content));
  }
  // Passkeys want a name; links in letters want to know it, which in development is the caller's.
  const server = await serve(build, { LATH_DEV: "1", AUTH_SECRET: "a secret of this journey, long enough" });
  const origin = server.origin.replace("127.0.0.1", "localhost");
  const BOB = "bob@example.test";
  try {
    await register();
    const key = await secondFactor();
    await passwordAndCode(key);
    await passkey();
    await magicLink();
    await newPassword();
    assert.equal(mail.left(), 0);
  } finally {
    await mail.stop();
  }

  async function typed(label, text) {
    await page.getByLabel(label, { exact: true }).fill(text);
  }

  async function press(button) {
    await page.getByRole("button", { name: button, exact: true }).click();
  }

  async function inside() {
    await page.waitForURL(`${origin}/inside`);
    await page.getByText(`Hello ${BOB}`).waitFor();
  }

  async function out() {
    await page.goto(`${origin}/api/auth/signout`);
    await press("Sign out");
    await page.goto(`${origin}/inside`);
    assert.match(page.url(), /\/api\/auth\/signin\?callbackUrl=/);
  }

  /** The form for who signs in with a password. */
  function passwords() {
    return page.locator("form", { has: page.locator("input[type=password]") });
  }

  async function password(text) {
    await passwords().getByLabel("E-mail").fill(BOB);
    await passwords().getByLabel("Password").fill(text);
    await passwords().getByRole("button", { name: "Sign in" }).click();
  }

  async function register() {
    await page.goto(`${origin}/inside`);
    await screenshot("sign-in");
    await page.getByRole("link", { name: "Register" }).click();
    await typed("Name", "Bob");
    await typed("E-mail", BOB);
    await typed("Password", "correct horse");
    await press("Register");
    await page.getByText("Look into your mail").waitFor();
    const letter = await mail.next(BOB);
    assert.match(letter.text, /Quayside/);
    // Another browser is asked for the password that was chosen; nothing happens by opening the link.
    const elsewhere = await browser.newContext();
    const scanner = await elsewhere.newPage();
    await scanner.goto(letter.links[0]);
    await scanner.getByLabel("Password").fill("eve's password");
    await scanner.getByRole("button", { name: "Confirm" }).click();
    await scanner.getByText("not the password of that registration").waitFor();
    await elsewhere.close();
    await page.goto(letter.links[0]);
    await press("Confirm");
    await page.getByText("Your address is confirmed").waitFor();
    await page.goto(`${origin}/inside`);
    await password("correct horse");
    await inside();
    // Someone who registers with the address again learns nothing, and Bob is told.
    const other = await browser.newContext();
    const stranger = await other.newPage();
    await stranger.goto(`${origin}/api/auth/register`);
    await stranger.getByLabel("E-mail").fill("BOB@example.test");
    await stranger.getByLabel("Password").fill("eve's password");
    await stranger.getByRole("button", { name: "Register" }).click();
    await stranger.getByText("Look into your mail").waitFor();
    assert.match((await mail.next(BOB)).text, /have an account/);
    await other.close();
  }

  async function secondFactor() {
    await page.goto(`${origin}/api/auth/totp`);
    await press("Set it up");
    await page.locator(".a-qr svg").waitFor();
    await screenshot("second-factor");
    const key = await page.locator(".a-code").textContent();
    await typed("Code", code(key));
    await press("Confirm");
    const codes = await page.locator(".a-codes code").allTextContents();
    assert.equal(codes.length, 10);
    await out();
    await page.goto(`${origin}/inside`);
    await password("correct horse");
    await page.waitForURL("**/api/auth/second-factor");
    // The password alone is not enough.
    await page.goto(`${origin}/inside`);
    assert.match(page.url(), /\/api\/auth\/signin/);
    await page.goto(`${origin}/api/auth/second-factor`);
    // A code of the step that was used to confirm is used; so is each recovery code.
    await typed("Code", codes[0]);
    await press("Sign in");
    await inside();
    await out();
    await page.goto(`${origin}/inside`);
    await password("correct horse");
    await typed("Code", codes[0]);
    await press("Sign in");
    await page.getByText("The code is not right").waitFor();
    return key;
  }

  async function passwordAndCode(key) {
    // The next step's code is taken a little early.
    await typed("Code", code(key, 1));
    await press("Sign in");
    await inside();
  }

  async function passkey() {
    const cdp = await context.newCDPSession(page);
    await cdp.send("WebAuthn.enable");
    await cdp.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2", transport: "internal", hasResidentKey: true,
        hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true,
      },
    });
    await page.goto(`${origin}/api/auth/passkeys`);
    await typed("Name of this device", "Telephone");
    await press("Add a passkey");
    await page.getByText("Telephone (made").waitFor();
    await screenshot("passkeys");
    await out();
    await press("Sign in with a passkey");
    await inside();
    await page.goto(`${origin}/api/auth/passkeys`);
    await press("Remove");
    await page.getByText("Telephone (made").waitFor({ state: "detached" });
    await out();
    await press("Sign in with a passkey");
    await page.getByText("Check what you entered").waitFor();
  }

  async function magicLink() {
    await page.goto(`${origin}/inside`);
    const form = page.locator("form", { has: page.getByRole("button", { name: "Send me a link" }) });
    const ANN = "ann@example.test";
    await form.getByLabel("E-mail").fill(ANN);
    await form.getByRole("button").click();
    await page.getByText("Look into your mail").waitFor();
    const [link] = (await mail.next(ANN)).links;
    // Another browser is asked first, and does not use the link by looking.
    const other = await browser.newContext();
    const scanner = await other.newPage();
    await scanner.goto(link);
    await scanner.getByText(`You sign in as ${ANN}`).waitFor();
    await other.close();
    await page.goto(link);
    await page.waitForURL(`${origin}/inside`);
    await page.getByText(`Hello ${ANN}`).waitFor();
    await page.goto(link);
    await page.getByText("The link does not work").waitFor();
    await out();
  }

  async function newPassword() {
    await page.goto(`${origin}/api/auth/forgot`);
    await typed("E-mail", "nobody@example.test");
    await press("Send me a link");
    await page.getByText("Look into your mail").waitFor();
    await page.goto(`${origin}/api/auth/forgot`);
    await typed("E-mail", BOB);
    await press("Send me a link");
    const [link] = (await mail.next(BOB)).links;
    await page.goto(link);
    await typed("New password", "short");
    await press("Set the password");
    await page.getByText("at least 8 characters").waitFor();
    await page.goto(link);
    await typed("New password", "battery staple");
    await press("Set the password");
    await page.getByText("Your password is set").waitFor();
    await page.goto(`${origin}/inside`);
    await password("correct horse");
    await page.getByText("Check what you entered").waitFor();
    await password("battery staple");
    // The second factor stays.
    await page.waitForURL("**/api/auth/second-factor");
  }
};
