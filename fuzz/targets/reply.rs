//! Puts libFuzzer's inputs to `tidings_fuzz::reply`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tidings_fuzz::reply::run(data));
