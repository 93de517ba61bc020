//! Texts by number: each text is in the file once, however many rows use it.

use rusqlite::{Connection, OptionalExtension, Result};
use rustc_hash::FxHashMap;

/// Texts whose numbers the writer remembers at most.
const REMEMBERED: usize = 100_000;

/// The numbers of texts that were used lately, each with the last day that was noted.
#[derive(Debug, Default)]
pub struct Dictionary {
    known: FxHashMap<Box<str>, (i64, u32)>,
    version: i64,
}

impl Dictionary {
    /// Forgets all numbers if another connection has changed the file. Call it at the
    /// beginning of every transaction that uses numbers.
    pub fn renew(&mut self, connection: &Connection) -> Result<()> {
        let version: i64 = connection.pragma_query_value(None, "data_version", |row| row.get(0))?;
        if version != self.version || self.known.len() > REMEMBERED {
            self.forget();
            self.version = version;
        }
        Ok(())
    }

    /// Forgets all numbers: a transaction was rolled back, or texts were deleted.
    pub fn forget(&mut self) {
        self.known.clear();
    }

    /// The number of a text, used on this day. 0 for an empty one.
    pub fn number(&mut self, connection: &Connection, text: &str, day: u32) -> Result<i64> {
        if text.is_empty() {
            return Ok(0);
        }
        if let Some((number, noted)) = self.known.get(text)
            && *noted >= day
        {
            return Ok(*number);
        }
        let mut find = connection.prepare_cached("SELECT id, day FROM texts WHERE text = ?1")?;
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let known: Option<(i64, u32)> = find.query_row([text], row).optional()?;
        let number = match known {
            Some((number, noted)) => {
                if noted < day {
                    connection
                        .prepare_cached("UPDATE texts SET day = ?2 WHERE id = ?1")?
                        .execute((number, day))?;
                }
                number
            }
            None => connection
                .prepare_cached("INSERT INTO texts (text, day) VALUES (?1, ?2)")?
                .insert((text, day))?,
        };
        let noted = known.map_or(day, |(_, noted)| noted.max(day));
        self.known.insert(text.into(), (number, noted));
        Ok(number)
    }
}

/// All texts of a file, to look numbers up while its rows are read.
#[derive(Debug, Default)]
pub struct Texts {
    all: Vec<Box<str>>,
    places: FxHashMap<i64, u32>,
    dense: Vec<u32>,
}

impl Texts {
    /// Reads them all.
    pub fn read(connection: &Connection) -> Result<Self> {
        let mut texts = Self::default();
        texts.all.push(Box::default());
        let mut select = connection.prepare("SELECT id, text FROM texts ORDER BY id")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let place = u32::try_from(texts.all.len()).unwrap_or_default();
            texts.all.push(row.get_ref(1)?.as_str()?.into());
            texts.note(row.get(0)?, place);
        }
        Ok(texts)
    }

    /// Numbers are nearly consecutive; those far behind the end go into a map, so that a
    /// damaged file cannot ask for any amount of memory.
    fn note(&mut self, number: i64, place: u32) {
        let limit = self.dense.len().max(1024) * 4;
        match usize::try_from(number) {
            Ok(number) if number < limit => {
                if self.dense.len() <= number {
                    self.dense.resize(number + 1, 0);
                }
                if let Some(slot) = self.dense.get_mut(number) {
                    *slot = place;
                }
            }
            _ => {
                self.places.insert(number, place);
            }
        }
    }

    /// The text of a number; empty if there is none.
    pub fn get(&self, number: i64) -> &str {
        let dense = usize::try_from(number)
            .ok()
            .and_then(|it| self.dense.get(it));
        let place = match dense {
            Some(0) | None => self.places.get(&number),
            place => place,
        };
        let text = place.and_then(|place| self.all.get(*place as usize));
        text.map_or("", |text| text)
    }
}
