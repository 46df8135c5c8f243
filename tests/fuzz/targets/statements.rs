#![no_main]

use std::collections::BTreeSet;

#[path = "../../../functions/payment/src/statements"]
mod part {
    pub mod read;
}

// What the reader makes of a row and of a flaw: the function's own are bound to its store and to its pages.
mod store {
    pub mod settlements {
        #[derive(Debug, PartialEq)]
        pub struct Line {
            pub transaction: String,
            pub kind: String,
            pub reference: String,
            pub amount: u64,
            pub fee: u64,
        }
    }
}
mod problem {
    use motcua_edge::problem::Problem;

    pub fn flawed(flaws: &[(usize, &str, &str)]) -> Problem {
        assert!(flaws.iter().all(|(row, ..)| *row > 0) && !flaws.is_empty());
        motcua_edge::refusal::body_too_large(flaws.len())
    }
}

const HEADER: &[u8] = b"transaction,kind,reference,amount,fee\n";

fn read(bytes: &[u8]) {
    let Ok(lines) = part::read::lines(bytes) else { return };
    let mut seen = BTreeSet::new();
    let mut written = String::from_utf8_lossy(HEADER).into_owned();
    for line in &lines {
        assert!(line.fee <= line.amount && line.amount <= 1_000_000_000_000_000, "{line:?}");
        assert!(matches!(line.kind.as_str(), "payment" | "refund"), "{line:?}");
        assert!(!line.transaction.is_empty() && seen.insert((&line.transaction, &line.kind)), "{line:?}");
        assert!(!line.transaction.contains('\0') && !line.reference.contains('\0'), "{line:?}");
        let quoted = |text: &str| text.replace('"', "\"\"");
        written += &format!(
            "\"{}\",{},\"{}\",{},{}\r\n",
            quoted(&line.transaction),
            line.kind,
            quoted(&line.reference),
            line.amount,
            line.fee
        );
    }
    // What was read is read the same when it is written anew.
    assert_eq!(part::read::lines(written.as_bytes()).ok().as_ref(), Some(&lines));
}

// A statement as it comes, and rows behind the header that they need.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    read(bytes);
    read(&[HEADER, bytes].concat());
});
