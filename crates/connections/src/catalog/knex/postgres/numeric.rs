//! The type `numeric` on the wire: groups of four digits.

/// The bytes of a decimal number such as `-12.50`; nothing for any other text.
pub(super) fn encode(text: &str) -> Option<Vec<u8>> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 1000 || fraction.len() > 1000 {
        return None;
    }
    if !plain(whole) || !plain(fraction) {
        return None;
    }
    let mut padded = "0".repeat((4 - whole.len() % 4) % 4);
    padded.push_str(whole);
    let weight = padded.len() / 4;
    padded.push_str(fraction);
    padded.push_str(&"0".repeat((4 - fraction.len() % 4) % 4));
    let groups: Vec<i16> = padded
        .as_bytes()
        .chunks(4)
        .map(|group| group.iter().fold(0, |n, b| n * 10 + i16::from(b - b'0')))
        .collect();
    let leading = groups.iter().take_while(|group| **group == 0).count();
    let trailing = groups.iter().rev().take_while(|group| **group == 0).count();
    let groups = match leading == groups.len() {
        true => &[],
        false => &groups[leading..groups.len() - trailing],
    };
    let weight = match groups.is_empty() {
        true => 0,
        false => weight as i16 - 1 - leading as i16,
    };
    let negative = negative && !groups.is_empty();
    let mut bytes = Vec::with_capacity(8 + 2 * groups.len());
    bytes.extend((groups.len() as i16).to_be_bytes());
    bytes.extend(weight.to_be_bytes());
    bytes.extend(if negative { 0x4000_u16 } else { 0 }.to_be_bytes());
    bytes.extend((fraction.len() as i16).to_be_bytes());
    for group in groups {
        bytes.extend(group.to_be_bytes());
    }
    Some(bytes)
}

/// The number as text, as the server writes it.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let mut words = bytes
        .chunks_exact(2)
        .map(|b| u16::from_be_bytes([b[0], b[1]]));
    let n = usize::from(words.next()?);
    let weight = i32::from(words.next()? as i16);
    let sign = words.next()?;
    let scale = usize::from(words.next()?);
    let groups: Vec<u16> = words.collect();
    match sign {
        0xC000 => return Some("NaN".to_owned()),
        0xD000 => return Some("Infinity".to_owned()),
        0xF000 => return Some("-Infinity".to_owned()),
        _ => {}
    }
    if groups.len() != n || scale > 0x3FFF {
        return None;
    }
    let group = |i: i32| {
        usize::try_from(i)
            .ok()
            .and_then(|i| groups.get(i))
            .copied()
            .unwrap_or(0)
    };
    let mut text = String::new();
    if sign == 0x4000 {
        text.push('-');
    }
    text.push_str(&group(if weight < 0 { -1 } else { 0 }).to_string());
    for i in 1..=weight.max(0) {
        text.push_str(&format!("{:04}", group(i)));
    }
    if scale > 0 {
        text.push('.');
        let mut fraction = String::new();
        let mut i = weight + 1;
        while fraction.len() < scale {
            fraction.push_str(&format!("{:04}", group(i)));
            i += 1;
        }
        text.push_str(&fraction[..scale]);
    }
    Some(text)
}
