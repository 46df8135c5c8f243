//! What is refused, and how: each kind at an address that is refused for it.

use motcua_tests::portal;

use super::document::operation;

/// What is refused: by which operation, at which address, and the kind of problem that it is.
#[rustfmt::skip]
const REFUSED: &[(&str, &str, u16, &str)] = &[
    ("search_procedures",  "/api/procedures?q=%zz",                  400, "bad-encoding"),
    ("search_procedures",  "/api/procedures?q=a&q=b",                400, "repeated-parameter"),
    ("search_procedures",  "/api/procedures?cursor=abc",             400, "bad-cursor"),
    ("list_units",         "/api/units?cursor=abc",                  400, "bad-cursor"),
    ("list_units",         "/api/units?cursor=AQAA9A",               400, "bad-cursor"),
    ("read_procedure",     "/api/procedures/%FF",                    400, "bad-path"),
    ("read_procedure",     "/api/procedures/9.999999",               404, "no-such-procedure"),
    ("quote_procedure",    "/api/procedures/9.999999/quote",         404, "no-such-procedure"),
    ("quote_procedure",    "/api/procedures/1.001193/quote?place=00016", 422, "which-place"),
    ("quote_procedure",    "/api/procedures/1.001193/quote?place=99999", 422, "which-place"),
    ("read_unit",          "/api/units/99999",                       404, "no-such-unit"),
    ("list_predecessors",  "/api/units/99999/predecessors",          404, "no-such-unit"),
    ("list_successors",    "/api/units/99999/successors",            404, "no-such-unit"),
    ("read_centre",        "/api/units/99999/centre",                404, "no-such-unit"),
    ("read_centre",        "/api/units/01/centre",                   404, "no-such-centre"),
    ("resolve_unit",       "/api/units/resolve",                     400, "missing-parameter"),
    ("is_published_units", "/api/publications/units/nothing",        404, "unpublished"),
    ("publish_units",      "/api/publications/units/a",              400, "missing-parameter"),
    ("publish_units",      "/api/publications/units/A?decision=1",   400, "bad-list-name"),
    ("publish_units",      "/api/publications/units/a?decision=1",   415, "unsupported-media-type"),
    ("publish_forms",      "/api/publications/forms/a?decision=1",   415, "unsupported-media-type"),
    ("begin_draft",        "/api/drafts",                            400, "malformed-body"),
    ("read_draft",         "/api/drafts/%FF",                        400, "bad-path"),
    ("read_draft",         "/api/drafts/H26-0123456789abcdef0123456789abcdef",        404, "no-such-draft"),
    ("save_draft",         "/api/drafts/H26-0123456789abcdef0123456789abcdef",        404, "no-such-draft"),
    ("check_draft",        "/api/drafts/H26-0123456789abcdef0123456789abcdef/check",  404, "no-such-draft"),
    ("submit_draft",       "/api/drafts/H26-0123456789abcdef0123456789abcdef/submit", 404, "no-such-draft"),
    ("announce_file",      "/api/drafts/H26-0123456789abcdef0123456789abcdef/files",  404, "no-such-draft"),
    ("download_file",      "/api/drafts/H26-0123456789abcdef0123456789abcdef/files/0", 404, "no-such-draft"),
    ("send_piece",         "/api/drafts/H26-0123456789abcdef0123456789abcdef/files/0", 404, "no-such-draft"),
    ("remove_file",        "/api/drafts/H26-0123456789abcdef0123456789abcdef/files/0", 404, "no-such-draft"),
    ("list_dossiers",      "/api/dossiers?cursor=abc",               400, "bad-cursor"),
    ("read_dossier",       "/api/dossiers/H26.109-260302",           400, "malformed-code"),
    ("read_dossier",       "/api/dossiers/H26.109-260302-0001",      404, "no-such-dossier"),
    ("read_receipt",       "/api/dossiers/H26.109-260302-0001/receipt", 404, "no-such-dossier"),
    ("supplement_dossier", "/api/dossiers/H26.109-260302-0001/supplements", 400, "malformed-body"),
    ("withdraw_dossier",   "/api/dossiers/H26.109-260302-0001/withdrawal", 404, "no-such-dossier"),
    ("resubmit_dossier",   "/api/dossiers/H26.109-260302-0001/resubmission", 404, "no-such-dossier"),
    ("read_receipt_key",   "/.well-known/receipt-keys/nobodys.pem",  404, "no-such-key"),
    ("open_order",         "/api/payments/vnpay/orders",             400, "malformed-body"),
    ("open_order",         "/api/payments/paypal/orders",            404, "no-such-route"),
    ("read_order",         "/api/payments/vnpay/orders/%FF",         400, "bad-path"),
    ("read_order",         "/api/payments/vnpay/orders/H26-00000000000000000000000000000000",   404, "no-such-order"),
    ("read_order",         "/api/payments/vietqr/orders/H26-0123456789abcdef0123456789abcdef",  404, "no-such-order"),
    ("read_payment_receipt", "/api/payments/vnpay/orders/H26-00000000000000000000000000000000/receipt", 404, "no-such-order"),
    ("read_payment_receipt", "/api/payments/vnpay/orders/H26-0123456789abcdef0123456789abcdef/receipt", 404, "no-such-dossier"),
    ("list_refunds",       "/api/payments/vnpay/orders/H26-00000000000000000000000000000000/refunds", 404, "no-such-order"),
    ("propose_refund",     "/api/payments/vnpay/refunds",            400, "malformed-body"),
    ("read_refund",        "/api/payments/vnpay/refunds/H26-00000000000000000000000000000000", 404, "no-such-refund"),
    ("approve_refund",     "/api/payments/vnpay/refunds/H26-00000000000000000000000000000000/approval",  404, "no-such-refund"),
    ("reject_refund",      "/api/payments/vnpay/refunds/H26-00000000000000000000000000000000/rejection", 404, "no-such-refund"),
    ("confirm_transfer",   "/api/payments/vnpay/refunds/H26-00000000000000000000000000000000/transfer",  404, "no-such-refund"),
    ("list_cases",         "/api/payments/vnpay/cases?cursor=abc",   400, "bad-cursor"),
    ("list_cases",         "/api/payments/vnpay/cases?all=0&all=1",  400, "repeated-parameter"),
    ("change_case",        "/api/payments/vnpay/cases/00000000000000000000000000000000", 400, "malformed-body"),
    ("compare_statements", "/api/payments/vnpay/statements/2026-03-01", 404, "no-statement"),
    ("compare_statements", "/api/payments/vnpay/statements/2026-02-29", 404, "not-found"),
    ("settle_day",         "/api/payments/vnpay/statements/2026-03-01/settlement", 404, "no-statement"),
    ("bring_statement",    "/api/payments/vnpay/statements/2026-03-01/bank",    404, "not-found"),
    ("bring_statement",    "/api/payments/vnpay/statements/2026-03-01/gateway", 415, "unsupported-media-type"),
    ("sweep_payments",     "/api/payments/paypal/sweep",             404, "no-such-route"),
    ("send_feedback",      "/api/feedback/items",                    400, "malformed-body"),
    ("find_similar_feedback", "/api/feedback/similar",               400, "malformed-body"),
    ("read_feedback",      "/api/feedback/items/%FF",                400, "bad-path"),
    ("read_feedback",      "/api/feedback/items/PA.H26.109-260302-0001", 404, "no-such-item"),
    ("read_feedback",      "/api/feedback/items/PA.H26.109-260302-9999", 404, "no-such-item"),
    ("download_feedback_file", "/api/feedback/items/PA.H26.109-260302-0001/files/0", 404, "no-such-item"),
    ("announce_feedback_file", "/api/feedback/drafts/H26-0123456789abcdef0123456789abcdef/files",   404, "no-such-draft"),
    ("send_feedback_piece",    "/api/feedback/drafts/H26-0123456789abcdef0123456789abcdef/files/0", 404, "no-such-draft"),
    ("remove_feedback_file",   "/api/feedback/drafts/H26-0123456789abcdef0123456789abcdef/files/0", 404, "no-such-draft"),
    ("download_feedback_draft_file", "/api/feedback/drafts/H26-0123456789abcdef0123456789abcdef/files/0", 404, "no-such-draft"),
    ("support_feedback",   "/api/feedback/items/PA.H26.109-260302-0001/supporters",   400, "malformed-body"),
    ("take_feedback_step", "/api/feedback/items/PA.H26.109-260302-0001/steps",        400, "malformed-body"),
    ("supplement_feedback", "/api/feedback/items/PA.H26.109-260302-0001/supplement",  400, "malformed-body"),
    ("reopen_feedback",    "/api/feedback/items/PA.H26.109-260302-0001/reopening",    400, "malformed-body"),
    ("rate_feedback",      "/api/feedback/items/PA.H26.109-260302-0001/satisfaction", 400, "malformed-body"),
    ("list_feedback_desk", "/api/feedback/desks/H26.109?cursor=abc", 400, "bad-cursor"),
    ("list_feedback_desk", "/api/feedback/desks/H29.101",            401, "unauthorized"),
    ("search_feedback_register", "/api/feedback/register?q=%zz",     400, "bad-encoding"),
    ("search_feedback_register", "/api/feedback/register?q=a&q=b",   400, "repeated-parameter"),
    ("search_feedback_register", "/api/feedback/register?cursor=abc", 400, "bad-cursor"),
    ("search_feedback_register", "/api/feedback/register?province=99999", 422, "which-place"),
    ("read_published_feedback", "/api/feedback/register/PA.H26.109-260302-9999", 404, "not-published"),
    ("count_feedback",     "/api/feedback/statistics?from=2026-03&until=2026-02", 400, "malformed-parameter"),
    ("count_feedback_as_csv", "/api/feedback/statistics.csv?from=2020-01&until=2026-01", 400, "malformed-parameter"),
];

