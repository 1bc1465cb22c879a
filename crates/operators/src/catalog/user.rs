use engine::{Args, Cx, OpError, OpResult, Operator, Reads, Root, Value};

use crate::get_from_object;

/// A value of the signed-in user, or whether the user has roles.
///
/// ```yaml
/// _user: name
/// _user: { key: email, default: unknown }
/// _user: true
/// _user.hasRole: admin
/// _user.hasSomeRoles: [admin, editor]
/// _user.hasAllRoles: [admin, editor]
/// ```
///
/// | method | is true if the user has |
/// | --- | --- |
/// | `hasRole` | the role |
/// | `hasSomeRoles` | any of the roles of a list |
/// | `hasAllRoles` | all of them |
///
/// A text or a whole number in place of the parameters is `key`; true gives everything.
///
/// - `key`: where the value is: names and positions, parted by dots.
/// - `default`: what to give where there is nothing. Default: null.
pub struct User;

impl Operator for User {
    const NAME: &'static str = "_user";

    fn reads(_: Option<&str>) -> Reads {
        Reads::USER
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        match args.method {
            Some("hasRole") => match args.params {
                role @ Value::String(_) => Ok(has(cx, role).into()),
                _ => Err(OpError::new("_user.hasRole takes a string type as input.")),
            },
            Some("hasSomeRoles") => Ok(roles(&args)?.iter().any(|role| has(cx, role)).into()),
            Some("hasAllRoles") => Ok(roles(&args)?.iter().all(|role| has(cx, role)).into()),
            _ => get_from_object::read(cx, &args, Root::User),
        }
    }
}

fn has(cx: &Cx<'_>, role: &Value) -> bool {
    cx.read(Root::User, "roles").items().contains(role)
}

fn roles<'a>(args: &Args<'a>) -> Result<&'a [Value], OpError> {
    let roles = args
        .list()
        .filter(|roles| roles.iter().all(|role| role.as_str().is_some()));
    let message = || format!("{} takes an array of strings as input.", args.full_name());
    roles.ok_or_else(|| OpError::new(message()))
}
