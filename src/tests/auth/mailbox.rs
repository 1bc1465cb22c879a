//! A mail server that keeps what it gets.

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// See the module.
pub(super) struct Mailbox {
    port: u16,
    letters: UnboundedReceiver<Letter>,
}

/// A letter.
pub(super) struct Letter {
    /// To whom, as the server is told.
    pub(super) to: String,
    /// All of it, its lines put together again.
    pub(super) text: String,
}

impl Mailbox {
    pub(super) async fn start() -> Mailbox {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (sender, letters) = unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, sender.clone()));
            }
        });
        Mailbox { port, letters }
    }

    /// The properties of a provider that sends letters here.
    pub(super) fn properties(&self) -> String {
        let port = self.port;
        format!(r#""server":"smtp://127.0.0.1:{port}","from":"Shop <shop@example.test>""#)
    }

    /// The next letter.
    pub(super) async fn next(&mut self) -> Letter {
        let next = self.letters.recv();
        let next = tokio::time::timeout(std::time::Duration::from_secs(60), next).await;
        next.expect("a letter in a minute").expect("a letter")
    }

    /// Is there none that was not read?
    pub(super) fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }
}

impl Letter {
    /// What the link holds.
    pub(super) fn token(&self) -> &str {
        let (_, rest) = self.text.split_once("token=").expect("a link");
        rest.split(|c: char| !c.is_ascii_hexdigit())
            .next()
            .expect("a token")
    }
}

async fn serve(stream: TcpStream, letters: UnboundedSender<Letter>) {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    let mut answer = "220 here";
    let (mut to, mut text, mut is_text) = (String::new(), String::new(), false);
    loop {
        if !answer.is_empty() {
            let line = format!("{answer}\r\n");
            if writer.write_all(line.as_bytes()).await.is_err() {
                return;
            }
        }
        let Ok(Some(line)) = lines.next_line().await else {
            return;
        };
        answer = match (is_text, &*line) {
            (true, ".") => {
                is_text = false;
                let text = std::mem::take(&mut text);
                let text = text.replace("=\n", "").replace("=3D", "=");
                let letter = Letter {
                    to: to.clone(),
                    text,
                };
                letters.send(letter).ok();
                "250 taken"
            }
            (true, line) => {
                // A line that begins with a dot has another one on its way.
                text.push_str(line.strip_prefix('.').unwrap_or(line));
                text.push('\n');
                ""
            }
            (false, "DATA") => {
                is_text = true;
                "354 go on"
            }
            (false, line) => {
                if let Some(rest) = line.strip_prefix("RCPT TO:<") {
                    to = rest.split('>').next().unwrap_or_default().to_owned();
                }
                "250 well"
            }
        };
    }
}
