//! Puts libFuzzer's inputs to `tidings_fuzz::address`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tidings_fuzz::address::run(data));
