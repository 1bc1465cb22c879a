// Makes redis.jsonl: requests run by the real Redis request of Lowdefy 4.0.0-rc.11 (redis 4.6.10) on
// Redis 7.0. Not part of any build: copy it and redis_cases.mjs to a folder with
// `npm i @lowdefy/connection-redis@4.0.0-rc.11` and run it there with the URL of an empty server.
import { cases } from './redis_cases.mjs';
import connection from './node_modules/@lowdefy/connection-redis/dist/connections/Redis/Redis.js';

const show = (v) => {
  if (v === undefined) return { '~undef': true };
  if (v instanceof Date) return { '~d': v.getTime() };
  if (Array.isArray(v)) return v.map(show);
  if (v && typeof v === 'object') return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, show(x)]));
  return v;
};
for (const [command, parameters, modifiers = {}] of cases) {
  const line = { command, parameters, modifiers };
  try {
    const work = connection.requests.Redis({ request: structuredClone(line), connection: { connection: process.argv[2] } });
    const slow = new Promise((_, no) => setTimeout(() => no(new Error('TIMEOUT')), 3000).unref());
    line.result = show(await Promise.race([work, slow]));
  } catch (error) {
    line.error = error.message;
  }
  console.log(JSON.stringify(line));
}
process.exit(0);
