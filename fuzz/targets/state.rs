//! Puts libFuzzer's inputs to `tidings_fuzz::state`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tidings_fuzz::state::run(data));
