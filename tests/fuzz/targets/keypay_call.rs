#![no_main]

include!("../parts/keypay.rs");

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::call(bytes));
