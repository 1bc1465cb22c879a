//! The load: connections that ask for the same again and again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Call {
    method: &'static str,
    path: String,
    body: Option<String>,
    accept: Option<&'static str>,
    cookie: Option<String>,
}

impl Call {
    /// `GET path`.
    pub fn get(path: &str) -> Call {
        Call {
            method: "GET",
            path: path.to_owned(),
            body: None,
            accept: None,
            cookie: None,
        }
    }

    /// `POST path` with JSON.
    pub fn post(path: &str, json: &str) -> Call {
        Call {
            method: "POST",
            path: path.to_owned(),
            body: Some(json.to_owned()),
            accept: None,
            cookie: None,
        }
    }

    /// The same, asking for a type of answer.
    #[must_use]
    pub fn accepting(self, kind: &'static str) -> Call {
        Call {
            accept: Some(kind),
            ..self
        }
    }

    /// The same with cookies, as `name=value; name=value`.
    #[must_use]
    pub fn with_cookies(self, cookies: &str) -> Call {
        Call {
            cookie: Some(cookies.to_owned()),
            ..self
        }
    }

    fn text(&self, port: u16) -> String {
        let Call {
            method,
            path,
            body,
            accept,
            cookie,
        } = self;
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n");
        if let Some(kind) = accept {
            head += &format!("accept: {kind}\r\n");
        }
        if let Some(cookie) = cookie {
            head += &format!("cookie: {cookie}\r\n");
        }
        match body {
            None => format!("{head}\r\n"),
            Some(body) => {
                let length = body.len();
                format!(
                    "{head}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
                )
            }
        }
    }
}

/// How a load went.
#[derive(Debug)]
pub struct Outcome {
    time: Duration,
    /// How long each answer took, sorted.
    answers: Vec<Duration>,
}

impl Outcome {
    /// Answers per second.
    pub fn per_second(&self) -> f64 {
        self.answers.len() as f64 / self.time.as_secs_f64()
    }

    /// The time within which this share (0 to 1) of the answers came, milliseconds.
    pub fn within(&self, share: f64) -> f64 {
        let last = self.answers.len().saturating_sub(1);
        let at = (last as f64 * share).round() as usize;
        let time = self.answers.get(at).copied().unwrap_or_default();
        time.as_secs_f64() * 1000.0
    }
}

/// One answer's body.
///
/// # Errors
/// There is none, or it says that it is no success.
pub async fn once(port: u16, call: &Call) -> Result<Vec<u8>> {
    let mut connection = Connection::open(port, call).await?;
    connection.ask().await
}

/// The cookies that one answer sets, as a request sends them, and its body.
///
/// # Errors
/// As [`once`].
pub async fn cookies(port: u16, call: &Call) -> Result<(String, Vec<u8>)> {
    let mut connection = Connection::open(port, call).await?;
    let body = connection.ask().await?;
    let head = String::from_utf8_lossy(&connection.buffer).into_owned();
    let lines = head.lines().take_while(|line| !line.is_empty());
    let set = lines.filter_map(|line| line.split_once(": "));
    let set = set.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
    let pairs: Vec<&str> = set
        .filter_map(|(_, value)| value.split(';').next())
        .collect();
    Ok((pairs.join("; "), body))
}

/// The same again and again over `connections` connections for `time`.
///
/// # Errors
/// An answer that is no success.
pub async fn run(port: u16, call: &Call, connections: usize, time: Duration) -> Result<Outcome> {
    let start = Instant::now();
    let more = Arc::new(move |_| start.elapsed() < time);
    all(port, call, connections, start, more).await
}

/// The same `n` times in all over `connections` connections.
///
/// # Errors
/// An answer that is no success.
pub async fn times(port: u16, call: &Call, connections: usize, n: usize) -> Result<Outcome> {
    let each = n / connections;
    let more = Arc::new(move |done| done < each);
    all(port, call, connections, Instant::now(), more).await
}

async fn all(
    port: u16,
    call: &Call,
    connections: usize,
    start: Instant,
    more: Arc<dyn Fn(usize) -> bool + Send + Sync>,
) -> Result<Outcome> {
    let mut tasks = Vec::new();
    for _ in 0..connections {
        let (call, more) = (call.clone(), Arc::clone(&more));
        tasks.push(tokio::spawn(async move {
            let mut connection = Connection::open(port, &call).await?;
            let mut times = Vec::new();
            while more(times.len()) {
                let asked = Instant::now();
                connection.ask().await?;
                times.push(asked.elapsed());
            }
            anyhow::Ok(times)
        }));
    }
    let mut answers = Vec::new();
    for task in tasks {
        answers.extend(task.await??);
    }
    answers.sort_unstable();
    Ok(Outcome {
        time: start.elapsed(),
        answers,
    })
}

struct Connection {
    stream: TcpStream,
    request: String,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(port: u16, call: &Call) -> Result<Connection> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        Ok(Connection {
            stream,
            request: call.text(port),
            buffer: Vec::new(),
        })
    }

    /// Asks once and reads the answer to its end.
    async fn ask(&mut self) -> Result<Vec<u8>> {
        self.stream.write_all(self.request.as_bytes()).await?;
        self.buffer.clear();
        let head = loop {
            self.read().await?;
            if let Some(at) = find(&self.buffer, b"\r\n\r\n") {
                break at + 4;
            }
        };
        let text = String::from_utf8_lossy(&self.buffer[..head]).to_ascii_lowercase();
        if !text.starts_with("http/1.1 2") && !text.starts_with("http/1.1 404") {
            bail!("an answer that is no success: {text}");
        }
        let value = |name: &str| {
            text.lines()
                .find_map(|l| l.strip_prefix(name).map(|v| v.trim().to_owned()))
        };
        if let Some(length) = value("content-length:") {
            let end = head + length.parse::<usize>()?;
            while self.buffer.len() < end {
                self.read().await?;
            }
            return Ok(self.buffer[head..end].to_vec());
        }
        if value("transfer-encoding:").as_deref() != Some("chunked") {
            bail!("an answer without length: {text}");
        }
        let mut body = Vec::new();
        let mut at = head;
        loop {
            let line = loop {
                match find(&self.buffer[at..], b"\r\n") {
                    Some(n) => break n,
                    None => self.read().await?,
                }
            };
            let size = std::str::from_utf8(&self.buffer[at..at + line])?;
            let size = usize::from_str_radix(size, 16).context("chunk size")?;
            let start = at + line + 2;
            while self.buffer.len() < start + size + 2 {
                self.read().await?;
            }
            if size == 0 {
                return Ok(body);
            }
            body.extend_from_slice(&self.buffer[start..start + size]);
            at = start + size + 2;
        }
    }

    async fn read(&mut self) -> Result<()> {
        let n = self.stream.read_buf(&mut self.buffer).await?;
        if n == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}
