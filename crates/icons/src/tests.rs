use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{draw, exists, is_colored, sets::SETS, suggest, svg};

/// Every icon of every pack, with its name.
fn for_each_line(mut check: impl FnMut(&str, &str)) {
    for set in &SETS {
        let mut names = set.pack.names();
        for stream in 1..set.pack.streams().expect("a header") {
            let text = set.pack.stream(stream).expect("a stream");
            for line in text.lines() {
                check(names.next().expect("a name for each icon"), line);
            }
        }
        assert_eq!(names.next(), None, "an icon for each name");
    }
}

/// Panics where `text` is not made of elements with quoted attributes, closed in their order.
fn check_xml(name: &str, text: &str) {
    let mut open = Vec::new();
    let mut rest = text;
    while let Some(tag) = rest.strip_prefix('<') {
        let (tag, after) = tag.split_once('>').expect(name);
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{name}");
        } else {
            let (tag, empty) = tag.strip_suffix('/').map_or((tag, false), |t| (t, true));
            let (element, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            assert!(element.bytes().all(|b| b.is_ascii_alphabetic()), "{name}");
            check_attributes(name, attributes);
            if !empty {
                open.push(element);
            }
        }
        rest = after;
    }
    assert!(
        rest.is_empty() && open.is_empty(),
        "{name}: {rest} {open:?}"
    );
}

fn check_attributes(name: &str, attributes: &str) {
    let mut seen = Vec::new();
    let mut rest = attributes;
    while !rest.is_empty() {
        let (key, after) = rest.split_once("=\"").expect(name);
        let (value, after) = after.split_once('"').expect(name);
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        assert!(
            key.bytes().all(plain) && !key.starts_with("on"),
            "{name}: {key}"
        );
        assert!(!value.contains(['<', '&', '\t', '\n']), "{name}: {value}");
        assert!(!seen.contains(&key), "{name}: {key} twice");
        seen.push(key);
        rest = after.strip_prefix(' ').unwrap_or(after);
    }
}

#[test]
fn every_icon_is_well_formed() {
    let mut count = 0;
    for_each_line(|name, line| {
        let icon = draw(line).expect(name);
        assert!(icon.svg.starts_with("<svg "), "{name}");
        assert!(icon.svg.contains(" viewBox=\""), "{name}");
        assert!(icon.svg.contains(" fill=\""), "{name}");
        check_xml(name, &icon.svg);
        count += 1;
    });
    assert!(count > 41_000, "{count}");
}

#[test]
fn every_name_is_a_name_and_has_its_prefix() {
    for set in &SETS {
        for name in set.pack.names() {
            assert!(crate::is_name(name), "{name}");
            assert!(name.starts_with(set.prefix), "{name}");
        }
    }
}

#[test]
fn icons_come_by_name() {
    let names = "AiOutlineShop FaUser FaXTwitter MdHome BiBarChart FiEdit BsGear IoIosAdd IoAdd \
        RiHomeLine HiOutlineX HiHome HiMiniHome SiRust TbX FcHome LiaUser TfiHome TiHome VscBlank \
        WiDaySunny PiHouseBold CgHome CiHome GrHome ImHome LuHome RxHome SlHome DiRust GoHome";
    for name in names.split_whitespace() {
        assert!(exists(name), "{name}");
        assert!(svg(name).is_some(), "{name}");
    }
}

#[test]
fn strokes_and_fills_are_those_of_the_set() {
    assert_eq!(
        svg("FiX").as_deref(),
        Some(concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="1em" height="1em" viewBox="0 0 24 24" "#,
            r#"stroke="currentColor" fill="none" stroke-width="2" stroke-linecap="round" "#,
            r#"stroke-linejoin="round"><line x1="18" y1="6" x2="6" y2="18"/>"#,
            r#"<line x1="6" y1="6" x2="18" y2="18"/></svg>"#
        ))
    );
    let user = svg("FaUser").expect("FaUser");
    assert!(
        user.contains(r#"viewBox="0 0 448 512" fill="currentColor"><path "#),
        "{user}"
    );
    assert!(!user.contains("stroke"), "{user}");
}

