#![no_main]

include!("../parts/shared.rs");

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::object(bytes));
