//! Time, chance and place.

use super::*;

#[test]
fn time_and_chance_are_those_of_the_page() {
    let now = "2023-11-14T22:13:20.123Z";
    for (body, gives) in [
        ("return new Date().toISOString();", now),
        ("return new Date(Date.now()).toISOString();", now),
        ("return new Date(new Date()).toISOString();", now),
        (
            "return new Date('2024-02-29').toISOString();",
            "2024-02-29T00:00:00.000Z",
        ),
        (
            "return new Date('2024-02-29T12:00').toISOString();",
            "2024-02-29T12:00:00.000Z",
        ),
        (
            "return new Date('2024-02-29T12:00+02:00').toISOString();",
            "2024-02-29T10:00:00.000Z",
        ),
        (
            "return new Date(2024, 1, 29, 12).toISOString();",
            "2024-02-29T12:00:00.000Z",
        ),
        ("return new Date('nope').toString();", "Invalid Date"),
        (
            "return String(new Date(0));",
            "Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)",
        ),
        ("return Date().slice(0, 15);", "Tue Nov 14 2023"),
        (
            "return new Date(0).toLocaleString();",
            "1/1/1970, 12:00:00 AM",
        ),
        (
            "const d = new Date(0); d.setHours(5); return d.toJSON();",
            "1970-01-01T05:00:00.000Z",
        ),
        ("return (1234567.891).toLocaleString();", "1,234,567.891"),
        (
            "return (-1234.5).toLocaleString('en-US', { style: 'currency', currency: 'USD' });",
            "-$1,234.50",
        ),
        (
            "return (0.25).toLocaleString('en-US', { style: 'percent' });",
            "25%",
        ),
        (
            "return (1234.5).toLocaleString('de-DE', { style: 'currency', currency: 'EUR' });",
            "1.234,50\u{a0}€",
        ),
        (
            "return new Date(0).toLocaleDateString('de-DE', { dateStyle: 'full' });",
            "Donnerstag, 1. Januar 1970",
        ),
        (
            "return new Date(0).toLocaleTimeString([], { timeZone: 'Asia/Tokyo', hour: 'numeric' });",
            "9 AM",
        ),
        (
            "try { return (1).toLocaleString('en', { style: 'x' }); } catch (e) { return `${e}`; }",
            "RangeError: Value x out of range for Intl.NumberFormat options property style",
        ),
        (
            "return ['b', 'A', 'a', 'é', 'f'].sort((x, y) => x.localeCompare(y)).join('');",
            "aAbéf",
        ),
    ] {
        assert_eq!(eval(body), gives.into(), "{body}");
    }
}

#[test]
fn what_a_browser_may_answer_otherwise_is_marked() {
    for (body, expected) in [
        (
            "return new Date(5).toISOString() + state('text');",
            Varies::Never,
        ),
        (
            "return new Date('2024-02-29').getUTCHours();",
            Varies::Never,
        ),
        ("return Math.max(1, 2);", Varies::Never),
        ("return Date.now();", Varies::ByCall),
        ("return Math.random();", Varies::ByCall),
        ("return new Date(5).getHours();", Varies::ByPlace),
        ("return `${new Date(5)}`;", Varies::ByPlace),
        ("return new Date(2024, 1, 1).getTime();", Varies::ByPlace),
        ("return (5).toLocaleString();", Varies::ByPlace),
        ("return typeof window === 'undefined';", Varies::ByPlace),
        ("return document.title;", Varies::ByPlace),
        ("return new Intl.NumberFormat().format(1);", Varies::ByPlace),
        ("return fetch('/x');", Varies::ByPlace),
    ] {
        assert_eq!(varies(body), expected, "{body}");
    }
}
