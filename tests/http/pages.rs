//! Pages: what a person sees, without a script.

use motcua_tests::portal;

#[test]
fn every_page_is_a_document_in_its_language() {
    for path in ["/", "/thu-tuc/?q=khai+sinh", "/thu-tuc/1.001193", "/dia-ban/?q=00118", "/dia-ban/"] {
        for (language, lang) in [("vi", "vi"), ("en", "en")] {
            let with = if path.contains('?') { "&" } else { "?" };
            let page = portal().get(&format!("{path}{with}lang={lang}")).expect(200);
            assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
            let text = page.text();
            assert!(
                text.starts_with("<!DOCTYPE html>") && text.contains(&format!("<html lang=\"{language}\">")),
                "{path}"
            );
            assert!(!text.contains("<script"), "{path}");
            assert_eq!(text.matches("<h1>").count(), 1, "{path}");
        }
    }
}

#[test]
fn the_home_page_asks_and_links() {
    let home = portal().get("/").expect(200).text();
    assert!(home.contains("action=\"/thu-tuc/\"") && home.contains("href=\"/thu-tuc/1.001193\""));
}

#[test]
fn every_errand_of_the_home_page_leads_somewhere() {
    let home = portal().get("/").expect(200).text();
    let links: Vec<&str> = home.split("href=\"/thu-tuc/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(links.len() >= 10);
    for code in links {
        portal().get(&format!("/thu-tuc/{code}")).expect(200);
    }
}

#[test]
fn a_search_shows_what_the_interface_finds() {
    let page = portal().get("/thu-tuc/?q=dang+ky+khai+sinh").expect(200).text();
    let first = page.split("<ol class=\"results\">").nth(1).and_then(|list| list.split("</li>").next());
    assert!(first.is_some_and(|first| first.contains("/thu-tuc/1.001193")), "{page}");
}

#[test]
fn what_was_typed_is_shown_as_text() {
    let page = portal().get("/thu-tuc/?q=%3Cscript%3Ealert(1)%3C/script%3E").expect(200).text();
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;"));
}

#[test]
fn a_procedure_says_when_where_and_how_much() {
    let page = portal().get("/thu-tuc/1.004222").expect(200).text();
    for text in ["Đăng ký thường trú", "7 ngày làm việc", "10.000 đồng", "20.000 đồng", "bất kỳ bộ phận một cửa nào"]
    {
        assert!(page.contains(text), "no {text}");
    }
}

#[test]
fn a_split_commune_is_asked_about() {
    let page = portal().get("/dia-ban/?q=00016").expect(200).text();
    assert!(page.contains("Phường Ngọc Hà") && page.contains('?'), "{page}");
}

#[test]
fn a_page_that_is_not_there_says_what_to_do() {
    let answer = portal().get("/thu-tuc/9.999999").expect(404);
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(answer.text().contains("Không có thủ tục này") && answer.text().contains("action=\"/thu-tuc/\""));
}
