//! A toolbox as a server of the protocol.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine::{Map, Value, json};
use rmcp::handler::server::ServerHandler;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ErrorData,
    Implementation, ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig,
    ToolAnnotations,
};
use rmcp::service::{RequestContext, RoleServer};
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use serde_json::Map as JsonMap;

use crate::{Answer, Tool, Toolbox};

/// The largest message that is read, bytes.
const MAX_MESSAGE: usize = 1 << 20;

/// Answers requests of HTTP. Every request stands for itself: there are no sessions to keep.
pub type Service = StreamableHttpService<Handler, NeverSessionManager>;

/// The server of a toolbox. It answers whoever reaches it: who mounts it says who may.
pub fn service(tools: Arc<dyn Toolbox>) -> Service {
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(MAX_MESSAGE)
        .disable_allowed_hosts()
        .disable_allowed_origins();
    let handler = move || Ok(Handler(tools.clone()));
    StreamableHttpService::new(handler, Arc::default(), config)
}

/// See [`service`].
#[derive(Clone)]
pub struct Handler(Arc<dyn Toolbox>);

impl ServerHandler for Handler {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(Implementation::new("lath", env!("CARGO_PKG_VERSION")))
            .with_instructions(self.0.instructions())
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let tools = self.0.tools().iter().map(|tool| described(tool));
        Ok(ListToolsResult::with_all_items(tools.collect()))
    }

    fn get_tool(&self, name: &str) -> Option<rmcp::model::Tool> {
        find(&*self.0, name).map(described)
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(tool) = find(&*self.0, &request.name) else {
            let message = format!("There is no tool \"{}\".", request.name);
            return Err(ErrorData::invalid_params(message, None));
        };
        let arguments = value(&request.arguments.unwrap_or_default())?;
        let answer = match fitting(tool, &arguments) {
            Ok(()) => self.0.call(tool, arguments).await,
            Err(complaint) => Err(complaint),
        };
        Ok(match answer {
            Ok(answer) => CallToolResult::success(vec![content(answer)]),
            Err(complaint) => CallToolResult::error(vec![ContentBlock::text(complaint)]),
        }
        .into())
    }
}

fn find(tools: &dyn Toolbox, name: &str) -> Option<&'static Tool> {
    tools.tools().iter().copied().find(|tool| tool.name == name)
}

/// A tool as agents see it.
fn described(tool: &Tool) -> rmcp::model::Tool {
    let text = |text: &str| serde_json::Value::from(text);
    let mut properties = JsonMap::new();
    let mut required = Vec::new();
    for parameter in tool.parameters {
        let mut schema = JsonMap::new();
        if !parameter.kind.is_empty() {
            schema.insert("type".to_owned(), text(parameter.kind));
        }
        schema.insert("description".to_owned(), text(parameter.about));
        properties.insert(parameter.name.to_owned(), schema.into());
        if parameter.required {
            required.push(text(parameter.name));
        }
    }
    let mut schema = JsonMap::new();
    schema.insert("type".to_owned(), text("object"));
    schema.insert("properties".to_owned(), properties.into());
    schema.insert("required".to_owned(), required.into());
    let annotations = ToolAnnotations::new().read_only(tool.only_reads);
    rmcp::model::Tool::new(tool.name, tool.about, schema).with_annotations(annotations)
}

/// Are the arguments what the tool takes?
fn fitting(tool: &Tool, arguments: &Value) -> Result<(), String> {
    let empty = Map::new();
    let given = arguments.as_map().map_or(&empty, |map| map);
    for (key, _) in given.iter() {
        if !tool
            .parameters
            .iter()
            .any(|parameter| parameter.name == &**key)
        {
            let known: Vec<&str> = tool.parameters.iter().map(|p| p.name).collect();
            return Err(format!(
                "\"{key}\" is no parameter of {}. It takes: {}.",
                tool.name,
                known.join(", ")
            ));
        }
    }
    for parameter in tool.parameters {
        let value = arguments.key(parameter.name);
        if value.is_none() {
            if parameter.required {
                return Err(format!(
                    "\"{}\" is missing: {}",
                    parameter.name, parameter.about
                ));
            }
            continue;
        }
        let fits = match parameter.kind {
            "string" => value.as_str().is_some(),
            "integer" => value.as_integer().is_some(),
            "object" => value.as_map().is_some(),
            "boolean" => value.as_bool().is_some(),
            _ => true,
        };
        if !fits {
            let (name, kind) = (parameter.name, parameter.kind);
            return Err(format!("\"{name}\" must be of the type {kind}."));
        }
    }
    Ok(())
}

fn value(arguments: &JsonMap<String, serde_json::Value>) -> Result<Value, ErrorData> {
    let read = serde_json::to_vec(arguments).ok();
    let read = read.and_then(|text| json::parse_wire(&text).ok());
    read.ok_or_else(|| ErrorData::invalid_params("The arguments are nested too deeply.", None))
}

fn content(answer: Answer) -> ContentBlock {
    match answer {
        Answer::Data(value) => ContentBlock::text(json::to_wire(&value)),
        Answer::Text(text) => ContentBlock::text(text),
        Answer::Png(bytes) => ContentBlock::image(STANDARD.encode(bytes), "image/png"),
    }
}
