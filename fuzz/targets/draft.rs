//! Puts libFuzzer's inputs to `tidings_fuzz::draft`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tidings_fuzz::draft::run(data));
