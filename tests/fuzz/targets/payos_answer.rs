#![no_main]

include!("../parts/payos.rs");

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::answer(bytes));
