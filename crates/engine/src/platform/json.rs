//! V8's complaints about a text that is no JSON, in every browser. The parser proper is serde's; this
//! walks the text once more to say what V8 says and where.

/// What JavaScript's `JSON.parse` complains about in `text`, which is no JSON.
pub fn json_error(text: &str) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut scan = Scan {
        units: &units,
        at: 0,
    };
    let found = scan.value(0).and_then(|()| {
        scan.space();
        let at = scan.at;
        let message = || format!("Unexpected non-whitespace character after JSON at position {at}");
        if at < units.len() {
            Err(message())
        } else {
            Ok(())
        }
    });
    match found {
        Err(message) => message,
        Ok(()) => "JSON is nested too deeply or is no Unicode".to_owned(),
    }
}

/// Deeper than this the text is too deep for the parser, whatever else is wrong with it.
const MAX_DEPTH: usize = 128;

struct Scan<'a> {
    units: &'a [u16],
    at: usize,
}

type Found = Result<(), String>;

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.units
            .get(self.at)
            .map(|u| u8::try_from(*u).unwrap_or(0xff))
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn fail(&self, message: &str) -> Found {
        Err(format!("{message} in JSON at position {}", self.at))
    }

    /// What V8 says of a token that cannot stand here: what it expected, if it knows.
    fn unexpected(&self, expected: Option<&str>) -> Found {
        match (expected, self.peek()) {
            (Some(message), _) => self.fail(message),
            (_, None) => Err("Unexpected end of JSON input".to_owned()),
            (_, Some(b'0'..=b'9' | b'-')) => self.fail("Unexpected number"),
            (_, Some(b'"')) => self.fail("Unexpected string"),
            _ => Err(self.unexpected_token()),
        }
    }

    fn unexpected_token(&self) -> String {
        const AROUND: usize = 10;
        let (at, len) = (self.at, self.units.len());
        let part = |from: usize, to: usize| String::from_utf16_lossy(&self.units[from..to]);
        let whole = part(0, len);
        if matches!(
            &*whole,
            "NaN" | "Infinity" | "undefined" | "[object Object]"
        ) {
            return format!("\"{whole}\" is not valid JSON");
        }
        let shown = if len <= 2 * AROUND {
            format!("\"{whole}\"")
        } else if at < AROUND {
            format!("\"{}\"...", part(0, at + AROUND))
        } else if at < len - AROUND {
            format!("...\"{}\"...", part(at - AROUND, at + AROUND))
        } else {
            format!("...\"{}\"", part(at - AROUND, len))
        };
        format!(
            "Unexpected token '{}', {shown} is not valid JSON",
            part(at, at + 1)
        )
    }

    fn value(&mut self, depth: usize) -> Found {
        self.space();
        match self.peek() {
            _ if depth > MAX_DEPTH => Err("JSON is nested too deeply".to_owned()),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word(b"true"),
            Some(b'f') => self.word(b"false"),
            Some(b'n') => self.word(b"null"),
            _ => self.unexpected(None),
        }
    }

    fn word(&mut self, word: &[u8]) -> Found {
        for c in word {
            if self.peek() != Some(*c) {
                return self.unexpected(None);
            }
            self.at += 1;
        }
        Ok(())
    }

    fn array(&mut self, depth: usize) -> Found {
        self.at += 1;
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.value(depth + 1)?;
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return self.unexpected(Some("Expected ',' or ']' after array element")),
            }
        }
        self.at += 1;
        Ok(())
    }

    fn object(&mut self, depth: usize) -> Found {
        self.at += 1;
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        let mut expected = "Expected property name or '}'";
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return self.unexpected(Some(expected));
            }
            self.string()?;
            self.space();
            if self.peek() != Some(b':') {
                return self.unexpected(Some("Expected ':' after property name"));
            }
            self.at += 1;
            self.value(depth + 1)?;
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return self.unexpected(Some("Expected ',' or '}' after property value")),
            }
            expected = "Expected double-quoted property name";
        }
        self.at += 1;
        Ok(())
    }

    fn string(&mut self) -> Found {
        self.at += 1;
        loop {
            match self.peek() {
                None => return self.fail("Unterminated string"),
                Some(b'"') => break,
                Some(b'\\') => self.escape()?,
                Some(0..0x20) => return self.fail("Bad control character in string literal"),
                _ => self.at += 1,
            }
        }
        self.at += 1;
        Ok(())
    }

    fn escape(&mut self) -> Found {
        self.at += 1;
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => {
                for _ in 0..4 {
                    self.at += 1;
                    if !self.peek().is_some_and(|c| c.is_ascii_hexdigit()) {
                        return self.fail("Bad Unicode escape");
                    }
                }
                self.at += 1;
            }
            None => return self.unexpected(None),
            _ => return self.fail("Bad escaped character"),
        }
        Ok(())
    }

    fn number(&mut self) -> Found {
        if self.peek() == Some(b'-') {
            self.at += 1;
            if !self.digit() {
                return self.fail("No number after minus sign");
            }
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
            if self.digit() {
                return self.fail("Unexpected number");
            }
        }
        self.digits();
        if self.peek() == Some(b'.') {
            self.at += 1;
            if !self.digit() {
                return self.fail("Unterminated fractional number");
            }
            self.digits();
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if !self.digit() {
                return self.fail("Exponent part is missing a number");
            }
            self.digits();
        }
        Ok(())
    }

    fn digit(&self) -> bool {
        self.peek().is_some_and(|c| c.is_ascii_digit())
    }

    fn digits(&mut self) {
        while self.digit() {
            self.at += 1;
        }
    }
}
