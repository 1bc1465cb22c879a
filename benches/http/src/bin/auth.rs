//! What a session costs: the same call with and without one, in one run, with one load program, the
//! server on one worker thread; and how many people can log in a second beside argon2 alone.
//!
//! `cargo xtask bench auth [seconds]`. Machines differ and are noisy: look at the differences and the
//! ratios.
#![expect(clippy::print_stdout, reason = "this is the output of a command")]

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use argon2::password_hash::PasswordHasher as _;
use argon2::{Algorithm, Argon2, Params, Version};
use bench_http::load::{self, Call};
use bench_http::server::Server;
use engine::json;

/// Clients at the same time.
const CLIENTS: usize = 16;

/// Browsers that log in at the same time: more of one account at once would be taken for guesses.
const BROWSERS: usize = 4;

/// Who logs in.
const EMAIL: &str = "bob@example.test";
const PASSWORD: &str = "correct horse battery staple";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let seconds = std::env::args().nth(1).map_or(Ok(5), |text| text.parse())?;
    let time = Duration::from_secs(seconds);
    for strategy in ["jwt", "database"] {
        let (lath, _dir) = lath(strategy).await?;
        sessions(strategy, &lath, time).await?;
    }
    let (lath, _dir) = lath("database").await?;
    let visitor = Visitor::new(lath.port).await?;
    visitor.register().await?;
    let login = visitor.login();
    for _ in 0..3 {
        let ours = load::run(lath.port, &login, BROWSERS, time).await?;
        let bare = bare(time);
        println!(
            "logins: {:.1}/s (p50 {:.0} ms, p99 {:.0} ms), argon2 alone {bare:.1}/s, ratio {:.2}",
            ours.per_second(),
            ours.within(0.5),
            ours.within(0.99),
            ours.per_second() / bare
        );
    }
    println!(
        "memory of lath: {:.1} MB, {:.1} MB at most",
        lath.memory()?,
        lath.peak()?
    );
    Ok(())
}

/// A server of an app whose sessions are kept so; the folder is the app's.
async fn lath(strategy: &str) -> Result<(Server, tempfile::TempDir)> {
    let dir = tempfile::tempdir()?;
    write_app(dir.path(), strategy)?;
    let vars = [
        ("AUTH_SECRET", "a secret of this bench that is long enough"),
        ("LATH_AUTH_TRIES", "0"),
    ];
    let mut lath = Server::lath(&dir.path().join("build"), &vars)?;
    lath.wait().await?;
    Ok((lath, dir))
}

/// The same call by nobody and by someone.
async fn sessions(strategy: &str, lath: &Server, time: Duration) -> Result<()> {
    let bob = Visitor::new(lath.port).await?.register().await?;
    let anonymous = Call::post("/api/endpoints/ping", "{}");
    let known = anonymous.clone().with_cookies(&bob);
    let who = load::once(lath.port, &known).await?;
    println!("{strategy}: lath answers {}", String::from_utf8_lossy(&who));
    // Both in turns, so that what else the machine does meets both.
    for _ in 0..3 {
        let a = load::run(lath.port, &anonymous, CLIENTS, time).await?;
        let b = load::run(lath.port, &known, CLIENTS, time).await?;
        let micros = |outcome: &load::Outcome| 1e6 / outcome.per_second();
        println!(
            "{strategy}: a call: anonymous {:.0}/s ({:.1} µs), with a session {:.0}/s ({:.1} µs), the session costs {:.1} µs",
            a.per_second(),
            micros(&a),
            b.per_second(),
            micros(&b),
            micros(&b) - micros(&a)
        );
    }
    Ok(())
}

/// A browser that is not logged in: its cookie and its token against forged calls.
struct Visitor {
    port: u16,
    cookies: String,
    token: String,
}

impl Visitor {
    async fn new(port: u16) -> Result<Visitor> {
        let (cookies, body) = load::cookies(port, &Call::get("/api/auth/csrf")).await?;
        let body = json::parse(&body)?;
        let token = body.key("csrfToken").as_str();
        Ok(Visitor {
            port,
            cookies,
            token: token.context("there is no token")?.to_owned(),
        })
    }

    fn post(&self, path: &str) -> Call {
        let token = &self.token;
        let body = format!(
            r#"{{"csrfToken":"{token}","email":"{EMAIL}","password":"{PASSWORD}","json":"true"}}"#
        );
        Call::post(path, &body).with_cookies(&self.cookies)
    }

    /// Becomes a user; the cookies of their session.
    async fn register(&self) -> Result<String> {
        let call = self.post("/api/auth/register");
        let (cookies, _) = load::cookies(self.port, &call).await?;
        Ok(cookies)
    }

    fn login(&self) -> Call {
        self.post("/api/auth/callback/password")
    }
}

/// Hashes a second with the costs that the server has, on all cores.
fn bare(time: Duration) -> f64 {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let start = Instant::now();
    let work = move || {
        let params = Params::new(19 * 1024, 2, 1, None);
        let argon2 = params.map(|p| Argon2::new(Algorithm::Argon2id, Version::V0x13, p));
        let Ok(argon2) = argon2 else { return 0 };
        let mut n = 0;
        while start.elapsed() < time {
            let hash = argon2.hash_password_with_salt(PASSWORD.as_bytes(), b"0123456789abcdef");
            n += usize::from(hash.is_ok());
        }
        n
    };
    let threads: Vec<_> = (0..cores).map(|_| std::thread::spawn(work)).collect();
    let n: usize = threads.into_iter().filter_map(|one| one.join().ok()).sum();
    n as f64 / start.elapsed().as_secs_f64()
}

fn write_app(dir: &Path, strategy: &str) -> Result<()> {
    let auth = format!(
        r#"{{"configured":true,"session":{{"strategy":"{strategy}"}},"providers":[{{"id":"password","type":"CredentialsProvider","properties":{{"registration":true}}}}],"pages":{{"protected":true,"public":["p"],"roles":{{}}}},"api":{{"protected":true,"public":["ping"],"roles":{{}}}},"callbacks":[],"events":[]}}"#
    );
    let files = [
        ("config.json", "{}"),
        ("auth.json", auth.as_str()),
        (
            "pages/p/p.json",
            r#"{"pageId":"p","blockId":"p","type":"Box","auth":{"public":true}}"#,
        ),
        (
            "api/ping.json",
            r#"{"endpointId":"ping","type":"Api","auth":{"public":true},"routine":[{":return":{"_user":"email"}}]}"#,
        ),
    ];
    for (path, text) in files {
        let path = dir.join("build").join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, text)?;
    }
    Ok(())
}
