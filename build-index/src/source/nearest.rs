//! The name someone probably meant.

/// The candidate most like `name`, if one is like it at all: at least half the letters
/// agree in place, where a swap of neighbours counts as one difference. Case is ignored;
/// of equally near candidates the first wins.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let mut best = None;
    let mut best_likeness = 0.5;
    for candidate in candidates {
        let likeness = strsim::normalized_damerau_levenshtein(&name, &candidate.to_lowercase());
        if likeness >= best_likeness && best.is_none_or(|_| likeness > best_likeness) {
            best = Some(candidate);
            best_likeness = likeness;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_is_found_or_nothing() {
        let states = ["published", "draft", "review", "retired"];
        for (name, expected) in [
            ("publishd", Some("published")),
            ("Draft", Some("draft")),
            ("retierd", Some("retired")),
            ("xyz", None),
            ("", None),
        ] {
            assert_eq!(nearest(name, states), expected, "{name}");
        }
    }
}
