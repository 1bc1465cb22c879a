//! The load: connections that ask for the same path again and again.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// One answer's body.
pub(crate) async fn get(port: u16, path: &str) -> Result<Vec<u8>> {
    let mut connection = Connection::open(port, path).await?;
    connection.ask().await
}

/// Answers per second over `connections` connections for `time`.
pub(crate) async fn run(port: u16, path: &str, connections: usize, time: Duration) -> Result<f64> {
    let start = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..connections {
        let path = path.to_owned();
        tasks.push(tokio::spawn(async move {
            let mut connection = Connection::open(port, &path).await?;
            let mut n = 0_u64;
            while start.elapsed() < time {
                connection.ask().await?;
                n += 1;
            }
            anyhow::Ok(n)
        }));
    }
    let mut answers = 0;
    for task in tasks {
        answers += task.await??;
    }
    Ok(answers as f64 / start.elapsed().as_secs_f64())
}

struct Connection {
    stream: TcpStream,
    request: String,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(port: u16, path: &str) -> Result<Connection> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        let request = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n\r\n");
        Ok(Connection {
            stream,
            request,
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
