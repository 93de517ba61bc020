//! Who looks after articles: `helpdex check` and what must not be published.

use crate::support::{Folder, run};

fn site(config: &str) -> Folder {
    let site = Folder::new();
    site.write(
        "content/old.md",
        "---\ntitle: Old\nowner: team-zebra\nreview_by: 2020-01-31\n---\nText.\n",
    );
    site.write(
        "content/fine.md",
        "---\ntitle: Fine\nowner: Ann\nreview_by: 2999-01-31\nverified: soon\n---\nText.\n",
    );
    site.write("content/orphan.md", "---\ntitle: Orphan\n---\nText.\n");
    site.write(
        "helpdex.toml",
        format!("source = 'content'\nout = 'out'\n[eval]\nsample = 0\n{config}"),
    );
    site.out("out");
    site
}

fn check(site: &Folder) -> String {
    let config = site.at("helpdex.toml");
    let checked = run(["check", &site.at("content"), "--config", &config]);
    assert_eq!(checked.code, 1, "{}{}", checked.stdout, checked.stderr);
    checked.stdout
}

#[test]
fn overdue_reviews_and_missing_owners_are_told() {
    let told = check(&site(""));
    assert!(told.contains("old.md"), "{told}");
    assert!(
        told.contains("its review was due on 2020-01-31; team-zebra"),
        "{told}"
    );
    assert!(told.contains("`soon` is not a date"), "{told}");
    assert!(!told.contains("orphan.md"), "nothing is required: {told}");
    let told = check(&site("[kcs]\nrequire = ['owner']"));
    assert!(told.contains("orphan.md"), "{told}");
    assert!(told.contains("states no `owner`"), "{told}");
}

#[test]
fn what_cannot_be_required_is_refused() {
    let site = site("[kcs]\nrequire = ['ownr']");
    run(["build", "--config", &site.at("helpdex.toml")]).bad(2, &["helpdex.toml:6:", "`ownr`"]);
}

#[test]
fn none_of_it_is_published() {
    let site = site("");
    run(["build", "--config", &site.at("helpdex.toml")]).good();
    for (name, bytes) in crate::support::tree(&site.path().join("out")) {
        let holds = bytes.windows(10).any(|window| window == b"team-zebra");
        assert!(!holds, "{name}");
    }
}
