use super::number_before;

#[test]
fn counts_are_read_from_either_runner() {
    let nextest = "Summary [   0.012s] 5 tests run: 3 passed (1 slow), 2 failed, 0 skipped";
    assert_eq!(
        (
            number_before(nextest, "passed"),
            number_before(nextest, "failed")
        ),
        (3, 2)
    );
    let cargo = "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out";
    assert_eq!(
        (
            number_before(cargo, "passed"),
            number_before(cargo, "failed")
        ),
        (12, 0)
    );
}
