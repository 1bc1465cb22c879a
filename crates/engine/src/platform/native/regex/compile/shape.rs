//! What nodes can match, known without a text.

use super::super::Node;

/// About as many instructions as `node` becomes.
pub(super) fn size(node: &Node) -> usize {
    match node {
        Node::Cat(nodes) => nodes.iter().map(size).fold(0, usize::saturating_add),
        Node::Alt(nodes) => nodes.iter().fold(0, |sum, node| {
            size(node).saturating_add(sum).saturating_add(2)
        }),
        Node::Group(_, node) | Node::Look { node, .. } => size(node).saturating_add(2),
        Node::Repeat { node, .. } => size(node).saturating_mul(2).saturating_add(3),
        _ => 1,
    }
}

pub(super) fn can_be_empty(node: &Node) -> bool {
    match node {
        Node::Char(_) | Node::Set(_) => false,
        Node::Cat(nodes) => nodes.iter().all(can_be_empty),
        Node::Alt(nodes) => nodes.iter().any(can_be_empty),
        Node::Group(_, node) => can_be_empty(node),
        Node::Repeat { node, min, .. } => *min == 0 || can_be_empty(node),
        _ => true,
    }
}

/// Marks the bytes `node` can begin with; says whether it can be empty, none if that is not known.
pub(super) fn first_bytes(node: &Node, unicode: bool, bytes: &mut [bool; 256]) -> Option<bool> {
    let lead = |c: u32| match c {
        0..0x80 => Some(c as u8),
        0x80..0x800 => Some(0xc0 | (c >> 6) as u8),
        // The second half of a pair is found within a character.
        0xdc00..0xe000 if !unicode => None,
        0x800..0x1_0000 => Some(0xe0 | (c >> 12) as u8),
        _ => Some(0xf0 | (c >> 18) as u8),
    };
    let mut mark = |lo: u32, hi: u32| {
        if !unicode && hi >= 0xd800 {
            if lo < 0xe000 && hi >= 0xdc00 {
                return None;
            }
            bytes[0xf0..0xf5].fill(true);
        }
        bytes[lead(lo)? as usize..=lead(hi)? as usize].fill(true);
        Some(false)
    };
    match node {
        Node::Char(c) => mark(*c, *c),
        Node::Set(set) => {
            for (lo, hi) in set.rest() {
                mark(*lo, *hi)?;
            }
            (0..128).for_each(|b| bytes[b as usize] |= set.ascii(b));
            Some(false)
        }
        Node::Cat(nodes) => {
            for node in nodes {
                if !first_bytes(node, unicode, bytes)? {
                    return Some(false);
                }
            }
            Some(true)
        }
        Node::Alt(nodes) => {
            let mut empty = false;
            for node in nodes {
                empty |= first_bytes(node, unicode, bytes)?;
            }
            Some(empty)
        }
        Node::Group(_, node) => first_bytes(node, unicode, bytes),
        Node::Repeat { node, min, .. } => Some(first_bytes(node, unicode, bytes)? || *min == 0),
        Node::BackRef { .. } | Node::NamedRef { .. } => None,
        _ => Some(true),
    }
}
