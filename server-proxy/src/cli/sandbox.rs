//! `tidings sandbox`: a simulated Genesys Cloud by itself.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use clap::Args;
use serde_json::json;
use tidings_sandbox::{Fault, Options, Sandbox, parse_time};

use super::Output;
use crate::exit::{Exit, Failure};
use crate::shutdown;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Listen here; port 0 picks a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8081")]
    listen: SocketAddr,
    /// How many customers the organization has
    #[arg(long, value_name = "N", default_value_t = 1000)]
    customers: u32,
    /// The same seed gives the same customers and the same faults
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The moment the customers' histories end at, as 2026-11-20T00:00:00Z [default: last midnight]
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    now: Option<SystemTime>,
    /// Calls a minute for each client; 0 lifts the limit
    #[arg(long, value_name = "N", default_value_t = 300)]
    rate_per_minute: u32,
    /// A JSON file of faults from the first call on: [{"operation":"*","kind":"429","rate":0.1}]
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    /// Post taps, answers and receipts to this address
    #[arg(long, value_name = "URL")]
    webhook: Option<String>,
}

pub(crate) async fn run(arguments: Arguments, output: Output) -> Result<Exit, Failure> {
    let options = Options {
        listen: arguments.listen,
        customers: arguments.customers,
        seed: arguments.seed,
        now: arguments.now,
        rate_per_minute: arguments.rate_per_minute,
        faults: arguments.faults.as_deref().map_or(Ok(Vec::new()), faults)?,
        webhook: arguments.webhook,
    };
    let shutdown = shutdown::requested()?;
    let failed = |error: tidings_sandbox::SandboxError| Failure::configuration(error.to_string());
    let sandbox = Sandbox::bind(options).await.map_err(failed)?;
    let address = format!("http://{}", sandbox.address());
    if output.is_json() {
        Output::json(&json!({ "sandbox": address }))?;
    } else {
        Output::line(&format!("listening on {address}"))?;
    }
    sandbox
        .serve(shutdown.cancelled_owned())
        .await
        .map_err(failed)?;
    Ok(Exit::Done)
}

fn faults(path: &Path) -> Result<Vec<Fault>, Failure> {
    let wrong = |problem: &dyn std::fmt::Display| {
        Failure::arguments(format!("--faults {}: {problem}", path.display()))
    };
    let text = fs::read_to_string(path).map_err(|error| wrong(&error))?;
    serde_json::from_str(&text).map_err(|error| wrong(&error))
}
