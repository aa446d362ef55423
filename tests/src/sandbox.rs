//! A sandbox process.

use std::ops::Deref;

use crate::cloud::Cloud;
use crate::command::Tidings;
use crate::running::Running;

/// `tidings sandbox` on a port of its own. Everything one can ask it is [`Cloud`]'s.
#[derive(Debug)]
pub struct Sandbox {
    process: Running,
    cloud: Cloud,
}

impl Sandbox {
    /// Starts one with `arguments` such as `["--customers", "2000"]`.
    pub fn start(tidings: &Tidings, arguments: &[&str]) -> Self {
        let mut all = vec!["sandbox", "--listen", "127.0.0.1:0"];
        all.extend_from_slice(arguments);
        let process = Running::start(tidings.command(&all));
        let address =
            process.wait_for(|line| line.strip_prefix("listening on ").map(str::to_owned));
        Self {
            process,
            cloud: Cloud::at(&address),
        }
    }

    /// The process.
    pub fn process(&self) -> &Running {
        &self.process
    }
}

impl Deref for Sandbox {
    type Target = Cloud;

    fn deref(&self) -> &Cloud {
        &self.cloud
    }
}
