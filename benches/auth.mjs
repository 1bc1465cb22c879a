// What the session check costs: the same small answer, asked for by nobody and by someone who is logged in,
// alternately over one connection. `cargo xtask bench auth [rounds]`, on a release build of the server.

import { createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root, serve } from "../end2end/server.mjs";

const ROUNDS = Number(process.argv[2] ?? 20_000);
const SECRET = "a secret that both of the systems share";

const app = (strategy) => ({
  "config.json": {}, "global.json": {}, "menus.json": [],
  "auth.json": {
    configured: true,
    providers: [{ id: "portal", type: "JWTProvider", properties: { secret: { _secret: "SHARED" } } }],
    session: { strategy },
    userFields: {}, pages: { roles: {} }, callbacks: [], events: [],
  },
  "pages/home/home.json": {
    id: "page:home", pageId: "home", blockId: "home", type: "Box", auth: { public: true }, properties: {},
  },
});

process.env.LATH_SERVER ??= join(root, "target/release/lath");
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

for (const strategy of ["jwt", "database"]) {
  const build = mkdtempSync(join(tmpdir(), "lath-bench-auth-"));
  for (const [path, content] of Object.entries(app(strategy))) {
    mkdirSync(dirname(join(build, path)), { recursive: true });
    writeFileSync(join(build, path), JSON.stringify(content));
  }
  const env = { LOWDEFY_SECRET_SHARED: SECRET, LATH_LOG: "error" };
  const { origin, stop } = await serve(`bench-auth-${strategy}`, build, env);
  const cookie = await logIn(origin);
  const who = { nobody: [], someone: [] };
  for (let i = 0; i < ROUNDS; i += 1) {
    who.nobody.push(await time(origin));
    who.someone.push(await time(origin, cookie));
  }
  const [nobody, someone] = [median(who.nobody), median(who.someone)];
  console.log(
    `${strategy}: ${nobody.toFixed(1)} µs for nobody, ${someone.toFixed(1)} µs for someone: ` +
      `${(someone - nobody).toFixed(1)} µs for the session`,
  );
  await stop();
}
agent.destroy();

async function logIn(origin) {
  const csrf = await fetch(`${origin}/api/auth/csrf`);
  const { csrfToken } = await csrf.json();
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub: "1", name: "Ann", roles: ["user"], iat: now, exp: now + 60 };
  const head = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  const token = `${head}.${createHmac("sha256", SECRET).update(head).digest("base64url")}`;
  const answer = await fetch(`${origin}/api/auth/callback/portal`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie: csrf.headers.get("set-cookie").split(";")[0] },
    body: JSON.stringify({ csrfToken, token, json: "true" }),
  });
  if (!answer.ok) throw new Error(`not logged in: ${await answer.text()}`);
  const cookies = answer.headers.getSetCookie().map((text) => text.split(";")[0]);
  return cookies.find((text) => text.includes("session-token"));
}

/** Microseconds of one answer. */
function time(origin, cookie) {
  return new Promise((done, fail) => {
    const start = process.hrtime.bigint();
    const headers = cookie ? { cookie } : { cookie: "other=1" };
    request(`${origin}/health`, { agent, headers }, (response) => {
      response.resume();
      response.on("end", () => done(Number(process.hrtime.bigint() - start) / 1000));
    })
      .on("error", fail)
      .end();
  });
}

function median(values) {
  values.sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)];
}
