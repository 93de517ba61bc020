//! Which channels a cell of complexity, severity and effort offers.

use std::collections::BTreeMap;

use crate::source::nearest;

/// Ids of one or two channels by cell: three letters out of `L`, `M`, `H`.
pub type Table = BTreeMap<String, Vec<String>>;

/// Steps that a table may name without a channel of that id: reading on, a decision tree, a bot.
pub const BUILT_IN: [&str; 3] = ["self_service", "decision_tree", "bot"];

/// The rows of two levels, as the design of the routing proposes them; to be tuned by each site.
const DEFAULT_ROWS: [(&str, [&str; 2]); 8] = [
    ("LLL", ["self_service", "bot"]),
    ("LLH", ["bot", "chat"]),
    ("LHL", ["chat", "phone"]),
    ("LHH", ["phone", "chat"]),
    ("HLL", ["self_service", "email"]),
    ("HLH", ["decision_tree", "chat"]),
    ("HHL", ["phone", "chat"]),
    ("HHH", ["phone", "callback"]),
];

/// What a default row offers in place of a channel that the site does not have, in this order; then
/// any other channel.
const SUBSTITUTES: [&str; 4] = ["chat", "phone", "callback", "email"];

/// Refuses a cell that there is not, and channels that there are not.
pub(super) fn check(
    cell: &str,
    row: &[String],
    levels: u8,
    channels: &[&str],
) -> Result<(), String> {
    check_cell(cell, levels)?;
    if !(1..=2).contains(&row.len()) {
        return Err(format!(
            "`contact.table.{cell}` names {} channels; name the first to offer and, if there is one, the second",
            row.len()
        ));
    }
    let known = || BUILT_IN.iter().chain(channels).copied();
    for id in row {
        if known().any(|known| known == id) {
            continue;
        }
        let cure = match nearest(id, known()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "add `[contact.channels.{id}]`, or name one of {}",
                known().collect::<Vec<_>>().join(", ")
            ),
        };
        return Err(format!(
            "`contact.table.{cell}` names `{id}`, which is no channel; {cure}"
        ));
    }
    match row {
        [first, second] if first == second => Err(format!(
            "`contact.table.{cell}` names `{first}` twice; leave the second out"
        )),
        _ => Ok(()),
    }
}

fn check_cell(cell: &str, levels: u8) -> Result<(), String> {
    let letters = if levels == 3 { "LMH" } else { "LH" };
    if cell.chars().count() != 3 || !cell.chars().all(|letter| letters.contains(letter)) {
        let hint = match (levels, cell.contains('M')) {
            (2, true) => "; `M` needs `contact.levels = 3`",
            _ => "",
        };
        return Err(format!(
            "`contact.table.{cell}` is no cell; write the letters of complexity, severity and effort, each out of {letters}, such as `HLH`{hint}"
        ));
    }
    Ok(())
}

/// The rows of all 8 or 27 cells. A cell that is not stated takes the row of the nearest stated one:
/// `M` read as `H` in as few places as possible, in the effort first and in the severity last. Where
/// none is stated, the default rows hold, with other channels for those that the site does not have.
pub(super) fn complete(stated: &Table, levels: u8, channels: &[&str]) -> Table {
    let letters: &[char] = if levels == 3 {
        &['L', 'M', 'H']
    } else {
        &['L', 'H']
    };
    let mut cells = Table::new();
    for complexity in letters {
        for severity in letters {
            for effort in letters {
                let cell = [*complexity, *severity, *effort];
                let row = nearby(cell)
                    .iter()
                    .find_map(|near| stated.get(near).cloned());
                let row = row.unwrap_or_else(|| default_row(cell, channels));
                cells.insert(cell.iter().collect(), row);
            }
        }
    }
    cells
}

