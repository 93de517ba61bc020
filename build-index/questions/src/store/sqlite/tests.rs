use super::*;
use crate::store::ndjson;
use crate::store::samples::batch;
use rusqlite::Connection;

fn store() -> (tempfile::TempDir, Sqlite) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Sqlite::open(&folder.path().join("questions.db")).expect("a store");
    (folder, store)
}

fn count(store: &Sqlite, table: &str) -> i64 {
    let select = format!("SELECT count(*) FROM {table}");
    let row = |row: &rusqlite::Row<'_>| row.get(0);
    store
        .writer()
        .connection
        .query_row(&select, [], row)
        .expect("a count")
}

fn exported(store: &Sqlite) -> String {
    let mut lines = Vec::new();
    ndjson::export(store, &mut lines).expect("exported");
    String::from_utf8(lines).expect("JSON")
}

#[test]
fn rows_are_kept_once_and_losses_are_counted_once() {
    let (_folder, store) = store();
    let mut first = batch(1);
    first.dropped = 3;
    let added = store.append(&[first.clone(), batch(2)]).expect("appended");
    assert_eq!((added.queries, added.events, added.duplicates), (2, 6, 0));
    let again = store.append(&[first, batch(2)]).expect("appended");
    assert_eq!((again.queries, again.events, again.duplicates), (0, 0, 8));
    let refused = Losses {
        refused: 2,
        ..Losses::default()
    };
    store.add_losses(&refused).expect("counted");
    let expected = Losses {
        in_pages: 3,
        duplicates: 8,
        refused: 2,
        ..Losses::default()
    };
    assert_eq!(store.losses().expect("losses"), expected);
    assert_eq!(count(&store, "queries"), 2);
}

#[test]
fn an_export_makes_the_same_store_and_adds_nothing_to_its_own() {
    let (_folder, store) = store();
    store
        .append(&[batch(1), batch(2), batch(9)])
        .expect("appended");
    let lines = exported(&store);
    let (_other_folder, other) = self::store();
    let added = ndjson::import(&other, lines.as_bytes(), &mut |_| ()).expect("imported");
    assert_eq!((added.queries, added.events), (3, 9));
    assert_eq!(exported(&other), lines);
    let again = ndjson::import(&store, lines.as_bytes(), &mut |_| ()).expect("imported");
    assert_eq!((again.queries, again.events, again.duplicates), (0, 0, 12));
}

#[test]
fn a_wrong_line_is_named() {
    let (_folder, store) = store();
    let good = serde_json::to_string(&batch(1)).expect("JSON");
    let text = format!("{good}\n\n{{\"schema\":1}}\n");
    let error = ndjson::import(&store, text.as_bytes(), &mut |_| ()).expect_err("refused");
    assert!(
        error.message.starts_with("line 3: no batch of rows"),
        "{error}"
    );
    let mut long = batch(1);
    long.queries[0].user_query = "a".repeat(256);
    let text = serde_json::to_string(&long).expect("JSON");
    let error = ndjson::import(&store, text.as_bytes(), &mut |_| ()).expect_err("refused");
    let expected = "line 1: queries[0].user_query: 256 characters, at most 255 are allowed";
    assert_eq!(error.message, expected);
}

#[test]
fn purging_removes_rows_and_their_texts_from_the_bytes_of_the_file() {
    let (folder, store) = store();
    let mut old = batch(0);
    old.queries[0].user_query = "a very rare question".to_owned();
    store
        .append(&[old, batch(24 * 5), batch(24 * 9)])
        .expect("appended");
    let day = crate::store::record::hour_of("2026-11-06T00:00:00Z").expect("a time");
    assert_eq!(store.purge(day).expect("purged"), 4);
    assert_eq!(store.purge(day).expect("purged"), 0);
    assert_eq!((count(&store, "queries"), count(&store, "events")), (2, 6));
    for entry in folder.path().read_dir().expect("a folder") {
        let bytes = std::fs::read(entry.expect("an entry").path()).expect("bytes");
        let rare = b"a very rare question";
        assert!(!bytes.windows(rare.len()).any(|window| window == rare));
    }
    // The numbers of texts that went must not be used from memory.
    store.append(&[batch(24 * 10)]).expect("appended");
    assert_eq!(exported(&store).matches("\"cancel order\"").count(), 3);
}

