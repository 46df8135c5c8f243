#![no_main]

include!("../parts/shopeepay.rs");

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::call(bytes));