/// The cell itself, then those in which `M` is read as `H`, the nearest first.
fn nearby(cell: [char; 3]) -> Vec<String> {
    // By the number of places, then effort before complexity before severity.
    const PLACES: [&[usize]; 8] = [&[], &[2], &[0], &[1], &[0, 2], &[1, 2], &[0, 1], &[0, 1, 2]];
    let read = |places: &&[usize]| {
        let letters = cell.iter().enumerate();
        letters
            .map(|(place, letter)| match letter {
                'M' if places.contains(&place) => 'H',
                letter => *letter,
            })
            .collect()
    };
    PLACES.iter().map(read).collect()
}

fn default_row(cell: [char; 3], channels: &[&str]) -> Vec<String> {
    let cell: String = cell
        .iter()
        .map(|letter| if *letter == 'M' { 'H' } else { *letter })
        .collect();
    let mut rows = DEFAULT_ROWS.iter();
    let row = rows
        .find(|(known, _)| *known == cell)
        .map_or(["self_service", "bot"], |(_, row)| *row);
    let is_there = |id: &&str| BUILT_IN.contains(id) || channels.contains(id);
    let substitutes = SUBSTITUTES.iter().chain(channels).copied();
    let mut offered: Vec<String> = Vec::new();
    for id in row.into_iter().chain(substitutes).filter(is_there) {
        if offered.len() < 2 && !offered.iter().any(|known| known == id) {
            offered.push(id.to_owned());
        }
    }
    offered
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [&str; 4] = ["callback", "chat", "email", "phone"];

    fn row(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn two_levels_have_the_eight_rows_of_the_design() {
        let table = complete(&Table::new(), 2, &ALL);
        assert_eq!(table.len(), 8);
        for (cell, ids) in DEFAULT_ROWS {
            assert_eq!(table[cell], ids, "{cell}");
        }
    }

    #[test]
    fn three_levels_inherit_the_nearest_with_medium_read_as_high() {
        let stated = Table::from([
            ("MLH".to_owned(), row(&["email"])),
            ("HHH".to_owned(), row(&["chat"])),
        ]);
        let table = complete(&stated, 3, &ALL);
        assert_eq!(table.len(), 27);
        for (cell, ids) in [
            ("MLH", &["email"][..]),
            // Only its effort is read as high.
            ("MLM", &["email"]),
            ("MMM", &["chat"]),
            ("HHM", &["chat"]),
            // Nothing near is stated: the default row of HLL.
            ("MLL", &["self_service", "email"]),
            ("LML", &["chat", "phone"]),
        ] {
            assert_eq!(table[cell], row(ids), "{cell}");
        }
    }

    #[test]
    fn default_rows_offer_only_what_there_is() {
        let table = complete(&Table::new(), 2, &["email", "forum"]);
        assert_eq!(table["LHL"], ["email", "forum"]);
        assert_eq!(table["LLL"], ["self_service", "bot"]);
        assert_eq!(table["LLH"], ["bot", "email"]);
        assert_eq!(complete(&Table::new(), 2, &["fax"])["HHH"], ["fax"]);
    }

    #[test]
    fn wrong_rows_are_refused_with_the_cure() {
        for (cell, ids, levels, expected) in [
            ("LLL", &["self_service", "chat"][..], 2, ""),
            ("MLL", &["chat"], 3, ""),
            ("MLL", &["chat"], 2, "`M` needs `contact.levels = 3`"),
            ("hlh", &["chat"], 2, "is no cell; write the letters"),
            ("LLLL", &["chat"], 2, "is no cell"),
            ("LLL", &[], 2, "names 0 channels"),
            ("LLL", &["a", "b", "c"], 2, "names 3 channels"),
            (
                "LLL",
                &["chatt"],
                2,
                "`chatt`, which is no channel; did you mean `chat`?",
            ),
            ("LLL", &["qqqqqqq"], 2, "add `[contact.channels.qqqqqqq]`"),
            ("LLL", &["chat", "chat"], 2, "names `chat` twice"),
        ] {
            match check(cell, &row(ids), levels, &ALL) {
                Ok(()) => assert_eq!(expected, "", "{cell} {ids:?}"),
                Err(message) => assert!(
                    !expected.is_empty() && message.contains(expected),
                    "{message}"
                ),
            }
        }
    }
}
