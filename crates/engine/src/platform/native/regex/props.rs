//! `\p{…}`, and the simple case folding of Unicode.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, HirKind};

use super::sets::Ranges;

/// General categories by their short and long names.
const CATEGORIES: &str = "Cased_Letter LC Close_Punctuation Pe Connector_Punctuation Pc Control Cc cntrl \
Currency_Symbol Sc Dash_Punctuation Pd Decimal_Number Nd digit Enclosing_Mark Me Final_Punctuation Pf \
Format Cf Initial_Punctuation Pi Letter L Letter_Number Nl Line_Separator Zl Lowercase_Letter Ll Mark M \
Combining_Mark Math_Symbol Sm Modifier_Letter Lm Modifier_Symbol Sk Nonspacing_Mark Mn Number N \
Open_Punctuation Ps Other C Other_Letter Lo Other_Number No Other_Punctuation Po Other_Symbol So \
Paragraph_Separator Zp Private_Use Co Punctuation P punct Separator Z Space_Separator Zs Spacing_Mark Mc \
Surrogate Cs Symbol S Titlecase_Letter Lt Unassigned Cn Uppercase_Letter Lu";

/// Properties that a code point has or has not.
const BINARY: &str = "ASCII_Hex_Digit AHex Alphabetic Alpha Bidi_Control Bidi_C \
Case_Ignorable CI Cased Changes_When_Casefolded CWCF Changes_When_Casemapped CWCM \
Changes_When_Lowercased CWL Changes_When_Titlecased CWT Changes_When_Uppercased CWU Dash \
Default_Ignorable_Code_Point DI Deprecated Dep Diacritic Dia Emoji Emoji_Component EComp \
Emoji_Modifier EMod Emoji_Modifier_Base EBase Emoji_Presentation EPres Extended_Pictographic ExtPict \
Extender Ext Grapheme_Base Gr_Base Grapheme_Extend Gr_Ext Hex_Digit Hex IDS_Binary_Operator IDSB \
IDS_Trinary_Operator IDST ID_Continue IDC ID_Start IDS Ideographic Ideo Join_Control Join_C \
Logical_Order_Exception LOE Lowercase Lower Math Noncharacter_Code_Point NChar Pattern_Syntax Pat_Syn \
Pattern_White_Space Pat_WS Quotation_Mark QMark Radical Regional_Indicator RI Sentence_Terminal STerm \
Soft_Dotted SD Terminal_Punctuation Term Unified_Ideograph UIdeo Uppercase Upper Variation_Selector VS \
White_Space space XID_Continue XIDC XID_Start XIDS";

const SURROGATES: (u32, u32) = (0xd800, 0xdfff);

/// What `\p{name}` or `\p{name=value}` stands for; none for what JavaScript does not know.
pub(super) fn property(text: &str) -> Option<Ranges> {
    let known = |list: &str, name: &str| list.split_whitespace().any(|n| n == name);
    match text.split_once('=') {
        Some(("General_Category" | "gc", value)) if known(CATEGORIES, value) => category(value),
        Some(("Script" | "sc", value)) if is_script(value) => lookup(&format!("sc={value}")),
        Some(("Script_Extensions" | "scx", value)) if is_script(value) => {
            lookup(&format!("scx={value}"))
        }
        Some(_) => None,
        None => match text {
            "Any" => Some(Ranges(vec![(0, 0x10_ffff)])),
            "ASCII" => Some(Ranges(vec![(0, 127)])),
            "Assigned" => category("Cn").map(|r| r.inverted()),
            name if known(CATEGORIES, name) => category(name),
            name if known(BINARY, name) => lookup(name),
            _ => None,
        },
    }
}

/// The tables hold characters; surrogates, which are none, are added here.
fn category(name: &str) -> Option<Ranges> {
    let surrogates = Ranges(vec![SURROGATES]);
    match name {
        "Cs" | "Surrogate" => Some(surrogates),
        "C" | "Other" => {
            let mut other = lookup("gc=C")?;
            other.add(&surrogates);
            Some(other)
        }
        // "Unassigned" of the tables is all that has no other category.
        "Cn" | "Unassigned" => Some(lookup("gc=Cn")?.without(&surrogates)),
        name => lookup(&format!("gc={name}")),
    }
}

/// The tables are lenient about how a script is written, JavaScript is not.
fn is_script(name: &str) -> bool {
    name == "SignWriting"
        || name.split('_').all(|word| {
            let mut letters = word.bytes();
            letters.next().is_some_and(|b| b.is_ascii_uppercase())
                && letters.all(|b| b.is_ascii_lowercase())
        })
}

fn lookup(name: &str) -> Option<Ranges> {
    let hir = regex_syntax::parse(&format!("\\p{{{name}}}")).ok()?;
    match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => Some(ranges(class)),
        HirKind::Class(Class::Bytes(class)) => {
            let bytes = class.iter().map(|r| (r.start().into(), r.end().into()));
            Some(Ranges(bytes.collect()))
        }
        // A class of one.
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            Some(Ranges(text.chars().map(|c| (c.into(), c.into())).collect()))
        }
        _ => None,
    }
}

fn ranges(class: &ClassUnicode) -> Ranges {
    let mut out = Ranges(
        class
            .iter()
            .map(|r| (r.start().into(), r.end().into()))
            .collect(),
    );
    out.normalize();
    out
}

/// Pairs of code points that fold to the same.
pub(super) fn folded() -> Vec<(u32, u32)> {
    let mut cased = lookup("CWCM").unwrap_or_default();
    cased.add(&lookup("CWCF").unwrap_or_default());
    let mut pairs = Vec::new();
    for c in cased.0.iter().flat_map(|(lo, hi)| *lo..=*hi) {
        let Some(c) = char::from_u32(c) else { continue };
        let mut class = ClassUnicode::new([ClassUnicodeRange::new(c, c)]);
        if class.try_case_fold_simple().is_ok() {
            let same = class
                .iter()
                .flat_map(|r| u32::from(r.start())..=u32::from(r.end()));
            pairs.extend(same.filter(|o| *o != u32::from(c)).map(|o| (c.into(), o)));
        }
    }
    pairs
}
