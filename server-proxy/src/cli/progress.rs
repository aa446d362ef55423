//! How far a long command has come, on standard error: a bar in a terminal, else a line now and
//! then.

use std::io::{IsTerminal as _, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Progress of one step.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    what: &'static str,
    said: Option<Instant>,
}

impl Progress {
    /// Progress of `what`, whose end is not known yet.
    pub(crate) fn open(what: &'static str) -> Self {
        Self::new(what, "{spinner} {msg}: {pos}", None)
    }

    /// Progress of `what`, up to `total`.
    pub(crate) fn of(what: &'static str, total: u64) -> Self {
        Self::new(what, "{msg} {wide_bar} {pos}/{len}{prefix}", Some(total))
    }

    fn new(what: &'static str, template: &str, total: Option<u64>) -> Self {
        let bar = stderr().is_terminal().then(|| {
            let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            bar.set_message(what);
            bar
        });
        Self {
            bar,
            what,
            said: None,
        }
    }

    /// When it should be through, for a bar: a line says so itself.
    pub(crate) fn expect(&mut self, words: &str) {
        if let Some(bar) = &self.bar {
            bar.set_prefix(words.to_owned());
        }
    }

    /// How far it is, with a line for those who have no bar.
    pub(crate) fn at(&mut self, position: u64, words: &str) {
        if let Some(bar) = &self.bar {
            bar.set_position(position);
        } else if self.said.is_none_or(|said| said.elapsed() >= PAUSE) {
            eprintln!("{}: {words}", self.what);
            self.said = Some(Instant::now());
        }
    }

    /// A line that stays.
    pub(crate) fn say(&self, words: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| eprintln!("{words}")),
            None => eprintln!("{words}"),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

const PAUSE: Duration = Duration::from_secs(5);
