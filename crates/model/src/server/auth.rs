//! Who may see what: the rules that the build wrote into pages, requests and menu links.

use engine::{Str, Value};

use crate::read;

/// The `auth` of a page, request, endpoint or menu link.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// Everybody.
    Public,
    /// Whoever is logged in.
    Protected,
    /// Whoever has one of the roles.
    Roles(Vec<Str>),
    /// Neither public nor protected: an error of the build. Nobody may, and where Lowdefy says that it
    /// is an error, so does Lath.
    Invalid,
}

impl Rule {
    /// Reads `{public, roles}`.
    pub fn read(auth: &Value) -> Rule {
        match auth.key("public") {
            Value::Bool(true) => Rule::Public,
            Value::Bool(false) => match read::list(auth.key("roles")) {
                Some(roles) => Rule::Roles(roles.iter().filter_map(Value::as_shared_str).collect()),
                None => Rule::Protected,
            },
            _ => Rule::Invalid,
        }
    }

    /// May `user` (undefined for nobody)? Roles must be a list of texts: a text as roles matches
    /// nothing.
    pub fn allows(&self, user: &Value) -> bool {
        self.check(user).is_ok()
    }

    /// As [`Rule::allows`], with why not.
    ///
    /// # Errors
    /// Nobody is logged in, or the user may not.
    pub fn check(&self, user: &Value) -> Result<(), Denied> {
        let roles = match self {
            Rule::Public => return Ok(()),
            Rule::Invalid => return Err(Denied::Forbidden),
            _ if user.is_none() => return Err(Denied::SignedOut),
            Rule::Protected => return Ok(()),
            Rule::Roles(roles) => roles,
        };
        let own = user.key("roles").items();
        let has = |role: &Str| own.iter().any(|r| r.as_str() == Some(role));
        if roles.iter().any(has) {
            Ok(())
        } else {
            Err(Denied::Forbidden)
        }
    }
}

/// Why a caller may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Nobody is logged in; it may help to do so.
    SignedOut,
    /// The user may not.
    Forbidden,
}

/// `auth.json`.
#[derive(Clone, Debug, Default)]
pub struct AuthConfig {
    /// Does the app have an `auth` section at all?
    pub configured: bool,
    /// What a caller may not see is said to be absent (`legacyNotFound`).
    pub legacy_not_found: bool,
    /// Rules of pages, as the app wrote them.
    pub pages: Rules,
    /// Rules of endpoints.
    pub api: Rules,
    /// The whole file, with operators such as `_secret` unevaluated.
    pub source: Value,
}

impl AuthConfig {
    /// Reads the file.
    pub fn read(source: Value) -> AuthConfig {
        AuthConfig {
            configured: *source.key("configured") == Value::Bool(true),
            legacy_not_found: *source.key("legacyNotFound") == Value::Bool(true),
            pages: Rules::read(source.key("pages")),
            api: Rules::read(source.key("api")),
            source,
        }
    }

    /// Are callers told that they may not, or that they must log in?
    pub fn tells(&self) -> bool {
        self.configured && !self.legacy_not_found
    }
}

/// The rules of pages, or of endpoints, as `auth` has them: `{protected, public, roles}`. In a name, `*`
/// stands for anything.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    all_protected: bool,
    public: Option<Vec<Str>>,
    protected: Vec<Str>,
    roles: Vec<(Str, Vec<Str>)>,
}

impl Rules {
    /// Reads them.
    pub fn read(rules: &Value) -> Rules {
        let names = |value: &Value| -> Option<Vec<Str>> {
            let names = read::list(value)?.iter();
            Some(names.filter_map(Value::as_shared_str).collect())
        };
        let roles = rules.key("roles").as_map();
        let roles = roles.into_iter().flat_map(|map| map.iter());
        Rules {
            all_protected: *rules.key("protected") == Value::Bool(true),
            public: names(rules.key("public")),
            protected: names(rules.key("protected")).unwrap_or_default(),
            roles: roles
                .filter_map(|(role, value)| Some((role.clone(), names(value)?)))
                .collect(),
        }
    }

    /// The rule for a page or an endpoint.
    pub fn of(&self, id: &str) -> Rule {
        let has = |names: &[Str]| names.iter().any(|name| fits(name, id));
        let roles = self.roles.iter().filter(|(_, names)| has(names));
        let roles: Vec<Str> = roles.map(|(role, _)| role.clone()).collect();
        let is_protected = match &self.public {
            Some(public) => !has(public),
            None => self.all_protected || has(&self.protected),
        };
        match (roles.is_empty(), is_protected) {
            (false, _) => Rule::Roles(roles),
            (true, true) => Rule::Protected,
            (true, false) => Rule::Public,
        }
    }

    /// The rule that counts: that of the artifact, unless it lets in whom the app's own rules do not.
    /// What is sent to everybody who may not see something else is for everybody.
    pub fn stricter(&self, id: &str, built: Rule) -> Rule {
        let own = self.of(id);
        match built {
            Rule::Public | Rule::Invalid if id != "404" && own != Rule::Public => own,
            built => built,
        }
    }
}

/// Does `id` fit `pattern`, in which `*` stands for anything?
fn fits(pattern: &str, id: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else {
        return pattern == id;
    };
    let Some(mut left) = id.strip_prefix(first) else {
        return false;
    };
    let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
    for part in middle.split('*') {
        match left.find(part) {
            Some(at) => left = &left[at + part.len()..],
            None => return false,
        }
    }
    left.ends_with(last)
}

#[cfg(test)]
mod tests {
    use engine::json;

    use super::*;

    #[test]
    fn patterns_and_roles_decide_who_may() {
        let rules = json::parse(
            br#"{"protected":true,"public":["home","docs/*"],"roles":{"admin":["team-*","*/edit"]}}"#,
        );
        let rules = Rules::read(&rules.expect("JSON"));
        let admin = || Rule::Roles(vec!["admin".into()]);
        for (id, rule) in [
            ("home", Rule::Public),
            ("homes", Rule::Protected),
            ("docs/a/b", Rule::Public),
            ("docs", Rule::Protected),
            ("team-users", admin()),
            ("a/b/edit", admin()),
            ("edit", Rule::Protected),
        ] {
            assert_eq!(rules.of(id), rule, "{id}");
        }
        assert_eq!(rules.stricter("team-x", Rule::Public), admin());
        assert_eq!(rules.stricter("home", Rule::Protected), Rule::Protected);
        assert_eq!(rules.stricter("404", Rule::Public), Rule::Public);
    }

    #[test]
    fn roles_must_be_a_list_of_texts() {
        let rule = Rule::Roles(vec!["admin".into()]);
        let user =
            |roles: &str| json::parse(format!(r#"{{"roles":{roles}}}"#).as_bytes()).expect("JSON");
        assert_eq!(rule.check(&user(r#"["admin"]"#)), Ok(()));
        for roles in [
            r#""admin""#,
            r#""superadmin""#,
            r#"{"admin":true}"#,
            "null",
            "[1]",
            "[]",
        ] {
            assert_eq!(rule.check(&user(roles)), Err(Denied::Forbidden), "{roles}");
        }
        assert_eq!(rule.check(&Value::Undefined), Err(Denied::SignedOut));
        assert_eq!(rule.check(&Value::Null), Err(Denied::SignedOut));
    }
}
