//! Checks a draft once, and prints the request for each line of a file:
//! `cargo run -p tidings-core --example requests -- draft.json people.csv`
use std::{env, error::Error, fs, time::SystemTime};

use tidings_core::message::{Message, draft::Draft};
use tidings_core::{address::Address, dialect::Dialect, policy::Policy, time::Timestamp};
use tidings_core::{recipient::Recipient, request::Request};

fn main() -> Result<(), Box<dyn Error>> {
    let usage = "usage: requests DRAFT.json PEOPLE.csv";
    let draft = fs::read_to_string(env::args().nth(1).ok_or(usage)?)?;
    let people = fs::read_to_string(env::args().nth(2).ok_or(usage)?)?;
    let since_1970 = SystemTime::UNIX_EPOCH.elapsed()?.as_millis();
    let now = Timestamp::from_unix_millis(since_1970.try_into()?);
    let message = Draft::from_form(&draft)?.parse(&Policy::default())?;
    for line in people.lines() {
        match request(&message, line, now) {
            Ok(request) => println!("{request}"),
            Err(wrong) => eprintln!("{line}: {wrong}"),
        }
    }
    Ok(())
}

/// The request for one line, `address,name`.
pub fn request(message: &Message, line: &str, now: Timestamp) -> Result<String, Box<dyn Error>> {
    let (address, name) = line.split_once(',').unwrap_or((line, ""));
    let recipient = Recipient::Address {
        address: Address::parse(address)?,
        name: Some(name.to_owned()).filter(|name| !name.is_empty()),
        customer_id: None,
        sessions: None,
    };
    let personalized = message.personalize(&recipient, &Policy::default())?;
    let Request { target, body, .. } = Dialect::Guides.carry(&personalized, false)?.request(now);
    Ok(format!("{target} {}", body.unwrap_or_default()))
}
