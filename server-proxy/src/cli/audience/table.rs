//! A list of customers, written as it comes.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde_json::json;
use tidings_core::audience::{AudienceCounts, BreakOff, Verdict};
use tidings_engine::csv;

use super::Format;

/// One customer, eligible or not.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    id: Option<&'a str>,
    address: Option<&'a str>,
    name: Option<&'a str>,
    sessions: u64,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

impl<'a> From<&'a Verdict> for Row<'a> {
    fn from(verdict: &'a Verdict) -> Self {
        match verdict {
            Verdict::Eligible(customer) => Self {
                id: customer.id.as_deref(),
                address: Some(customer.address.as_str()),
                name: customer.name.as_deref(),
                sessions: customer.sessions,
                status: "eligible",
                reason: None,
            },
            Verdict::Excluded { row, reason } => Self {
                id: row.id.as_deref(),
                address: row.address.as_deref(),
                name: row.name.as_deref(),
                sessions: row.sessions.unwrap_or(0),
                status: "excluded",
                reason: Some(reason.code()),
            },
        }
    }
}

/// Where the list goes and how it looks.
pub(super) struct Table<W: Write> {
    to: BufWriter<W>,
    format: Format,
}

impl<W: Write> Table<W> {
    /// Writes the heading.
    pub(super) fn new(to: BufWriter<W>, format: Format) -> io::Result<Self> {
        let mut table = Self { to, format };
        match format {
            Format::Table => table.columns(["STATUS", "SESSIONS", "ADDRESS", "NAME", "ID"])?,
            Format::Csv => writeln!(table.to, "id,address,name,sessions,status,reason")?,
            Format::Jsonl => {}
        }
        Ok(table)
    }

    /// Writes one page.
    pub(super) fn rows(&mut self, verdicts: &[Verdict]) -> io::Result<()> {
        for verdict in verdicts {
            self.row(&verdict.into())?;
        }
        // A page at a time, so that whoever reads along sees it come.
        self.to.flush()
    }

    /// Writes what comes last: for programs, the counts and whether they are the whole.
    pub(super) fn end(
        mut self,
        counts: &AudienceCounts,
        problem: Option<&BreakOff>,
    ) -> io::Result<()> {
        if self.format == Format::Jsonl {
            let mut last = json!({
                "complete": problem.is_none(),
                "audience": counts.audience,
                "eligible": counts.eligible,
                "excluded": counts.excluded,
            });
            if let (Some(problem), Some(fields)) = (problem, last.as_object_mut()) {
                fields.insert("problem".to_owned(), problem.to_string().into());
            }
            writeln!(self.to, "{last}")?;
        }
        self.to.flush()
    }

    fn row(&mut self, row: &Row<'_>) -> io::Result<()> {
        let (id, address, name) = (text(row.id), text(row.address), text(row.name));
        match self.format {
            Format::Jsonl => {
                serde_json::to_writer(&mut self.to, row)?;
                writeln!(self.to)
            }
            Format::Csv => {
                let sessions = row.sessions.to_string();
                let cells = [id, address, name, &sessions, row.status, text(row.reason)];
                writeln!(self.to, "{}", cells.map(csv::cell).join(","))
            }
            Format::Table => {
                let status = row.reason.unwrap_or(row.status);
                self.columns([status, &row.sessions.to_string(), address, name, id])
            }
        }
    }

    fn columns(&mut self, [status, sessions, address, name, id]: [&str; 5]) -> io::Result<()> {
        let name = printable(name);
        let address = printable(address);
        writeln!(
            self.to,
            "{status:<18} {sessions:>8}  {address:<32}  {name:<24}  {id}"
        )
    }
}

fn text(value: Option<&str>) -> &str {
    value.unwrap_or_default()
}

/// A name from outside must not steer the terminal.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect()
}
