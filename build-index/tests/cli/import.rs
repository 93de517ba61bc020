//! `helpdex import`, then a search in what it brought.

use crate::support::{Folder, build, ids, run};

#[test]
fn a_table_is_imported_built_and_found() {
    let folder = Folder::new();
    let table = folder.write(
        "faq.csv",
        "Question,Answer,Category,Lang\n\
         How do I reset my password?,Open Settings. Choose Security.,Account,en\n\
         Where is my invoice?,\"Under Billing, at the top.\",Money,en\n\
         ,No question,Money,en\n",
    );
    let out = folder.at("articles");
    let arguments = ["import", "csv", "--from", &table, "--out", &out, "--json"];
    let summary = run(arguments).good();
    assert!(
        summary
            .stderr
            .contains("faq.csv:4:1: the question is empty"),
        "{}",
        summary.stderr
    );
    let summary = summary.json();
    assert_eq!(
        (&summary["added"], &summary["articles"]),
        (&2.into(), &2.into())
    );
    let again = run(arguments).good().json();
    assert_eq!(again["unchanged"], 2);
    run(arguments.into_iter().chain(["--strict"])).bad(1, &["1 articles could not be imported"]);

    let bundle = folder.out("help");
    build(&out, &bundle);
    let found = ids(&bundle, "en", "reset password");
    assert!(found[0].starts_with("csv-"), "{found:?}");
}

#[test]
fn a_wrong_import_is_a_usage_error_with_the_cure() {
    let folder = Folder::new();
    let table = folder.write("faq.csv", "A,B\n1,2\n");
    let out = folder.at("articles");
    run(["import", "csv", "--from", &table, "--out", &out])
        .bad(2, &["faq.csv:1", "--columns question="]);
    run([
        "import",
        "csv",
        "--from",
        &folder.at("none.csv"),
        "--out",
        &out,
    ])
    .bad(2, &["no such file"]);
    run([
        "import",
        "zendesk",
        "--from",
        "ftp://x.example",
        "--out",
        &out,
    ])
    .bad(2, &["http or https"]);
    run([
        "import",
        "intercom",
        "--from",
        "https://x.example",
        "--out",
        &out,
    ])
    .bad(2, &["INTERCOM_TOKEN"]);
}
