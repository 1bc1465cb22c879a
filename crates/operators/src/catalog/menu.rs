use engine::{Args, Cx, OpError, OpResult, Operator, Reads, Realm, Root, Value};

/// A menu with its links, as far as the user may see them.
///
/// ```yaml
/// _menu: default       # by id
/// _menu: 0             # by position
/// _menu: true          # all menus
/// ```
///
/// - `value`: the id of the menu. A text in place of the parameters is the same.
/// - `index`: its position, from 0. A number in place of the parameters is the same.
/// - `all`: true gives every menu.
pub struct Menu;

impl Operator for Menu {
    const NAME: &'static str = "_menu";
    const REALM: Realm = Realm::Client;

    fn reads(_: Option<&str>) -> Reads {
        Reads::USER
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        match args.params {
            Value::Bool(true) => Ok(cx.read(Root::Menus, "")),
            Value::String(id) => Ok(by_id(cx, id)),
            Value::Number(n) if n.is_finite() => Ok(by_index(cx, *n)),
            Value::Map(_) => by_options(cx, &args),
            _ => Err(wrong_type()),
        }
    }
}

fn by_options(cx: &Cx<'_>, args: &Args<'_>) -> OpResult {
    match (args.get("all"), args.get("value"), args.get("index")) {
        (Value::Bool(true), ..) => Ok(cx.read(Root::Menus, "")),
        (_, Value::String(id), _) => Ok(by_id(cx, id)),
        (_, value, _) if !value.is_none() => {
            Err(OpError::new("_menu.value must be of type string."))
        }
        (_, _, Value::Number(n)) if n.is_finite() => Ok(by_index(cx, *n)),
        (_, _, index) if !index.is_none() => {
            Err(OpError::new("_menu.index must be of type number."))
        }
        _ => Err(wrong_type()),
    }
}

fn wrong_type() -> OpError {
    OpError::new("_menu must be of type string, number or object.")
}

fn by_id(cx: &Cx<'_>, id: &str) -> Value {
    let menus = cx.read(Root::Menus, "");
    let found = menus
        .items()
        .iter()
        .find(|menu| menu.key("menuId").as_str() == Some(id));
    found.cloned().unwrap_or(Value::Undefined)
}

fn by_index(cx: &Cx<'_>, n: f64) -> Value {
    let menus = cx.read(Root::Menus, "");
    let whole = (n >= 0.0 && n.fract() == 0.0).then_some(n as usize);
    whole
        .and_then(|i| menus.items().get(i).cloned())
        .unwrap_or(Value::Undefined)
}
