//! Puts every kept input to its target, on the pinned Rust and without libFuzzer: the seeds that
//! `make fuzz` starts from, and what once broke a promise.
#![allow(clippy::unwrap_used, reason = "test code")]

use std::fs;
use std::path::Path;

use tidings_fuzz::TARGETS;

#[test]
fn what_is_kept_breaks_no_promise() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    for (name, run) in TARGETS {
        let mut inputs: Vec<_> = fs::read_dir(seeds.join(name))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        inputs.sort();
        assert!(inputs.len() >= 10, "{name} has few seeds");
        for input in inputs {
            // The last line before a panic says which.
            println!("{}", input.display());
            run(&fs::read(&input).unwrap());
        }
    }
}

#[test]
fn every_target_takes_nothing_and_noise() {
    let noise: Vec<u8> = (0..=255).chain((0..=255).rev()).collect();
    for (_, run) in TARGETS {
        run(&[]);
        run(&noise);
        for length in 0..64 {
            run(&noise[noise.len() - length..]);
        }
    }
}
