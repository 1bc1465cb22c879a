import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CLIENT, github, openid } from "../providers.mjs";

export const name = "people log in with OpenID Connect and with GitHub, and out";

// The provider's own pages are not ours to judge.
export const expected = [/127\.0\.0\.1:\d+\/(interaction|auth)/, /favicon/];

const block = (blockId, type, properties, onClick) => ({
  id: `block:${blockId}`, blockId, type, properties,
  ...(onClick && { events: { onClick: { try: [onClick], catch: [] } } }),
});

const page = (pageId, auth, blocks) => ({
  id: `page:${pageId}`, pageId, blockId: pageId, type: "Box", auth,
  properties: { title: pageId }, areas: { content: { blocks } },
});

const app = (issuer, forge) => ({
  "config.json": {}, "global.json": {}, "menus.json": [],
  "auth.json": {
    configured: true,
    providers: [
      {
        id: "company", type: "OpenIDConnectProvider",
        properties: { name: "Company", issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret },
      },
      {
        id: "github", type: "GitHubProvider",
        properties: {
          clientId: CLIENT.id, clientSecret: CLIENT.secret,
          authorization: `${forge}/authorize`, token: `${forge}/token`, userinfo: `${forge}/user`,
        },
      },
    ],
    userFields: { login: "profile.login" },
    pages: { protected: true, public: ["start", "404"], roles: {} },
    callbacks: [], events: [],
  },
  "pages/start/start.json": page("start", { public: true }, [
    block("who", "Paragraph", { content: { _if_none: [{ _user: "email" }, "nobody"] } }),
    block("in", "Button", { title: "In" }, {
      id: "login", type: "Login", params: { providerId: "github", callbackUrl: { pageId: "inside" } },
    }),
  ]),
  "pages/inside/inside.json": page("inside", { public: false }, [
    block("hi", "Paragraph", { content: { "_string.concat": ["Hello ", { _user: "email" }] } }),
    block("out", "Button", { title: "Out" }, {
      id: "logout", type: "Logout", params: { callbackUrl: { pageId: "start" } },
    }),
  ]),
});

export default async ({ page, context, assert, browser, hydrated, serve }) => {
  const provider = await openid();
  const forge = await github();
  try {
    const build = mkdtempSync(join(tmpdir(), "lath-sign-in-"));
    for (const [path, content] of Object.entries(app(provider.issuer, forge.origin))) {
      mkdirSync(dirname(join(build, path)), { recursive: true });
      writeFileSync(join(build, path), JSON.stringify(content));
    }
    const { origin } = await serve(build);
    provider.allow([`${origin}/api/auth/callback/company`]);
    const agree = async (at, login) => {
      await at.locator("input[name=login]").fill(login);
      await at.locator("input[name=password]").fill("any");
      await at.locator("button[type=submit]").click();
      await at.locator("button[type=submit]").click();
    };

    // Sent to sign in, and back to where one wanted to be.
    await page.goto(`${origin}/inside?tab=2`);
    assert.match(page.url(), /\/api\/auth\/signin\?callbackUrl=/);
    await page.getByRole("button", { name: "Sign in with Company" }).click();
    await agree(page, "ann");
    await page.waitForURL(`${origin}/inside?tab=2`);
    await page.getByText("Hello ann@example.test").waitFor();
    await hydrated(page);
    await page.getByText("Hello ann@example.test").waitFor();

    // Out, by the action; going back does not show the page again.
    await page.getByRole("button", { name: "Out" }).click();
    await page.waitForURL(`${origin}/start`);
    await page.getByText("nobody").waitFor();
    await page.goBack();
    await page.waitForURL(/\/api\/auth\/signin/);

    // In, by the action, straight to the provider that it names.
    await page.goto(`${origin}/start`);
    await hydrated(page);
    await page.getByRole("button", { name: "In", exact: true }).click();
    await page.waitForURL(`${origin}/inside`);
    await page.getByText("Hello octo@example.test").waitFor();
    const session = await (await context.request.get(`${origin}/api/auth/session`)).json();
    assert.equal(session.user.login, "octo");

    // Without JavaScript.
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const still = await plain.newPage();
    await still.goto(`${origin}/inside`);
    await still.getByRole("button", { name: "Sign in with Company" }).click();
    await agree(still, "bob");
    await still.waitForURL(`${origin}/inside`);
    await still.getByText("Hello bob@example.test").waitFor();
    await still.goto(`${origin}/api/auth/signout`);
    await still.getByRole("button", { name: "Sign out" }).click();
    await still.goto(`${origin}/inside`);
    assert.match(still.url(), /\/api\/auth\/signin/);
    await plain.close();
  } finally {
    await provider.stop();
    await forge.stop();
  }
};
