//! `Date.parse` as V8 has it: ISO 8601, and nearly everything else that people write.
//!
//! Text that does not begin as ISO 8601 is read as a sequence of words, numbers and signs. Words
//! before the first number are skipped, as is what stands in parentheses; numbers with colons are the
//! time, other numbers the day, and month names and zone names are known by their first letters.

use engine::date;

mod parts;
mod token;

use parts::{Day, Time, Zone};
use token::{Token, Tokens, Word};

/// Milliseconds since 1970 of `text`; NaN where it is no date. A time without zone is local: `offset`
/// tells how many minutes local time is behind UTC.
pub(crate) fn parse(text: &str, offset: &dyn Fn(f64) -> f64) -> f64 {
    match Parser::new(text).parse() {
        Some((local, Some(east))) => date::clip(local - east * 1000.0),
        Some((local, None)) => {
            let guess = local + offset(local) * 60_000.0;
            date::clip(local + offset(guess) * 60_000.0)
        }
        None => f64::NAN,
    }
}

struct Parser<'a> {
    tokens: Tokens<'a>,
    day: Day,
    time: Time,
    zone: Zone,
    has_number: bool,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Parser<'a> {
        Parser {
            tokens: Tokens::new(text),
            day: Day::default(),
            time: Time::default(),
            zone: Zone::default(),
            has_number: false,
        }
    }

    /// Milliseconds as if in UTC, and seconds that the zone is east of it, if there is one.
    fn parse(mut self) -> Option<(f64, Option<f64>)> {
        let mut token = self.iso()?;
        self.has_number = !self.day.is_empty();
        if token == Token::End {
            token = self.tokens.next();
        }
        while token != Token::End {
            self.legacy(token)?;
            token = self.tokens.next();
        }
        Some((
            self.day.days()? * date::DAY + self.time.ms()?,
            self.zone.seconds(),
        ))
    }

    /// Reads ISO 8601. Gives the first token that is not part of it; none where the text begins so but
    /// goes wrong after the `T`.
    fn iso(&mut self) -> Option<Token> {
        match self.tokens.peek() {
            sign @ Token::Sign(s) => {
                self.tokens.next();
                let Some(year) = self.tokens.fixed(6, 0, 999_999) else {
                    return Some(sign);
                };
                if s < 0 && year == 0 {
                    return Some(sign);
                }
                self.day.add(s * year);
            }
            _ => match self.tokens.fixed(4, 0, 9999) {
                Some(year) => {
                    self.day.add(year);
                }
                None => return Some(self.tokens.next()),
            },
        }
        for last in [12, 31] {
            if !self.tokens.skip_sign(-1) {
                break;
            }
            match self.tokens.fixed(2, 1, last) {
                Some(n) => self.day.add(n),
                None => return Some(self.tokens.next()),
            };
        }
        match self.tokens.peek() {
            Token::Word(Word::TimeSeparator) => {
                self.tokens.next();
                self.iso_time()?;
            }
            Token::End => {}
            _ => return Some(self.tokens.next()),
        }
        if self.zone.is_empty() && self.time.is_empty() {
            self.zone.set_hours(0);
        }
        self.day.iso = true;
        Some(Token::End)
    }

    fn iso_time(&mut self) -> Option<()> {
        let hour = self.tokens.fixed(2, 0, 24)?;
        // Midnight may be written as the end of the day before.
        let last = if hour == 24 { 0 } else { 59 };
        self.time.add(hour);
        self.tokens.skip(b':').then_some(())?;
        self.time.add(self.tokens.fixed(2, 0, last)?);
        if self.tokens.skip(b':') {
            self.time.add(self.tokens.fixed(2, 0, last)?);
            if self.tokens.skip(b'.') {
                let Token::Number(n, len) = self.tokens.next() else {
                    return None;
                };
                (hour < 24 || n == 0).then_some(())?;
                self.time.add(milliseconds(n, len));
            }
        }
        match self.tokens.peek() {
            Token::Word(Word::Zone { hours: 0, z: true }) => {
                self.tokens.next();
                self.zone.set_hours(0);
            }
            Token::Sign(sign) => {
                self.tokens.next();
                self.zone.sign = Some(sign);
                if let Some(n) = self.tokens.fixed(4, 0, 9999) {
                    (n / 100 < 24 && n % 100 < 60).then_some(())?;
                    self.zone.hour = Some(n / 100);
                    self.zone.minute = Some(n % 100);
                } else {
                    self.zone.hour = Some(self.tokens.fixed(2, 0, 23)?);
                    self.tokens.skip(b':').then_some(())?;
                    self.zone.minute = Some(self.tokens.fixed(2, 0, 59)?);
                }
            }
            _ => {}
        }
        (self.tokens.peek() == Token::End).then_some(())
    }

    /// Takes one token of text that is not ISO 8601; none where it cannot stand here.
    fn legacy(&mut self, token: Token) -> Option<()> {
        match token {
            Token::Number(n, _) => {
                self.has_number = true;
                self.number(n)?;
            }
            Token::Word(word) => self.word(word)?,
            Token::Sign(sign) if self.zone.is_utc() || !self.time.is_empty() => {
                self.zone.sign = Some(sign);
                self.offset()?;
            }
            Token::Sign(_) | Token::Symbol(b')') if self.has_number => return None,
            _ => {}
        }
        Some(())
    }

    fn number(&mut self, n: i32) -> Option<()> {
        if self.tokens.skip(b':') {
            if self.tokens.skip(b':') {
                self.time.is_empty().then_some(())?;
                self.time.add(n);
                self.time.add(0);
            } else {
                self.time.add(n).then_some(())?;
                self.tokens.skip(b'.');
            }
            return Some(());
        }
        let point = self.tokens.skip(b'.');
        if point && self.time.is_expecting(n) {
            self.time.add(n);
            let Token::Number(n, len) = self.tokens.next() else {
                return None;
            };
            self.time.add_final(milliseconds(n, len));
        } else if self.zone.is_expecting(n) {
            self.zone.minute = Some(n);
        } else if self.time.is_expecting(n) {
            self.time.add_final(n);
            let ends = matches!(
                self.tokens.peek(),
                Token::End
                    | Token::Space
                    | Token::Sign(_)
                    | Token::Word(Word::Zone { z: true, .. })
            );
            ends.then_some(())?;
        } else {
            self.day.add(n).then_some(())?;
            self.tokens.skip_sign(-1);
        }
        Some(())
    }

    fn word(&mut self, word: Word) -> Option<()> {
        match word {
            Word::HalfDay(hours) if !self.time.is_empty() => self.time.half_day = Some(hours),
            Word::Month(month) => {
                self.day.named_month = Some(month);
                self.tokens.skip_sign(-1);
            }
            Word::Zone { hours, .. } if self.has_number => self.zone.set_hours(hours),
            _ if self.has_number => return None,
            _ if matches!(self.tokens.peek(), Token::Number(..)) => return None,
            _ => {}
        }
        Some(())
    }

    /// What follows a sign: `5`, `05`, `530`, `0530`, or the hour of `05:30`.
    fn offset(&mut self) -> Option<()> {
        let (mut n, mut len) = (0, 0);
        if let Token::Number(number, digits) = self.tokens.peek() {
            self.tokens.next();
            (n, len) = (number, digits);
        }
        self.has_number = true;
        if self.tokens.peek() == Token::Symbol(b':') {
            self.zone.hour = Some(n);
            self.zone.minute = None;
            return Some(());
        }
        let (hour, minute) = match len {
            1 | 2 => (n, 0),
            3 | 4 => (n / 100, n % 100),
            _ => return None,
        };
        self.zone.hour = Some(hour);
        self.zone.minute = Some(minute);
        Some(())
    }
}

/// A fraction of a second, written with `len` digits, in milliseconds; what is finer is dropped.
fn milliseconds(n: i32, len: usize) -> i32 {
    match len {
        1 => n * 100,
        2 => n * 10,
        len => n / 10i32.pow(len.min(9) as u32 - 3),
    }
}
