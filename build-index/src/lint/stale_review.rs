//! Articles whose review is overdue, or that nobody has verified for long.

use helpdex_questions::report::hour_of;

use super::{Finding, Site};

pub(super) fn find(site: &Site<'_>) -> Vec<Finding> {
    let stale_days = i64::from(site.config.report.stale_days);
    let today = day(site.today);
    let of_article = |(_, article): (&str, &crate::source::Article)| {
        let care = &article.care;
        let who = match care.owner.as_str() {
            "" => "somebody who knows",
            owner => owner,
        };
        if !care.review_by.is_empty() && care.review_by.as_str() < site.today {
            return Some(Finding::new(
                "stale-review",
                article,
                None,
                format!("its review was due on {}", care.review_by),
                format!("{who} reads it and moves `review_by`, or sets `state: retired`"),
            ));
        }
        let age = today? - day(&care.verified)?;
        // A review that is planned covers it.
        let is_stale = age > stale_days && care.review_by.is_empty();
        is_stale.then(|| {
            Finding::new(
                "stale-review",
                article,
                None,
                format!("it was verified {age} days ago, on {}", care.verified),
                format!("{who} reads it and moves `verified`, or states `review_by`"),
            )
        })
    };
    site.each().filter_map(of_article).collect()
}

/// Days since 1970; `None` where nothing is stated.
fn day(date: &str) -> Option<i64> {
    hour_of(date).map(|hour| i64::from(hour) / 24)
}
