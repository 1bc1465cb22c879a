// Makes mongodb.jsonl: requests run by the real MongoDB requests of Lowdefy 4.0.0-rc.11 (mongodb
// 4.13.0), and bulkWrite of mongodb 7.2.0 as the newer MongoDBBulkWrite calls it, on a server that
// notes the commands and answers what the case says. Not part of any build: copy it and
// mongodb_cases.mjs to a folder with `npm i @lowdefy/connection-mongodb@4.0.0-rc.11
// mongodb7@npm:mongodb@7.2.0` and run it there. Ids that the driver made are 24 zeros.
import net from 'net';
import bson from 'bson';
import { cases } from './mongodb_cases.mjs';
import collection from './node_modules/@lowdefy/connection-mongodb/dist/connections/MongoDBCollection/MongoDBCollection.js';

import { MongoClient, ObjectId } from 'mongodb7';
import { serializer, type } from '@lowdefy/helpers';
const { EJSON, serialize, deserialize } = bson;
let script = [];
let commands = [];
const keep = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true };

const server = net.createServer((socket) => {
  let buffer = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (data) => {
    buffer = Buffer.concat([buffer, data]);
    while (buffer.length >= 4 && buffer.length >= buffer.readInt32LE(0)) {
      const message = buffer.subarray(0, buffer.readInt32LE(0));
      buffer = buffer.subarray(message.length);
      answer(socket, message);
    }
  });
});

function answer(socket, message) {
  const [id, code] = [message.readInt32LE(4), message.readInt32LE(12)];
  if (code === 2004) {
    // The first greeting of old: flags, name of the collection, two numbers, a document.
    const at = message.indexOf(0, 20) + 9;
    const body = serialize(hello());
    const head = Buffer.alloc(36);
    head.writeInt32LE(36 + body.length, 0);
    head.writeInt32LE(id, 8);
    head.writeInt32LE(1, 12);
    head.writeInt32LE(1, 32);
    return void socket.write(Buffer.concat([head, body]));
  }
  let at = 20;
  let command = {};
  while (at < message.length) {
    const kind = message[at++];
    const size = message.readInt32LE(at);
    if (kind === 0) command = { ...deserialize(message.subarray(at, at + size), keep), ...command };
    else {
      const end = message.indexOf(0, at + 4);
      const name = message.toString('utf8', at + 4, end);
      const list = [];
      for (let it = end + 1; it < at + size; ) {
        const length = message.readInt32LE(it);
        list.push(deserialize(message.subarray(it, it + length), keep));
        it += length;
      }
      command[name] = list;
    }
    at += size;
  }
  const body = serialize(EJSON.deserialize(reply(command), { relaxed: false }), { ignoreUndefined: true });
  const head = Buffer.alloc(21);
  head.writeInt32LE(21 + body.length, 0);
  head.writeInt32LE(id, 8);
  head.writeInt32LE(2013, 12);
  socket.write(Buffer.concat([head, body]));
}

const hello = () => ({
  ismaster: true, isWritablePrimary: true, setName: 'rs', hosts: [address], me: address, primary: address, secondary: false,
  maxBsonObjectSize: 16777216, maxMessageSizeBytes: 48000000, maxWriteBatchSize: 100000,
  logicalSessionTimeoutMinutes: 30, minWireVersion: 0, maxWireVersion: 17, ok: 1,
});

function reply(command) {
  if (command.hello || command.ismaster || command.isMaster) return hello();
  const name = Object.keys(command)[0];
  if (['endSessions', 'killCursors', 'ping'].includes(name)) return { ok: 1 };
  for (const it of ['lsid', 'txnNumber', '$clusterTime', '$readPreference']) delete command[it];
  commands.push(JSON.parse(EJSON.stringify(command, { relaxed: false })));
  return script.shift() ?? { ok: 0, code: 1, errmsg: 'the script is at its end' };
}

await new Promise((done) => server.listen(0, '127.0.0.1', done));
const address = `127.0.0.1:${server.address().port}`;
const revive = (v) => {
  if (Array.isArray(v)) return v.map(revive);
  if (v && typeof v === 'object') return '~d' in v ? new Date(v['~d']) : Object.fromEntries(Object.entries(v).map(([k, x]) => [k, revive(x)]));
  return v;
};
const show = (v) => {
  if (v === undefined) return { '~undef': true };
  if (v instanceof Date) return { '~d': v.getTime() };
  if (Array.isArray(v)) return v.map(show);
  if (v && typeof v === 'object') return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, show(x)]));
  return v;
};
const reviver = (_, v) => (type.isObject(v) && v._oid ? ObjectId.createFromHexString(v._oid) : v);
const replacer = (_, v) => {
  const ids = (x) => (x instanceof ObjectId ? { _oid: x.toHexString() } : x);
  if (type.isObject(v)) Object.keys(v).forEach((key) => (v[key] = ids(v[key])));
  return type.isArray(v) ? v.map(ids) : v;
};
async function bulkWrite({ request, connection }) {
  const client = new MongoClient(connection.databaseUri);
  const { operations, options } = serializer.copy(request, { reviver });
  const answer = await client.db(connection.databaseName).collection(connection.collection).bulkWrite(operations, options);
  return serializer.copy(answer, { replacer });
}
for (const { type, connection = {}, request, replies } of cases) {
  [script, commands] = [structuredClone(replies), []];
  const { path = '/', ...rest } = connection;
  const properties = { databaseUri: `mongodb://${address}${path}?replicaSet=rs`, databaseName: 'shop', collection: 'orders', write: true, ...rest };
  for (const key of Object.keys(properties)) if (properties[key] === null) delete properties[key];
  const line = { type: `MongoDB${type}`, ...(Object.keys(connection).length && { connection }), request, replies };
  try {
    line.result = show(await (collection.requests[line.type] ?? bulkWrite)({ request: revive(request), connection: properties }));
  } catch (error) {
    line.error = error.message;
  }
  line.commands = commands;
  let text = JSON.stringify(line);
  const known = new Set(JSON.stringify([request, replies]).match(/[0-9a-f]{24}/g));
  for (const id of new Set(text.match(/"[0-9a-f]{24}"/g))) if (!known.has(id.slice(1, -1))) text = text.replaceAll(id, `"${'0'.repeat(24)}"`);
  console.log(text);
}
process.exit(0);
