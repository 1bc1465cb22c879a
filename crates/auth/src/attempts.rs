//! Counting attempts, so that nobody guesses for long.
//!
//! An attempt is counted before it is looked at: a thousand at once are a thousand. Whoever tried too
//! often waits, twice as long each time, up to a limit. What is tried is counted by several things at
//! once (who is tried, where from). While one of them waits the try is refused and counted by none, so
//! that waiting makes nobody's next wait longer.
//!
//! Waits go on one after another for as long as somebody keeps trying: who is tried by all the world
//! gets a turn between two waits, and not a promise of one.

use std::net::{IpAddr, Ipv6Addr};

use sqlx::{Any, Transaction};

use crate::store::{Database, StoreError};
use crate::{Clock, Store, secret};

/// How soon and how long someone waits, in milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Patience {
    /// So many attempts are free.
    pub free: i64,
    /// The first wait.
    pub first: i64,
    /// The longest wait.
    pub longest: i64,
    /// After so long without an attempt all is forgotten.
    pub forgets: i64,
}

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

impl Patience {
    /// Guesses at one account from one address.
    pub const PAIR: Patience = Patience {
        free: 5,
        first: SECOND,
        longest: 15 * MINUTE,
        forgets: 24 * HOUR,
    };
    /// Guesses at one account, from anywhere. A wait of its owner is short, whoever guesses.
    pub const ACCOUNT: Patience = Patience {
        free: 30,
        first: SECOND,
        longest: MINUTE,
        forgets: 24 * HOUR,
    };
    /// Guesses from one address, at anyone. Many people can share one.
    pub const ADDRESS: Patience = Patience {
        free: 100,
        first: SECOND,
        longest: 5 * MINUTE,
        forgets: HOUR,
    };
    /// Second factors of one account.
    pub const FACTOR: Patience = Patience {
        free: 5,
        first: 2 * SECOND,
        longest: 15 * MINUTE,
        forgets: 24 * HOUR,
    };
    /// Mails to one person.
    pub const MAIL: Patience = Patience {
        free: 3,
        first: MINUTE,
        longest: HOUR,
        forgets: 6 * HOUR,
    };
    /// Mails that one address asks for.
    pub const MAILS: Patience = Patience {
        free: 20,
        first: 10 * SECOND,
        longest: HOUR,
        forgets: 6 * HOUR,
    };
}

/// Something that is tried, and by whom or at what.
#[derive(Clone)]
pub struct Attempt {
    id: String,
    patience: Patience,
}

impl Attempt {
    /// `what` is tried with these texts, which are kept as a hash: someone may have typed a password
    /// where a name was asked for.
    pub fn at(what: &str, texts: &[&str], patience: Patience) -> Attempt {
        let mut parts = vec![b"attempt".as_slice(), what.as_bytes()];
        parts.extend(texts.iter().map(|text| text.as_bytes()));
        Attempt {
            id: secret::hash(&parts),
            patience,
        }
    }

    /// Whoever logs in from an address, and the network that one customer gets for IPv6.
    pub fn from(what: &str, address: &str, patience: Patience) -> Attempt {
        Attempt::at(what, &[&network_of(address)], patience)
    }
}

/// What counts as one caller: an address, or of IPv6 the network that one customer gets.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(ip) => IpAddr::V6(Ipv6Addr::from(u128::from(ip) >> 64 << 64)),
        ip => ip,
    }
}

/// The same of a text, which stays as it is if it is no address.
pub(crate) fn network_of(address: &str) -> String {
    match address.parse() {
        Ok(ip) => network(ip).to_string(),
        Err(_) => address.chars().take(100).collect(),
    }
}

/// So many milliseconds are to be waited.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("too many attempts; try again in {} seconds", self.seconds())]
pub struct Wait(pub i64);

impl Wait {
    /// For a header, at least one.
    pub fn seconds(self) -> i64 {
        ((self.0.max(1) - 1) / SECOND) + 1
    }
}

/// The attempts of a store.
#[derive(Clone)]
pub struct Attempts {
    database: Database,
    clock: Clock,
}