#[test]
fn deleting_somebody_leaves_the_others() {
    let (_folder, store) = store();
    let batches: Vec<_> = (0..21).map(batch).collect();
    store.append(&batches).expect("appended");
    let session = Whom::Session("s3".to_owned());
    assert_eq!(store.delete(&session).expect("deleted"), 3 * 4);
    assert_eq!(store.delete(&session).expect("deleted"), 0);
    assert_eq!(
        store
            .delete(&Whom::Session(String::new()))
            .expect("deleted"),
        0
    );
    let left = count(&store, "queries");
    let client = Whom::Client("c0".to_owned());
    assert!(store.delete(&client).expect("deleted") > 0);
    assert!(count(&store, "queries") < left);
    assert!(
        !exported(&store).contains("cancel my order 10\""),
        "only asked by s3"
    );
}

#[test]
fn a_text_deleted_by_another_process_is_written_again() {
    let (_folder, store) = store();
    let other = Sqlite::open(&store.file).expect("a second process's view");
    store.append(&[batch(3)]).expect("appended");
    other
        .delete(&Whom::Session("s3".to_owned()))
        .expect("deleted");
    store.append(&[batch(4)]).expect("appended");
    assert!(exported(&store).contains("\"cancel my order 4\""));
    assert!(exported(&store).contains("\"shop\""));
}

#[test]
fn keys_are_shared_by_the_day_and_forgotten() {
    let (_folder, store) = store();
    let other = Sqlite::open(&store.file).expect("another collector");
    let key = store.client_key(20_000).expect("a key");
    assert_eq!(other.client_key(20_000).expect("a key"), key);
    assert_ne!(other.client_key(20_001).expect("a key"), key);
    assert_ne!(
        store.client_key(20_000).expect("a key"),
        key,
        "it was forgotten"
    );
    assert_eq!(count(&store, "client_keys"), 1);
}

#[test]
fn a_backup_is_a_store_without_keys() {
    let (folder, store) = store();
    store.append(&[batch(1), batch(2)]).expect("appended");
    store.client_key(20_000).expect("a key");
    let copy = folder.path().join("copy.db");
    std::fs::write(&copy, "an older one").expect("written");
    store.back_up(&copy).expect("copied");
    let copy = Sqlite::open(&copy).expect("a store");
    assert_eq!(exported(&copy), exported(&store));
    assert_eq!(count(&copy, "client_keys"), 0);
    let nowhere = folder.path().join("no/such/folder.db");
    assert_eq!(
        store.back_up(&nowhere).expect_err("refused").trouble,
        Trouble::Usage
    );
}

#[test]
fn a_locked_file_and_a_full_one_are_told_apart_and_nothing_is_half_written() {
    let (_folder, store) = store();
    store.append(&[batch(1)]).expect("appended");
    let holder = Connection::open(&store.file).expect("opened");
    holder.execute_batch("BEGIN IMMEDIATE").expect("locked");
    assert_eq!(
        store.append(&[batch(2)]).expect_err("locked").trouble,
        Trouble::Locked
    );
    holder.execute_batch("ROLLBACK").expect("unlocked");
    let pages: i64 = store
        .writer()
        .connection
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .expect("a number");
    let limit = |pages: i64| {
        let set = format!("PRAGMA max_page_count={pages}");
        let writer = store.writer();
        writer
            .connection
            .query_row(&set, [], |_| Ok(()))
            .expect("limited");
    };
    limit(pages + 2);
    let many: Vec<_> = (100..2000).map(batch).collect();
    let error = store.append(&many).expect_err("full");
    assert_eq!(error.trouble, Trouble::Full, "{error}");
    assert_eq!((count(&store, "queries"), count(&store, "events")), (1, 3));
    limit(1 << 30);
    store.append(&many).expect("there is room again");
    assert_eq!(count(&store, "queries"), 1901);
    assert_eq!(exported(&store).matches("\"cancel order\"").count(), 1901);
}

#[test]
fn other_files_are_refused_with_the_cure() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = folder.path().join("text.db");
    std::fs::write(&text, "not a database at all".repeat(50)).expect("written");
    assert_eq!(
        Sqlite::open(&text).expect_err("refused").trouble,
        Trouble::Damaged
    );
    let foreign = folder.path().join("foreign.db");
    let connection = Connection::open(&foreign).expect("opened");
    connection
        .execute_batch("CREATE TABLE mine (x)")
        .expect("made");
    let error = Sqlite::open(&foreign).expect_err("refused");
    assert!(error.message.contains("holds something else"), "{error}");
    let nowhere = folder.path().join("no/such/folder.db");
    assert_eq!(
        Sqlite::open(&nowhere).expect_err("refused").trouble,
        Trouble::Usage
    );
}
