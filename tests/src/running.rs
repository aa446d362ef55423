//! A process that goes on until the test ends it, by its id.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command};
use std::sync::{Arc, Mutex};
use std::thread;

/// A running process; killed when dropped.
#[derive(Debug)]
pub struct Running {
    child: Child,
    stdout: Arc<Mutex<Vec<String>>>,
    stderr: Arc<Mutex<Vec<String>>>,
    changed: std::sync::mpsc::Receiver<()>,
}

impl Running {
    /// Starts a command whose output is piped, and keeps reading it.
    pub fn start(mut command: Command) -> Self {
        let mut child = command.spawn().expect("the binary starts");
        let (notify, changed) = std::sync::mpsc::channel();
        let out = child.stdout.take().expect("stdout is piped");
        let err = child.stderr.take().expect("stderr is piped");
        let stdout = collect(out, notify.clone());
        let stderr = collect(err, notify);
        Self {
            child,
            stdout,
            stderr,
            changed,
        }
    }

    /// Waits for a line on stdout that `wanted` turns into something.
    pub fn wait_for<T>(&self, wanted: impl Fn(&str) -> Option<T>) -> T {
        loop {
            if let Some(found) = self
                .stdout
                .lock()
                .unwrap()
                .iter()
                .find_map(|line| wanted(line))
            {
                return found;
            }
            assert!(
                self.changed
                    .recv_timeout(std::time::Duration::from_mins(1))
                    .is_ok(),
                "the line never came; stdout: {:?}\nstderr: {:?}",
                self.stdout.lock().unwrap(),
                self.stderr.lock().unwrap()
            );
        }
    }

    /// Everything printed on stdout so far.
    pub fn stdout(&self) -> String {
        self.stdout.lock().unwrap().join("\n")
    }

    /// Everything printed on stderr so far.
    pub fn stderr(&self) -> String {
        self.stderr.lock().unwrap().join("\n")
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// SIGKILL, and waits until it is gone.
    pub fn kill(mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it is gone");
    }

    /// Whether it ended by itself, and how.
    pub fn ended(&mut self) -> Option<std::process::ExitStatus> {
        self.child.try_wait().expect("its state can be read")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Gone already is fine.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn collect(
    source: impl std::io::Read + Send + 'static,
    changed: std::sync::mpsc::Sender<()>,
) -> Arc<Mutex<Vec<String>>> {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&lines);
    thread::spawn(move || {
        for line in BufReader::new(source).lines().map_while(Result::ok) {
            kept.lock().unwrap().push(line);
            let _ = changed.send(());
        }
    });
    lines
}