#[test]
fn of_two_sets_the_first_wins() {
    // Font Awesome 5 and 6.
    let home = svg("FaHome").expect("FaHome");
    assert!(
        home.contains(r#"viewBox="0 0 576 512""#) && home.contains("M280.37"),
        "{home}"
    );
}

#[test]
fn colours_are_known() {
    assert!(is_colored("FcHome"));
    assert!(is_colored("AiTwotoneHome"));
    assert!(!is_colored("AiOutlineShop"));
    assert!(!is_colored("TbX"));
    assert!(!is_colored("NoSuchIcon"));
}

#[test]
fn what_is_no_name_has_no_icon() {
    let long = "Fa".repeat(5000);
    let hostile = [
        "",
        "F",
        "Fa",
        "fa",
        "FaNoSuchIcon",
        "NoSuchIcon",
        "Xx",
        "faUser",
        "FaUser.svg",
        " FaUser",
        "FaUser\n",
        "FaUser\0",
        "FaUser\tFaHome",
        "../FaUser",
        "Fa/../../etc/passwd",
        "FaUser%00",
        "<script>",
        "FaÜser",
        "Ünicode",
        "🦀",
        "F🦀",
        "__proto__",
        "constructor",
        &long,
    ];
    for name in hostile {
        assert!(!exists(name), "{name:?}");
        assert_eq!(svg(name), None, "{name:?}");
        assert!(!is_colored(name), "{name:?}");
        suggest(name); // any answer, no panic
    }
}

#[test]
fn suggestions_are_close() {
    let close = [
        ("AiOutlineShopp", "AiOutlineShop"),
        ("aioutlineshop", "AiOutlineShop"),
        ("AiShopOutline", "AiOutlineShop"),
        ("HomeOutlined", "AiOutlineHome"),
        ("CheckCircleTwoTone", "AiTwotoneCheckCircle"),
        ("FaUesr", "FaUser"),
        ("LuCircleX", "LuXCircle"),
        ("TbHomee", "TbHome"),
    ];
    for (name, expected) in close {
        assert_eq!(suggest(name).as_deref(), Some(expected), "{name}");
    }
    assert_eq!(suggest("FaQqqqqqqqqqqqqqqqq"), None);
    assert_eq!(suggest("Zebra"), None);
    assert_eq!(suggest("é"), None);
}

#[test]
fn many_icons_stay_within_bounds() {
    for name in SETS.iter().flat_map(|set| set.pack.names()).step_by(7) {
        assert!(svg(name).is_some(), "{name}");
    }
    let kept = crate::ICONS.read().expect("no panic while held").len();
    assert!(kept <= crate::KEPT, "{kept}");
}

/// `LATH_SHARED`, or `../shared` beside the workspace.
fn shared() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    std::env::var_os("LATH_SHARED").map_or_else(beside, PathBuf::from)
}

#[test]
fn the_icons_of_real_apps_resolve() {
    let artifacts = shared().join("artifacts");
    let apps = fs::read_dir(&artifacts).unwrap_or_else(|error| {
        panic!(
            "no artifacts in `{}` ({error}): set LATH_SHARED to the directory that holds `artifacts`",
            artifacts.display()
        )
    });
    let mut count = 0;
    for app in apps {
        let path = app.expect("an entry").path().join("build/plugins/icons.js");
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        let imports = text
            .lines()
            .filter_map(|l| l.strip_prefix("import {")?.split_once('}'));
        for name in imports
            .flat_map(|(names, _)| names.split(','))
            .map(str::trim)
        {
            assert!(svg(name).is_some(), "{name} of {}", path.display());
            count += 1;
        }
    }
    assert!(
        count > 0,
        "no `build/plugins/icons.js` below `{}`",
        artifacts.display()
    );
}
