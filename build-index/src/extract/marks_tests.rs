use super::*;

fn at(position: Position) -> String {
    format!("{}:{}", position.line, position.column)
}

fn told(marks: &Marks) -> Vec<String> {
    let links = marks.links.iter();
    let links = links.map(|link| format!("link {} {}", at(link.position), link.target));
    let images = marks.images.iter();
    let images = images.map(|image| format!("image {} {}", at(image.position), image.source));
    let headings = marks.headings.iter().map(|heading| {
        let bare = if heading.is_bare { " bare" } else { "" };
        let place = at(heading.position);
        format!("h{} {place} {}{bare}", heading.level, heading.text)
    });
    let ids = marks.ids.iter().map(|id| format!("id {id}"));
    links.chain(images).chain(headings).chain(ids).collect()
}

#[test]
fn marks_of_markdown_stand_where_they_are_written() {
    let body = "See [é](a.md) and [b][r].\n\n> ![](x.png) <a href=\"c.md#y\">c</a>\n\n[r]: b.md\n";
    assert_eq!(
        told(&of_markdown(body, 5)),
        [
            "link 5:5 a.md",
            "link 5:19 b.md",
            "link 7:14 c.md#y",
            "image 7:3 x.png"
        ]
    );
}

#[test]
fn mail_is_no_link_and_an_address_in_brackets_is_one() {
    let marks = of_markdown("<me@a.example> <https://a.example>", 1);
    assert_eq!(told(&marks), ["link 1:16 https://a.example"]);
}

#[test]
fn a_heading_is_bare_without_text_image_or_table() {
    let body = "# T\n## A\n\n## B\n![](i.png)\n## C\n|x|\n|-|\n## D `x`\n```\ny\n```\n## E\n<video src=v></video>\n";
    let marks = of_markdown(body, 1);
    let bare: Vec<&str> = (marks.headings.iter())
        .filter(|heading| heading.is_bare)
        .map(|heading| heading.text.as_str())
        .collect();
    assert_eq!(bare, ["T", "A"]);
}

#[test]
fn html_in_markdown_is_read_over_lines() {
    let body = "a\n\n<div>\n<img\n  src=x.png>\n<h2 id=h>T</h2>\n<script>\"<a href=no>\"</script>\n</div>\n\nb <img src=y alt=\"\"> <a name=n></a>";
    assert_eq!(
        told(&of_markdown(body, 1)),
        ["image 4:1 x.png", "h2 6:1 T", "id h", "id n"]
    );
}

#[test]
fn of_a_page_only_the_article_counts() {
    let page = "<title>t</title><nav><a href=/n>n</a></nav>\n<main><h1>T</h1><p>x <a href=/y>y</a>\n<aside><a href=/z>z</a></aside>\n<img src=d alt=''><img src=e></main><footer id=f><a href=/q>q</a></footer>";
    assert_eq!(
        told(&of_html(page)),
        ["link 2:22 /y", "image 4:19 e", "h1 2:7 T", "id f"]
    );
    let article = "<p><a href=/no>x</a></p><article><a href=/yes>y</a></article>";
    assert_eq!(told(&of_html(article)), ["link 1:34 /yes"]);
}

#[test]
fn images_may_say_what_they_are_in_several_ways() {
    let html = "<img src=1 alt=x><img src=2 aria-label=x><img src=3 role=none><img src=4 aria-hidden=true><img src=5 alt=' '><img src=6>";
    assert_eq!(told(&of_html(html)), ["image 1:91 5", "image 1:110 6"]);
}

#[test]
fn on_one_line_all_marks_are_there() {
    let marks = of_markdown("# A\n\n[b](c) ![](d)", 1).on_line(7);
    assert_eq!(told(&marks), ["link 7:0 c", "image 7:0 d", "h1 7:0 A"]);
}
