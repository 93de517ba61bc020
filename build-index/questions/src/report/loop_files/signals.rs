//! `signals.json`.

use crate::report::Inner;
use crate::report::iso;
use helpdex::questions::signals::{
    ArticleSignal, LanguageSignals, QuestionSignal, Signals, Votes, boost,
};

/// Wordings listed of a question.
const MAX_MEMBERS: usize = 20;

/// The signals of a report: questions that may be shown, with votes about articles of the bundle.
pub(in crate::report) fn of(inner: &Inner) -> Signals {
    let options = &inner.options;
    let mut signals = Signals::empty(iso(inner.all.visitors.to));
    signals.half_life_days = options.half_life_days;
    signals.max_boost = options.max_boost;
    signals.min_clients = u32::try_from(options.min_clients).unwrap_or(u32::MAX);
    for question in &inner.questions {
        let Some(label) = &question.label else {
            continue;
        };
        let voted = question.evidence.iter().filter(|(_, one)| one.votes > 0);
        let articles = voted.filter_map(|(number, one)| {
            let article = inner.articles.get(*number as usize)?;
            let signal = ArticleSignal {
                solved: round(one.solved),
                unsolved: round(one.unsolved),
                boost: round(boost(one.solved, one.unsolved, options.max_boost)),
            };
            Some((article.id.clone(), signal))
        });
        let locale = inner.all.locales.get(question.locale as usize);
        let question = QuestionSignal {
            label: label.clone(),
            terms: question.terms.clone(),
            members: question.members.iter().take(MAX_MEMBERS).cloned().collect(),
            clients: u32::try_from(question.clients).unwrap_or(u32::MAX),
            articles: articles.collect(),
        };
        if let (false, Some(locale)) = (question.articles.is_empty(), locale) {
            let of_language: &mut LanguageSignals =
                signals.languages.entry(locale.clone()).or_default();
            of_language.questions.push(question);
        }
    }
    for (article, used) in inner.articles.iter().zip(&inner.all.articles) {
        if used.votes() < inner.options.min_count {
            continue;
        }
        let votes = Votes {
            yes: u32::try_from(used.yes).unwrap_or(u32::MAX),
            total: u32::try_from(used.votes()).unwrap_or(u32::MAX),
        };
        let of_language = signals.languages.entry(article.locale.clone()).or_default();
        of_language.votes.insert(article.id.clone(), votes);
    }
    signals
}

fn round(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
