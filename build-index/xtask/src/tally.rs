//! Counting tests from what their runners print.

/// Tests that passed and failed.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Tally {
    /// Tests that passed.
    pub passed: usize,
    /// Tests that failed, were cancelled, or could not be run.
    pub failed: usize,
}

impl Tally {
    /// Counts a check that is one test by itself.
    pub fn check(&mut self, passed: bool) {
        if passed {
            self.passed += 1;
        } else {
            self.failed += 1;
        }
    }

    /// Counts a line of `cargo test`: `test result: ok. 3 passed; 0 failed; …`.
    pub fn read_cargo(&mut self, line: &str) {
        let Some((_, counts)) = line.split_once("test result: ") else {
            return;
        };
        let counts = counts.split_once(". ").map_or(counts, |(_, counts)| counts);
        for part in counts.split(';') {
            match part.trim().split_once(' ') {
                Some((number, "passed")) => self.passed += number.parse().unwrap_or(0),
                Some((number, "failed")) => self.failed += number.parse().unwrap_or(0),
                _ => {}
            }
        }
    }

    /// Counts a line of node's `spec` reporter: `ℹ pass 3`, `ℹ fail 0`, `ℹ cancelled 0`.
    pub fn read_node(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        let (Some("ℹ"), Some(what), Some(number), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return;
        };
        let number = number.parse().unwrap_or(0);
        match what {
            "pass" => self.passed += number,
            "fail" | "cancelled" => self.failed += number,
            _ => {}
        }
    }

    /// Makes sure that a runner that failed counts as a failure, whatever it printed.
    pub fn note_exit(&mut self, before: Self, succeeded: bool) {
        if !succeeded && self.failed == before.failed {
            self.failed += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_cargo_and_node() {
        let mut tally = Tally::default();
        tally.read_cargo("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s");
        tally.read_cargo(
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
        );
        tally.read_cargo("test tests::one ... ok");
        assert_eq!(
            tally,
            Tally {
                passed: 15,
                failed: 2
            }
        );
        for line in ["ℹ tests 4", "ℹ pass 2", "ℹ fail 1", "ℹ cancelled 1"] {
            tally.read_node(line);
        }
        assert_eq!(
            tally,
            Tally {
                passed: 17,
                failed: 4
            }
        );
    }

    #[test]
    fn a_runner_that_dies_is_one_failure() {
        let mut tally = Tally {
            passed: 1,
            failed: 0,
        };
        tally.note_exit(tally, false);
        assert_eq!(tally.failed, 1);
    }
}
