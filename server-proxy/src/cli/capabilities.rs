//! `tidings capabilities`: what each dialect and channel can carry.

use tidings_core::capability;
use tidings_core::dialect::Dialect;

use super::Output;
use crate::exit::{Exit, Failure};

/// Prints the table; as JSON, one entry a line.
pub(crate) fn run(output: Output) -> Result<Exit, Failure> {
    if output.is_json() {
        for entry in capability::table() {
            Output::json(&entry)?;
        }
        return Ok(Exit::Done);
    }
    for dialect in Dialect::ALL {
        Output::line(&format!("Dialect {dialect}\n"))?;
        Output::line(&capability::markdown(dialect))?;
    }
    Ok(Exit::Done)
}
