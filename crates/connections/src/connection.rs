//! What a connection type and a request type are, and their rows in the catalog.
//!
//! In its own file a type is typed: [`Connection::Client`] is a pool, a client, whatever the driver
//! has. At the table it is erased: a row is plain data with function pointers, so that who runs
//! requests knows no driver.

use std::any::Any;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use engine::{Expr, Value};

use crate::{ConnectCx, Error, RequestCx, RowStream, Schema};

/// A future on the heap, as the rows return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A type of connection. A unit struct per type implements it.
pub trait Connection: 'static {
    /// As `type` in the configuration.
    const NAME: &'static str;
    /// The types of request that it serves.
    const REQUESTS: &'static [RequestEntry];
    /// What requests run on. It is shared by all requests at the same time.
    type Client: Send + Sync + 'static;

    /// Can several requests on it be done together or not at all? Then it has [`Connection::begin`].
    const TRANSACTIONS: bool = false;

    /// What its evaluated properties must be.
    fn schema() -> &'static Schema;

    /// The part of the evaluated properties that a client depends on. Two connections with the same
    /// id and the same identity share a client.
    fn identity(properties: &Value) -> Value {
        properties.clone()
    }

    /// Makes a client. The properties were checked against the schema.
    ///
    /// # Errors
    /// The properties are wrong in a way that a schema cannot say, or the service is not there.
    fn connect(
        cx: &ConnectCx,
        properties: &Value,
    ) -> impl Future<Output = Result<Self::Client, Error>> + Send;

    /// Closes a client for good: at the end of the process. Merely dropping it must be fine too.
    fn close(_client: &Self::Client) -> impl Future<Output = ()> + Send {
        async {}
    }

    /// Begins a transaction: gives a client whose requests are parts of it. Dropping that client
    /// rolls back. Types that have no transactions leave this as it is.
    ///
    /// # Errors
    /// There are none on this type of connection, or the service cannot begin one.
    fn begin(_client: &Self::Client) -> impl Future<Output = Result<Self::Client, Error>> + Send {
        async {
            Err(Error::config(format!(
                "Connection type \"{}\" does not support transactions.",
                Self::NAME
            )))
        }
    }

    /// Ends the transaction of a client that [`Connection::begin`] gave: for good, or as if nothing
    /// had happened.
    ///
    /// # Errors
    /// It could not be committed, and then is rolled back; it has ended before.
    fn end(
        _client: &Self::Client,
        _commit: bool,
    ) -> impl Future<Output = Result<(), Error>> + Send {
        async { Err(Error::request("There is no transaction.")) }
    }
}

/// A type of request. A unit struct per type implements it.
pub trait Request: 'static {
    /// As `type` in the configuration.
    const NAME: &'static str;
    /// Is it refused if `read` of the connection is false?
    const CHECK_READ: bool;
    /// Is it refused unless `write` of the connection is true?
    const CHECK_WRITE: bool;
    /// The type of connection that it runs on.
    type Connection: Connection;

    /// What its evaluated properties must be.
    fn schema() -> &'static Schema;

    /// Can it be seen that running it changes nothing? The properties of connection and request are
    /// not evaluated yet. Who draws a page runs such requests before it knows that it will need them.
    fn only_reads(_connection: &Expr, _request: &Expr) -> bool {
        Self::CHECK_READ && !Self::CHECK_WRITE
    }

    /// Runs it. `connection` and `request` are evaluated properties, checked against the schemas.
    /// The answer may be undefined: then there is none on the wire.
    ///
    /// # Errors
    /// What the service says.
    fn run(
        cx: &RequestCx<'_>,
        client: &<Self::Connection as Connection>::Client,
        connection: &Value,
        request: &Value,
    ) -> impl Future<Output = Result<Value, Error>> + Send;

    /// Runs it and gives its rows one after the other, never holding more than a few. The service
    /// waits while nobody reads; dropping the stream ends the request there. Types whose answer is
    /// no list of rows leave this as it is.
    ///
    /// # Errors
    /// This type of request has no rows, or it could not be begun. What fails later is the last
    /// item of the stream.
    fn stream(
        _cx: &RequestCx<'_>,
        _client: &<Self::Connection as Connection>::Client,
        _connection: &Value,
        _request: &Value,
    ) -> impl Future<Output = Result<RowStream, Error>> + Send {
        async {
            Err(Error::config(format!(
                "Request type \"{}\" does not give its rows one after the other.",
                Self::NAME
            )))
        }
    }
}