#[test]
fn every_refusal_is_one_that_is_documented() {
    for (name, path, status, kind) in REFUSED {
        let operation = operation(name);
        for language in ["vi", "en"] {
            let answer = operation.ask(operation.portal(), path).header("accept-language", language).expect(*status);
            operation.check(&answer);
            answer.problem(kind);
            assert_eq!(answer.header("content-language"), Some(language), "{path}");
        }
    }
    let publish = operation("publish_units");
    let nobody = portal().ask("PUT", &publish.bare()).body("").expect(401);
    publish.check(&nobody);
}

#[test]
fn a_list_is_refused_as_documented() {
    let operation = operation("publish_units");
    let path = "/api/publications/units/refused?decision=1";
    let rows = |count: usize| [b"code,kind,name_vi\n".as_slice(), &b",,\n".repeat(count)].concat();
    for (content_type, body, status, kind) in [
        ("text/csv", b"\xff".to_vec(), 400, "not-utf8"),
        ("application/json", b"[{]".to_vec(), 400, "not-json"),
        ("text/csv; charset=windows-1258", rows(1), 415, "unsupported-media-type"),
        ("text/csv", rows(0), 422, "no-rows"),
        ("text/csv", rows(1), 422, "flawed-list"),
        ("text/csv", rows(20_000), 422, "flawed-list"),
        ("text/csv", rows(20_001), 422, "too-many-rows"),
        ("text/csv", vec![b'a'; 4 << 20], 422, "flawed-list"),
        ("text/csv", vec![b'a'; (4 << 20) + 1], 413, "body-too-large"),
    ] {
        // A body that is too large is refused before it is read, so the client must not begin to send it.
        let ask = operation.ask(portal(), path).header("content-type", content_type).header("expect", "100-continue");
        let answer = ask.body(body).expect(status);
        operation.check(&answer);
        answer.problem(kind);
    }
}

#[test]
fn an_address_that_is_too_long_is_refused_as_documented() {
    let search = operation("search_procedures");
    search.check(&search.ask(portal(), &format!("/api/procedures?q={}", "a".repeat(8_192))).expect(414));
    let read = operation("read_procedure");
    let segment = |bytes: usize| "a".repeat(bytes - "/api/procedures/".len());
    read.check(&read.ask(portal(), &format!("/api/procedures/{}", segment(2_048))).expect(404));
    read.check(&read.ask(portal(), &format!("/api/procedures/{}", segment(2_049))).expect(414));
}
