//! A server that speaks MongoDB's protocol: it notes the commands that it gets and gives the
//! answers that it was told, in their order.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mongodb::bson::{Bson, Document, RawDocument, doc, serialize_to_vec};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const OP_REPLY: i32 = 1;
const OP_QUERY: i32 = 2004;
const OP_MSG: i32 = 2013;

/// The server. It ends with the runtime of the test.
pub(super) struct StandIn {
    /// Its port on 127.0.0.1.
    pub(super) port: u16,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    port: u16,
    script: VecDeque<Answer>,
    commands: Vec<Document>,
    /// What it does with commands of cursors and sessions, which have no place in the script.
    housekeeping: Vec<String>,
    /// Connections so far.
    opened: usize,
}

/// What it does when a command comes.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// Says so.
    Reply(Document),
    /// Closes the connection.
    HangUp,
    /// Says nothing, ever.
    Silence,
}

impl StandIn {
    pub(super) async fn start() -> StandIn {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Mutex::new(Shared {
            port,
            ..Shared::default()
        }));
        let of_all = shared.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = of_all.clone();
                lock(&shared).opened += 1;
                tokio::spawn(async move { serve(stream, &shared).await });
            }
        });
        StandIn { port, shared }
    }

    /// Puts answers at the end of the script.
    pub(super) fn says(&self, answers: impl IntoIterator<Item = Answer>) {
        self.lock().script.extend(answers);
    }

    /// The commands since the last time that this was asked.
    pub(super) fn commands(&self) -> Vec<Document> {
        std::mem::take(&mut self.lock().commands)
    }

    /// The names of the commands of cursors and sessions so far.
    pub(super) fn housekeeping(&self) -> Vec<String> {
        self.lock().housekeeping.clone()
    }

    /// How many connections were opened so far.
    pub(super) fn opened(&self) -> usize {
        self.lock().opened
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        lock(&self.shared)
    }
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve(mut stream: TcpStream, shared: &Mutex<Shared>) -> Option<()> {
    loop {
        let length = stream.read_i32_le().await.ok()?;
        let mut message = vec![0; usize::try_from(length).ok()?.checked_sub(4)?];
        stream.read_exact(&mut message).await.ok()?;
        let word = |at: usize| i32::from_le_bytes(message[at..at + 4].try_into().expect("four"));
        let (id, code) = (word(0), word(8));
        let (body, code) = match code {
            // The first greeting of old.
            OP_QUERY => (hello(lock(shared).port), OP_REPLY),
            OP_MSG => match answer(shared, command(&message[16..])) {
                Answer::Reply(body) => (body, OP_MSG),
                Answer::HangUp => return None,
                Answer::Silence => continue,
            },
            _ => return None,
        };
        let body = serialize_to_vec(&body).expect("an answer");
        let head: &[i32] = match code {
            OP_REPLY => &[id, code, 8, 0, 0, 0, 1],
            _ => &[id, code, 0],
        };
        let mut bytes: Vec<u8> = [0, 0]
            .into_iter()
            .chain(head.iter().copied())
            .flat_map(i32::to_le_bytes)
            .collect();
        if code == OP_MSG {
            bytes.push(0);
        }
        bytes.extend(body);
        let length = i32::try_from(bytes.len()).expect("a length");
        bytes[..4].copy_from_slice(&length.to_le_bytes());
        stream.write_all(&bytes).await.ok()?;
    }
}

/// The sections of a message as one document.
fn command(mut sections: &[u8]) -> Document {
    let mut command = Document::new();
    // The flags came before; without a checksum nothing follows.
    while let Some((kind, rest)) = sections.split_first() {
        let size = i32::from_le_bytes(rest[..4].try_into().expect("four")) as usize;
        let section = &rest[..size];
        match kind {
            0 => command.extend(document(section)),
            1 => {
                let end = section[4..].iter().position(|it| *it == 0).expect("a name") + 4;
                let name = String::from_utf8(section[4..end].to_vec()).expect("a name");
                let mut rest = &section[end + 1..];
                let mut list = Vec::new();
                while !rest.is_empty() {
                    let size = i32::from_le_bytes(rest[..4].try_into().expect("four")) as usize;
                    list.push(Bson::Document(document(&rest[..size])));
                    rest = &rest[size..];
                }
                command.insert(name, list);
            }
            other => panic!("section {other}"),
        }
        sections = &rest[size..];
    }
    command
}

fn document(bytes: &[u8]) -> Document {
    let raw = RawDocument::from_bytes(bytes).expect("a document");
    Document::try_from(raw).expect("a document")
}

fn answer(shared: &Mutex<Shared>, command: Document) -> Answer {
    let mut shared = lock(shared);
    let name = command.keys().next().expect("a command").clone();
    match name.as_str() {
        "hello" | "isMaster" | "ismaster" => Answer::Reply(hello(shared.port)),
        "endSessions" | "killCursors" | "ping" => {
            shared.housekeeping.push(name);
            Answer::Reply(doc! { "ok": 1 })
        }
        _ => {
            shared.commands.push(command);
            let none = doc! { "ok": 0, "code": 1, "errmsg": "the script is at its end" };
            shared.script.pop_front().unwrap_or(Answer::Reply(none))
        }
    }
}

/// It is the primary of a replica set, like most that apps have to do with.
fn hello(port: u16) -> Document {
    let address = format!("127.0.0.1:{port}");
    doc! {
        "isWritablePrimary": true,
        "ismaster": true,
        "setName": "rs",
        "hosts": [&address],
        "me": &address,
        "primary": &address,
        "secondary": false,
        "maxBsonObjectSize": 16_777_216,
        "maxMessageSizeBytes": 48_000_000,
        "maxWriteBatchSize": 100_000,
        "logicalSessionTimeoutMinutes": 30,
        "minWireVersion": 0,
        "maxWireVersion": 21,
        "ok": 1,
    }
}
