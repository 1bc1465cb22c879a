//! Where a login may send a browser: to this server and nowhere else.

use url::Url;

use crate::context::RequestContext;

/// Characters of an address that are looked at.
const MAX: usize = 4_000;

/// The address that was asked for, whole, if it is one of this app; else the app's home.
pub fn own(cx: &RequestContext, asked: Option<&str>) -> String {
    let home = || format!("{}{}/", cx.origin(), cx.config().base_path);
    asked
        .and_then(|asked| checked(&cx.origin(), asked))
        .unwrap_or_else(home)
}

/// The address, whole, if it leads to `origin`.
pub fn checked(origin: &str, asked: &str) -> Option<String> {
    let odd = |c: char| c.is_control() || c == '\\';
    if asked.len() > MAX || asked.contains(odd) {
        return None;
    }
    let base = Url::parse(origin).ok()?;
    let to = base.join(asked.trim()).ok()?;
    let is_plain = to.username().is_empty() && to.password().is_none();
    // A path that begins with two slashes would be a host for whoever reads it alone.
    (to.origin() == base.origin() && is_plain && !to.path().starts_with("//"))
        .then(|| to.to_string())
}

/// `page` (a path of the app, as in `authPages`, or the address of another own page) with a query.
pub fn with_query(cx: &RequestContext, page: &str, query: &[(&str, &str)]) -> String {
    let path = match page.strip_prefix('/') {
        Some(_) => format!("{}{page}", cx.config().base_path),
        None if page.contains("://") => page.to_owned(),
        None => format!("{}/{page}", cx.config().base_path),
    };
    let whole = checked(&cx.origin(), &path);
    let whole = whole.and_then(|whole| Url::parse(&whole).ok());
    let Some(mut url) = whole else {
        return own(cx, None);
    };
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    url.to_string()
}

#[cfg(test)]
mod tests {
    use super::checked;

    #[test]
    fn nobody_is_sent_elsewhere() {
        let own = "https://app.test";
        for (asked, to) in [
            ("/orders?a=1#b", "https://app.test/orders?a=1#b"),
            ("orders", "https://app.test/orders"),
            ("https://app.test/x", "https://app.test/x"),
            ("HTTPS://APP.TEST/x", "https://app.test/x"),
            ("/%2f%2fevil.test", "https://app.test/%2f%2fevil.test"),
            ("", "https://app.test/"),
        ] {
            assert_eq!(checked(own, asked).as_deref(), Some(to), "{asked}");
        }
        for asked in [
            "https://evil.test/",
            "//evil.test",
            "///evil.test",
            "/\\evil.test",
            "\\\\evil.test",
            "/\t/evil.test",
            "http://app.test/",
            "https://app.test:444/",
            "https://app.test@evil.test/",
            "https://evil@app.test/",
            "https://app.test.evil.test/",
            "https://app.test//evil.test",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://app.test\n.evil.test/",
        ] {
            assert_eq!(checked(own, asked), None, "{asked}");
        }
    }
}
