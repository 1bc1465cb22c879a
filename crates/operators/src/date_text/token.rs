//! The words, numbers and signs of a date's text.

/// A piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A number, and how many digits it was written with.
    Number(i32, usize),
    /// `+` is 1, `-` is -1.
    Sign(i32),
    /// `:`, `.` or `)`.
    Symbol(u8),
    /// A word.
    Word(Word),
    /// White space.
    Space,
    /// Anything else; a text in parentheses.
    Other,
    /// The end.
    End,
}

/// What a word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A month, from 1.
    Month(i32),
    /// `am` is 0, `pm` is 12.
    HalfDay(i32),
    /// A zone by its hours east of UTC; `z` is the letter Z.
    Zone { hours: i32, z: bool },
    /// The letter T.
    TimeSeparator,
    /// Any other.
    Unknown,
}

pub(super) struct Tokens<'a> {
    rest: &'a str,
    current: Token,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Tokens<'a> {
        let mut tokens = Tokens {
            rest: text,
            current: Token::End,
        };
        tokens.next();
        tokens
    }

    /// The token that comes.
    pub(super) fn peek(&self) -> Token {
        self.current
    }

    /// Takes the token that comes.
    pub(super) fn next(&mut self) -> Token {
        let taken = self.current;
        self.current = self.scan();
        taken
    }

    /// Takes `symbol` if it comes.
    pub(super) fn skip(&mut self, symbol: u8) -> bool {
        self.skip_token(Token::Symbol(symbol))
    }

    /// Takes a sign if it comes.
    pub(super) fn skip_sign(&mut self, sign: i32) -> bool {
        self.skip_token(Token::Sign(sign))
    }

    fn skip_token(&mut self, token: Token) -> bool {
        let comes = self.current == token;
        if comes {
            self.next();
        }
        comes
    }

    /// Takes a number of exactly `len` digits and between `from` and `to` if it comes.
    pub(super) fn fixed(&mut self, len: usize, from: i32, to: i32) -> Option<i32> {
        match self.current {
            Token::Number(n, digits) if digits == len && (from..=to).contains(&n) => {
                self.next();
                Some(n)
            }
            _ => None,
        }
    }

    fn scan(&mut self) -> Token {
        let Some(c) = self.rest.chars().next() else {
            return Token::End;
        };
        if c.is_ascii_digit() {
            return self.number();
        }
        if c >= 'A' && !engine::js::is_space(c) {
            return self.word();
        }
        if c == '(' {
            self.parentheses();
            return Token::Other;
        }
        self.rest = &self.rest[c.len_utf8()..];
        match c {
            '+' => Token::Sign(1),
            '-' => Token::Sign(-1),
            ':' | '.' | ')' => Token::Symbol(c as u8),
            c if engine::js::is_space(c) => Token::Space,
            _ => Token::Other,
        }
    }

    fn number(&mut self) -> Token {
        let len = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at(len);
        self.rest = rest;
        // Nine digits count; a tenth and later ones are dropped.
        let digits = digits.trim_start_matches('0');
        Token::Number(digits[..digits.len().min(9)].parse().unwrap_or(0), len)
    }

    fn word(&mut self) -> Token {
        let inside = |c: char| c >= 'A' && !engine::js::is_space(c);
        let end = self.rest.find(|c| !inside(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        Token::Word(meaning(word))
    }

    fn parentheses(&mut self) {
        let mut depth = 0;
        for (i, c) in self.rest.char_indices() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.rest = &self.rest[i + 1..];
                return;
            }
        }
        self.rest = "";
    }
}

/// Months are known by three letters, whatever follows; other words must be whole.
fn meaning(word: &str) -> Word {
    const MONTHS: &str = "jan feb mar apr may jun jul aug sep oct nov dec";
    let start: String = word
        .chars()
        .take(3)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    if start.len() == 3
        && let Some(month) = MONTHS.split(' ').position(|m| m == start)
    {
        return Word::Month(month as i32 + 1);
    }
    let whole = if word.len() <= 3 { &*start } else { "" };
    let zone = |hours: i32| Word::Zone { hours, z: false };
    match whole {
        "am" => Word::HalfDay(0),
        "pm" => Word::HalfDay(12),
        "t" => Word::TimeSeparator,
        "z" => Word::Zone { hours: 0, z: true },
        "ut" | "utc" | "gmt" => zone(0),
        "edt" => zone(-4),
        "est" | "cdt" => zone(-5),
        "cst" | "mdt" => zone(-6),
        "mst" | "pdt" => zone(-7),
        "pst" => zone(-8),
        _ => Word::Unknown,
    }
}
