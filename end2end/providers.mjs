// Whom people log in with in journeys: a provider of OpenID Connect (npm oidc-provider, certified) and a
// small stand-in for GitHub, both on loopback. Any name logs in; no password is asked.

import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./server.mjs";

export const CLIENT = { id: "app", secret: "a-secret-of-the-app-that-is-long-enough" };

/** Starts the provider; `allow` says which addresses it may send browsers to. */
export async function openid() {
  const { Provider } = await import(pathToFileURL(resolve("oidc-provider")).href);
  const server = await listen();
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = (redirects) => new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: redirects,
        grant_types: ["authorization_code"],
        scope: "openid email profile",
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    features: { devInteractions: { enabled: true } },
    pkce: { required: () => true },
    cookies: { keys: ["k"] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@example.test`, email_verified: true, name: id }),
    }),
  });
  const allow = (redirects) => server.on("request", provider(redirects).callback());
  return { issuer, allow, stop: () => stop(server) };
}

/** Starts the stand-in for GitHub: OAuth 2 with PKCE, the user, and the user's addresses. */
export async function github() {
  const codes = new Map();
  const tokens = new Set();
  const server = await listen();
  const origin = `http://127.0.0.1:${server.address().port}`;
  const json = (response, value) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(value));
  };
  const exchange = (form) => {
    const challenge = codes.get(form.get("code"));
    codes.delete(form.get("code"));
    const verifier = form.get("code_verifier") ?? "";
    const fits = createHash("sha256").update(verifier).digest("base64url") === challenge;
    if (!fits || form.get("client_id") !== CLIENT.id || form.get("client_secret") !== CLIENT.secret) {
      return { error: "bad_verification_code" };
    }
    const token = randomBytes(16).toString("hex");
    tokens.add(token);
    return { access_token: token, token_type: "bearer", scope: "read:user,user:email" };
  };
  server.on("request", async (request, response) => {
    const url = new URL(request.url, origin);
    if (url.pathname === "/authorize") {
      const code = randomBytes(8).toString("hex");
      codes.set(code, url.searchParams.get("code_challenge"));
      const back = new URL(url.searchParams.get("redirect_uri"));
      back.searchParams.set("code", code);
      back.searchParams.set("state", url.searchParams.get("state"));
      response.writeHead(302, { location: back.href }).end();
      return;
    }
    if (url.pathname === "/token") {
      let body = "";
      for await (const chunk of request) body += chunk;
      json(response, exchange(new URLSearchParams(body)));
      return;
    }
    const token = (request.headers.authorization ?? "").replace(/^bearer /i, "");
    if (!tokens.has(token)) response.writeHead(401).end();
    else if (url.pathname === "/user") json(response, { id: 42, login: "octo", name: null, email: null });
    else json(response, [{ email: "octo@example.test", primary: true, verified: true }]);
  });
  return { origin, stop: () => stop(server) };
}

/** From NODE_PATH, or from where `cargo xtask setup` keeps it. */
function resolve(name) {
  const require = createRequire(import.meta.url);
  const version = require("./package.json").dependencies[name];
  const tools = process.env.LATH_TOOLS || join(homedir(), ".cache/lath/tools");
  return require.resolve(name, { paths: [root, join(tools, `${name}-${version}`)] });
}

function listen() {
  const server = createServer();
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

function stop(server) {
  server.closeAllConnections();
  return new Promise((done) => server.close(done));
}
