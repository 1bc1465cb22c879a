// A mail server that keeps what it gets, on loopback, without encryption and without passwords.

import { createServer } from "node:net";

/** Starts it. `next(to)` waits for the next letter to an address and gives its text and its links. */
export async function mailbox() {
  const letters = [];
  const waiting = [];
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    talk(socket, (letter) => {
      letters.push(letter);
      for (const wake of waiting.splice(0)) wake();
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const next = async (to) => {
    for (;;) {
      const at = letters.findIndex((letter) => letter.to === to);
      if (at >= 0) return letters.splice(at, 1)[0];
      await new Promise((wake) => waiting.push(wake));
    }
  };
  return {
    port: server.address().port,
    next,
    /** Letters that nobody has waited for. */
    left: () => letters.length,
    stop: () => {
      // Senders keep their connections for the next letter.
      for (const socket of sockets) socket.destroy();
      return new Promise((done) => server.close(done));
    },
  };
}

function talk(socket, take) {
  const say = (text) => socket.write(`${text}\r\n`);
  let [text, to, isData] = ["", undefined, false];
  say("220 mailbox");
  socket.on("error", () => {});
  socket.on("data", (data) => {
    text += data;
    for (;;) {
      if (isData) {
        const end = text.indexOf("\r\n.\r\n");
        if (end < 0) return;
        take(letter(to, text.slice(0, end)));
        text = text.slice(end + 5);
        isData = false;
        say("250 kept");
        continue;
      }
      const end = text.indexOf("\r\n");
      if (end < 0) return;
      const line = text.slice(0, end);
      text = text.slice(end + 2);
      const word = line.slice(0, 4).toUpperCase();
      if (word === "EHLO") say("250 mailbox");
      else if (word === "RCPT") {
        to = line.match(/<(.*)>/)?.[1];
        say("250 ok");
      } else if (word === "DATA") {
        isData = true;
        say("354 go on");
      } else if (word === "QUIT") {
        say("221 bye");
        socket.end();
      } else say("250 ok");
    }
  });
}

/** A letter with its quoted-printable text read. */
function letter(to, raw) {
  const text = raw
    // A line that begins with a dot has another one on its way.
    .replace(/^\.\./gm, ".")
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return { to, text, links: [...text.matchAll(/^(https?:\/\/\S+)\r?$/gm)].map((found) => found[1]) };
}
