//! Puts libFuzzer's inputs to `tidings_fuzz::endpoint`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tidings_fuzz::endpoint::run(data));
