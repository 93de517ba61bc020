//! How fast a report is: `cargo run --release -p helpdex-questions --example report_speed -- 10000000`
//! analyses so many rows that are made up on the way, so that no store is measured.

use helpdex_questions::facts::{EventFact, Facts, FactsError, Filter, Losses, QueryFact};
use helpdex_questions::report::{Article, Options, Report};
use std::time::Instant;

/// Every fourth row is a query, the others follow from it.
struct Rows {
    queries: u64,
}

const HOURS: u64 = 720;
const FIRST_HOUR: u32 = 498_072;

impl Rows {
    fn hour(&self, number: u64) -> u32 {
        FIRST_HOUR + (number * HOURS / self.queries.max(1)) as u32
    }
}

/// A number from 0 that is small more often than large.
fn popular(rng: &mut fastrand::Rng, most: f64) -> u64 {
    (most.powf(rng.f64()) - 1.0) as u64
}

impl Facts for Rows {
    fn queries(
        &self,
        filter: &Filter,
        each: &mut dyn FnMut(&QueryFact<'_>),
    ) -> Result<(), FactsError> {
        let mut rng = fastrand::Rng::with_seed(1);
        for number in 0..self.queries {
            let hour = self.hour(number);
            let question = popular(&mut rng, 200_000.0);
            let text = format!(
                "topic{} word{} thing{}",
                question % 5000,
                question % 331,
                question % 97
            );
            let first = question % 900;
            let hits: Vec<String> = (first..first + 10).map(|id| format!("kb-{id}")).collect();
            if filter.from.is_some_and(|from| hour < from) {
                continue;
            }
            each(&QueryFact {
                query: number + 1,
                session: number / 2 + 1,
                client: number / 3 + 1,
                hour,
                site: "demo",
                locale: "en",
                surface: "inline",
                user_query: &text,
                hits: &hits.join("\n"),
                result_count: 10,
                step: "all",
                ..QueryFact::default()
            });
        }
        Ok(())
    }

    fn events(&self, _: &Filter, each: &mut dyn FnMut(&EventFact<'_>)) -> Result<(), FactsError> {
        let mut rng = fastrand::Rng::with_seed(1);
        let mut place = fastrand::Rng::with_seed(2);
        for number in 0..self.queries {
            let first = popular(&mut rng, 200_000.0) % 900;
            let rank = popular(&mut place, 10.0);
            let article = format!("kb-{}", first + rank);
            let actions = ["impression", "result_click", "article_feedback"];
            for action in actions {
                each(&EventFact {
                    action,
                    query: number + 1,
                    session: number / 2 + 1,
                    client: number / 3 + 1,
                    hour: self.hour(number),
                    site: "demo",
                    locale: "en",
                    surface: "inline",
                    article: &article,
                    position: rank as u32 + 1,
                    solved: "yes",
                    ..EventFact::default()
                });
            }
        }
        Ok(())
    }

    fn losses(&self) -> Result<Losses, FactsError> {
        Ok(Losses::default())
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rows: u64 = std::env::args()
        .nth(1)
        .map_or(Ok(1_000_000), |rows| rows.parse())?;
    let articles = (0..1000).map(|id| Article {
        id: format!("kb-{id}"),
        locale: "en".to_owned(),
        title: format!("Article {id}"),
        ..Article::default()
    });
    let start = Instant::now();
    let report = Report::of(
        &Rows { queries: rows / 4 },
        articles.collect(),
        Options::default(),
    )?;
    let analysed = start.elapsed();
    let bytes: usize = report
        .files()?
        .iter()
        .map(|(_, content)| content.len())
        .sum();
    println!(
        "{rows} rows analysed in {analysed:?}, {bytes} bytes written in {:?}",
        start.elapsed() - analysed
    );
    Ok(())
}
