#![no_main]

include!("../parts/vietqr.rs");

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::schemes(bytes));
