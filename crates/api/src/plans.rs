//! What is known of connections, requests and endpoints once the app is loaded, so that no call looks
//! it up. The type of a step is looked up among those of its connection, which are a few.

use std::collections::BTreeMap;

use connections::{ConnectionEntry, RequestEntry, Schema};
use engine::Str;
use model::server::{App, Endpoint, Request};
use model::{Diagnostic, Diagnostics};

use crate::Catalog;
use crate::ready::Kept;

/// The rows of the catalog for a request.
#[derive(Clone, Copy)]
pub struct Plan {
    /// The type of its connection, if there is one of that name.
    pub(crate) connection: Option<&'static ConnectionEntry>,
    /// Its own type.
    pub(crate) request: Option<&'static RequestEntry>,
    /// Running it changes nothing, as far as its configuration tells.
    pub only_reads: bool,
}

/// What is known of a connection.
#[derive(Default)]
pub(crate) struct Known {
    /// Its type, if there is one of that name.
    pub(crate) entry: Option<&'static ConnectionEntry>,
    /// The place for what is found out about it once, if it is the same for all calls.
    pub(crate) kept: Option<Kept>,
}

/// All of an app.
#[derive(Default)]
pub struct Plans {
    requests: BTreeMap<Str, BTreeMap<Str, Plan>>,
    payloads: BTreeMap<Str, Schema>,
    connections: BTreeMap<Str, Known>,
}

impl Plans {
    /// Looks everything up.
    ///
    /// # Errors
    /// Schemas of payloads that are none.
    pub fn new(app: &App, catalog: Catalog) -> Result<Plans, Vec<Diagnostic>> {
        let requests = app.pages.iter().map(|(page, entry)| {
            let requests = entry.requests.iter();
            let plans = requests.map(|(id, request)| (id.clone(), plan(app, request, catalog)));
            (page.clone(), plans.collect())
        });
        let mut found = Vec::new();
        let payloads = app.endpoints.values().filter_map(|endpoint| {
            Some((endpoint.id.clone(), payload_schema(endpoint, &mut found)?))
        });
        let connections = app.connections.values().map(|connection| {
            let known = Known {
                entry: catalog(&connection.kind),
                kept: Kept::of(&connection.properties),
            };
            (connection.id.clone(), known)
        });
        let plans = Plans {
            requests: requests.collect(),
            payloads: payloads.collect(),
            connections: connections.collect(),
        };
        if found.is_empty() {
            Ok(plans)
        } else {
            Err(found)
        }
    }

    /// That of a request.
    pub fn request(&self, page_id: &str, request_id: &str) -> Option<&Plan> {
        self.requests.get(page_id)?.get(request_id)
    }

    /// That of a connection.
    pub(crate) fn connection(&self, id: &str) -> Option<&Known> {
        self.connections.get(id)
    }

    /// What the payload of an endpoint must be.
    pub(crate) fn payload(&self, endpoint_id: &str) -> Option<&Schema> {
        self.payloads.get(endpoint_id)
    }
}

fn payload_schema(endpoint: &Endpoint, found: &mut Vec<Diagnostic>) -> Option<Schema> {
    if endpoint.payload_schema.is_none() {
        return None;
    }
    match Schema::compile(&endpoint.payload_schema) {
        Ok(schema) => Some(schema),
        Err(error) => {
            let mut d = Diagnostics::of(format!("api/{}.json", endpoint.id));
            d.within("payloadSchema", |d| d.error(error.to_string()));
            found.append(&mut d.found);
            None
        }
    }
}

fn plan(app: &App, request: &Request, catalog: Catalog) -> Plan {
    let connection = request
        .connection_id
        .as_ref()
        .and_then(|id| app.connections.get(id));
    let kind = connection.and_then(|c| catalog(&c.kind));
    let row = kind.and_then(|c| c.request(&request.kind));
    let only_reads = connection
        .zip(row)
        .is_some_and(|(c, row)| (row.only_reads)(&c.properties, &request.properties));
    Plan {
        connection: kind,
        request: row,
        only_reads,
    }
}
