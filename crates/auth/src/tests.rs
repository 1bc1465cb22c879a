//! The store on real databases, and attacks on it.

mod fetched;
mod guesses;
mod keys;
mod logins;
mod passkeys;
mod second_factor;
mod sessions;
mod store;
mod theft;
mod verification;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use secrecy::SecretString;

use crate::{Clock, LoginRules, Logins, NewUser, PasswordRules, Registered, Store, User};

/// A store with a clock that is set by hand, and what it is in.
struct Place {
    store: Store,
    time: Arc<AtomicI64>,
    /// Its address, for another process.
    url: String,
    /// Removed at the end.
    _folder: tempfile::TempDir,
}

impl Place {
    /// A store in a new file.
    async fn sqlite() -> Place {
        let folder = tempfile::tempdir().unwrap();
        // A name that would not survive in an address as it is.
        let url = format!("sqlite:{}/us ers?#%41.db", folder.path().display());
        Place::open(url, folder).await
    }

    /// A store in a new database of PostgreSQL, if there is one.
    async fn postgres() -> Option<Place> {
        let server = servers::postgres()?;
        let name = format!("auth_{}", uuid::Uuid::new_v4().simple());
        let at = format!("postgres://postgres@127.0.0.1:{}", server.port());
        sqlx::any::install_default_drivers();
        let admin = sqlx::AnyPool::connect(&format!("{at}/postgres"))
            .await
            .unwrap();
        let sql = sqlx::AssertSqlSafe(format!("create database {name}"));
        sqlx::query(sql).execute(&admin).await.unwrap();
        admin.close().await;
        Some(Place::open(format!("{at}/{name}"), tempfile::tempdir().unwrap()).await)
    }

    async fn open(url: String, folder: tempfile::TempDir) -> Place {
        let time = Arc::new(AtomicI64::new(1_700_000_000_000));
        let store = Store::open_with(&url, clock(&time)).await.unwrap();
        Place {
            store,
            time,
            url,
            _folder: folder,
        }
    }

    /// The same database as another process sees it.
    async fn elsewhere(&self) -> Store {
        Store::open_with(&self.url, clock(&self.time))
            .await
            .unwrap()
    }

    /// Time goes by.
    fn wait(&self, millis: i64) {
        self.time.fetch_add(millis, Ordering::SeqCst);
    }

    /// The ways in, with hashes that cost next to nothing.
    fn logins(&self) -> Logins {
        let passwords = PasswordRules {
            memory: 8,
            passes: 1,
            shortest: 8,
        };
        let rules = LoginRules {
            passwords,
            issuer: "Shop: North".to_owned(),
            ..LoginRules::default()
        };
        Logins::new(self.store.clone(), b"app secret", rules).unwrap()
    }

    /// Someone who has registered.
    async fn registered(&self, email: &str, password: &str) -> User {
        let new = NewUser {
            email: Some(email.to_owned()),
            ..NewUser::default()
        };
        let done = self
            .logins()
            .register(new, &secret(password), "192.0.2.9")
            .await;
        match done.unwrap().0 {
            Registered::New(user, _) => user,
            Registered::Known(_) => panic!("{email} is known"),
        }
    }

    async fn user(&self, email: &str) -> User {
        let new = NewUser {
            email: Some(email.to_owned()),
            ..NewUser::default()
        };
        self.store.create_user(new).await.unwrap()
    }
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text.to_owned())
}

fn clock(time: &Arc<AtomicI64>) -> Clock {
    let time = Arc::clone(time);
    Clock::new(move || time.load(Ordering::SeqCst))
}

/// All databases that are here.
async fn places() -> Vec<Place> {
    let mut places = vec![Place::sqlite().await];
    places.extend(Place::postgres().await);
    places
}
