//! Puts libFuzzer's inputs to `tidings_fuzz::template`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tidings_fuzz::template::run(data));
