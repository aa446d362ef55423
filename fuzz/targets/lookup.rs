//! Puts libFuzzer's inputs to `tidings_fuzz::lookup`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tidings_fuzz::lookup::run(data));
