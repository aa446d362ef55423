//! A sandbox by itself: `cargo run -p tidings-sandbox --example alone -- 127.0.0.1:8081`.

use std::error::Error;

use tidings_sandbox::{Options, Sandbox};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut options = Options {
        rate_per_minute: 0,
        ..Options::default()
    };
    let mut arguments = std::env::args().skip(1);
    if let Some(address) = arguments.next() {
        options.listen = address.parse()?;
    }
    if let Some(customers) = arguments.next() {
        options.customers = customers.parse()?;
    }
    options.webhook = arguments.next();
    let sandbox = Sandbox::bind(options).await?;
    println!("listening on http://{}", sandbox.address());
    sandbox.serve(std::future::pending()).await?;
    Ok(())
}
