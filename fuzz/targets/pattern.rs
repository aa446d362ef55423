//! Puts libFuzzer's inputs to `tidings_fuzz::pattern`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tidings_fuzz::pattern::run(data));
