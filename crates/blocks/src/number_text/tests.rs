use super::*;

#[test]
fn rounds_as_people_do() {
    let cases = [
        (1.005, 2, "1.01"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (0.1 + 0.2, 2, "0.30"),
        (9.999, 2, "10.00"),
        (-0.001, 2, "0.00"),
        (7.0, 0, "7"),
        (1e21, 1, "1000000000000000000000.0"),
        (1e-7, 2, "0.00"),
    ];
    for (n, digits, text) in cases {
        assert_eq!(rounded(n, digits), text, "{n} to {digits}");
    }
}

#[test]
fn steps() {
    assert_eq!(stepped(0.1, 0.2), 0.3);
    assert_eq!(stepped(1.0, -0.1), 0.9);
    assert_eq!(stepped(0.3, -0.1), 0.2);
    assert_eq!(stepped(5.25, 1.0), 6.25);
    assert_eq!(stepped(0.0, 1e-7), 1e-7);
}

#[test]
fn reads() {
    let cases = [
        ("12", Some(12.0)),
        (" 1.", Some(1.0)),
        ("-", None),
        ("", None),
        ("€ 1.5", Some(1.5)),
        ("abc", None),
    ];
    for (text, n) in cases {
        assert_eq!(read_number(text, "."), n, "{text}");
    }
    assert_eq!(read_number("1,5", ","), Some(1.5));
    assert_eq!(read_number("1,500", "."), Some(1500.0));
}