/// A client of some type of connection.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
    close: fn(&Inner) -> BoxFuture<'_, ()>,
    begin: fn(&Inner) -> BoxFuture<'_, Result<Client, Error>>,
    end: fn(&Inner, bool) -> BoxFuture<'_, Result<(), Error>>,
}

type Inner = dyn Any + Send + Sync;

/// A transaction of a client, see [`Client::begin`].
///
/// Requests run in it on the client that it gives. Dropping it, and every clone of that client,
/// rolls it back.
#[must_use = "a transaction that is dropped is rolled back"]
pub struct Transaction {
    client: Client,
}

impl Transaction {
    /// Runs requests as parts of the transaction.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Makes what was done last.
    ///
    /// # Errors
    /// The service refuses, or a request of the transaction failed: then nothing of it was done.
    pub async fn commit(self) -> Result<(), Error> {
        (self.client.end)(&*self.client.inner, true).await
    }

    /// Undoes what was done.
    ///
    /// # Errors
    /// It has ended before.
    pub async fn rollback(self) -> Result<(), Error> {
        (self.client.end)(&*self.client.inner, false).await
    }
}

impl Client {
    fn of<T: Connection>(client: T::Client) -> Client {
        Client {
            inner: Arc::new(client),
            close: close::<T>,
            begin: begin::<T>,
            end: end::<T>,
        }
    }

    /// Is it the very same one?
    pub fn is(&self, other: &Client) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }

    /// Begins a transaction. After a request in it has failed, nothing more can be done in it, and
    /// it cannot be committed.
    ///
    /// # Errors
    /// The type of connection has no transactions, or the service cannot begin one.
    pub async fn begin(&self) -> Result<Transaction, Error> {
        let client = (self.begin)(&*self.inner).await?;
        Ok(Transaction { client })
    }

    /// Closes it for good; who still uses it gets errors.
    pub async fn close(&self) {
        (self.close)(&*self.inner).await;
    }
}

/// A row of the catalog: a type of connection as data.
#[derive(Clone, Copy)]
pub struct ConnectionEntry {
    /// As `type` in the configuration.
    pub name: &'static str,
    /// See [`Connection::REQUESTS`].
    pub requests: &'static [RequestEntry],
    /// See [`Connection::TRANSACTIONS`].
    pub transactions: bool,
    /// See [`Connection::schema`].
    pub schema: fn() -> &'static Schema,
    /// See [`Connection::identity`].
    pub identity: fn(&Value) -> Value,
    /// See [`Connection::connect`]. Who runs requests goes through [`crate::Clients`] instead.
    pub connect: for<'a> fn(&'a ConnectCx, &'a Value) -> BoxFuture<'a, Result<Client, Error>>,
}

impl ConnectionEntry {
    /// The row of `T`.
    pub const fn of<T: Connection>() -> ConnectionEntry {
        ConnectionEntry {
            name: T::NAME,
            requests: T::REQUESTS,
            transactions: T::TRANSACTIONS,
            schema: T::schema,
            identity: T::identity,
            connect: connect::<T>,
        }
    }

    /// The row of a type of request, if this connection serves it.
    pub fn request(&self, name: &str) -> Option<&'static RequestEntry> {
        self.requests.iter().find(|request| request.name == name)
    }
}

/// A row of a connection's requests: a type of request as data.
#[derive(Clone, Copy)]
pub struct RequestEntry {
    /// As `type` in the configuration.
    pub name: &'static str,
    /// See [`Request::CHECK_READ`].
    pub check_read: bool,
    /// See [`Request::CHECK_WRITE`].
    pub check_write: bool,
    /// See [`Request::schema`].
    pub schema: fn() -> &'static Schema,
    /// See [`Request::only_reads`].
    pub only_reads: fn(&Expr, &Expr) -> bool,
    run: Run,
    stream: Streams,
}