impl Store {
    /// The attempts that are counted.
    pub fn attempts(&self) -> Attempts {
        Attempts {
            database: self.database.clone(),
            clock: self.clock.clone(),
        }
    }
}

impl Attempts {
    /// Counts an attempt of each kind, or none of them if one must wait: the longest wait.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count(&self, attempts: &[Attempt]) -> Result<Result<(), Wait>, StoreError> {
        if let Some(wait) = self.wait(attempts).await? {
            return Ok(Err(wait));
        }
        let mut tx = self.database.begin().await?;
        for attempt in attempts {
            if self.count_one(&mut tx, attempt).await? {
                continue;
            }
            // Somebody else was faster.
            tx.rollback().await?;
            let wait = self.wait(attempts).await?;
            return Ok(Err(wait.unwrap_or(Wait(1))));
        }
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// How long one of these attempts must wait.
    async fn wait(&self, attempts: &[Attempt]) -> Result<Option<Wait>, StoreError> {
        let now = self.clock.now();
        let mut longest = 0;
        for attempt in attempts {
            let sql = "select blocked from auth_attempts where id = $1";
            let blocked: Option<(i64,)> = sqlx::query_as(sql)
                .bind(&attempt.id)
                .fetch_optional(&self.database.pool)
                .await?;
            longest = longest.max(blocked.map_or(0, |(until,)| until - now));
        }
        Ok((longest > 0).then_some(Wait(longest)))
    }

    /// Counts an attempt; false if it must wait.
    async fn count_one(
        &self,
        tx: &mut Transaction<'static, Any>,
        attempt: &Attempt,
    ) -> Result<bool, StoreError> {
        let Attempt { id, patience } = attempt;
        // The wait after the n-th attempt is first * 2^(n - free - 1). All in one statement, so that
        // no two attempts at once are counted as one.
        let sql = "insert into auth_attempts (id, failures, last, blocked) \
             values ($1, 1, $2, case when $3 < 1 then $2 + $4 else 0 end) \
             on conflict (id) do update set last = $2, \
             failures = case when auth_attempts.last + $6 < $2 then 1 \
               else auth_attempts.failures + 1 end, \
             blocked = case when auth_attempts.last + $6 < $2 or auth_attempts.failures < $3 then 0 \
               when auth_attempts.failures - $3 > 20 then $2 + $5 \
               when $4 * (1 << cast(auth_attempts.failures - $3 as integer)) > $5 then $2 + $5 \
               else $2 + $4 * (1 << cast(auth_attempts.failures - $3 as integer)) end \
             where auth_attempts.blocked <= $2 returning failures";
        let counted = sqlx::query(sql)
            .bind(id)
            .bind(self.clock.now())
            .bind(patience.free)
            .bind(patience.first)
            .bind(patience.longest)
            .bind(patience.forgets)
            .fetch_optional(&mut **tx)
            .await?;
        Ok(counted.is_some())
    }

    /// Forgets all attempts: the last was a success.
    ///
    /// # Errors
    /// The database failed.
    pub async fn forget(&self, attempt: &Attempt) -> Result<(), StoreError> {
        sqlx::query("delete from auth_attempts where id = $1")
            .bind(&attempt.id)
            .execute(&self.database.pool)
            .await?;
        Ok(())
    }

    /// Takes one attempt back: it was no failure, but says nothing about the others.
    ///
    /// # Errors
    /// The database failed.
    pub async fn take_back(&self, attempt: &Attempt) -> Result<(), StoreError> {
        let sql = "update auth_attempts set failures = failures - 1, blocked = 0 \
                   where id = $1 and failures > 0";
        sqlx::query(sql)
            .bind(&attempt.id)
            .execute(&self.database.pool)
            .await?;
        Ok(())
    }

    /// Removes what is older than a day; how many there were.
    ///
    /// # Errors
    /// The database failed.
    pub async fn delete_expired(&self) -> Result<u64, StoreError> {
        let done = sqlx::query("delete from auth_attempts where last < $1 and blocked < $2")
            .bind(self.clock.now() - 24 * HOUR)
            .bind(self.clock.now())
            .execute(&self.database.pool)
            .await?;
        Ok(done.rows_affected())
    }
}