type Streams = for<'a> fn(
    &'a RequestCx<'a>,
    &'a Client,
    &'a Value,
    &'a Value,
) -> BoxFuture<'a, Result<RowStream, Error>>;

type Run = for<'a> fn(
    &'a RequestCx<'a>,
    &'a Client,
    &'a Value,
    &'a Value,
) -> BoxFuture<'a, Result<Value, Error>>;

impl RequestEntry {
    /// The row of `T`.
    pub const fn of<T: Request>() -> RequestEntry {
        RequestEntry {
            name: T::NAME,
            check_read: T::CHECK_READ,
            check_write: T::CHECK_WRITE,
            schema: T::schema,
            only_reads: T::only_reads,
            run: run::<T>,
            stream: stream::<T>,
        }
    }

    /// Runs a request. `client` is one of the connection that this row belongs to; `connection` and
    /// `request` are evaluated properties, checked against both schemas.
    ///
    /// # Errors
    /// See [`Request::run`].
    pub fn run<'a>(
        &self,
        cx: &'a RequestCx<'a>,
        client: &'a Client,
        connection: &'a Value,
        request: &'a Value,
    ) -> BoxFuture<'a, Result<Value, Error>> {
        (self.run)(cx, client, connection, request)
    }

    /// Runs a request for its rows, with the same arguments.
    ///
    /// # Errors
    /// See [`Request::stream`].
    pub fn stream<'a>(
        &self,
        cx: &'a RequestCx<'a>,
        client: &'a Client,
        connection: &'a Value,
        request: &'a Value,
    ) -> BoxFuture<'a, Result<RowStream, Error>> {
        (self.stream)(cx, client, connection, request)
    }
}

fn connect<'a, T: Connection>(
    cx: &'a ConnectCx,
    properties: &'a Value,
) -> BoxFuture<'a, Result<Client, Error>> {
    Box::pin(async move { T::connect(cx, properties).await.map(Client::of::<T>) })
}

fn close<T: Connection>(client: &Inner) -> BoxFuture<'_, ()> {
    Box::pin(async move {
        if let Some(client) = client.downcast_ref::<T::Client>() {
            T::close(client).await;
        }
    })
}

fn begin<T: Connection>(client: &Inner) -> BoxFuture<'_, Result<Client, Error>> {
    Box::pin(async move {
        let client = typed::<T>(client, a_transaction)?;
        T::begin(client).await.map(Client::of::<T>)
    })
}

fn end<T: Connection>(client: &Inner, commit: bool) -> BoxFuture<'_, Result<(), Error>> {
    Box::pin(async move { T::end(typed::<T>(client, a_transaction)?, commit).await })
}

fn typed<T: Connection>(
    client: &Inner,
    what: impl FnOnce() -> String,
) -> Result<&T::Client, Error> {
    client.downcast_ref::<T::Client>().ok_or_else(|| {
        let (what, connection) = (what(), T::NAME);
        Error::config(format!(
            "{what} needs a connection of type \"{connection}\"."
        ))
    })
}

fn a_transaction() -> String {
    "A transaction".to_owned()
}

fn request_type<T: Request>() -> String {
    format!("Request type \"{}\"", T::NAME)
}

fn run<'a, T: Request>(
    cx: &'a RequestCx<'a>,
    client: &'a Client,
    connection: &'a Value,
    request: &'a Value,
) -> BoxFuture<'a, Result<Value, Error>> {
    Box::pin(async move {
        let client = typed::<T::Connection>(&*client.inner, request_type::<T>)?;
        T::run(cx, client, connection, request).await
    })
}

fn stream<'a, T: Request>(
    cx: &'a RequestCx<'a>,
    client: &'a Client,
    connection: &'a Value,
    request: &'a Value,
) -> BoxFuture<'a, Result<RowStream, Error>> {
    Box::pin(async move {
        let client = typed::<T::Connection>(&*client.inner, request_type::<T>)?;
        T::stream(cx, client, connection, request).await
    })
}
