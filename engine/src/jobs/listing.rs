//! Putting recipients on lists and taking them off, as people type them and as files hold them.

use tidings_core::api::{ListChange, ListedPage, ListedRecipient, RecipientList};
use tidings_core::recipient::RecipientKey;

use crate::bounds::Bounds;
use crate::clock;
use crate::csv;
use crate::ledger::{Ledger, LedgerError, List, NewlyListed};

/// Puts recipients on a list. Those that cannot be read are refused by position; the rest counts.
pub async fn add(
    ledger: &Ledger,
    list: List,
    typed: RecipientList,
    by: &str,
) -> Result<ListChange, LedgerError> {
    let (keys, refused) = read(&typed.recipients);
    let reason = typed.reason.trim().to_owned();
    let listed = keys.into_iter().map(|recipient| NewlyListed {
        recipient,
        reason: reason.clone(),
    });
    let change = ledger.list(list, listed.collect(), by).await?;
    Ok(ListChange { refused, ..change })
}

/// Takes recipients off a list.
pub async fn remove(
    ledger: &Ledger,
    list: List,
    typed: &[String],
    by: &str,
) -> Result<ListChange, LedgerError> {
    let (keys, refused) = read(typed);
    let change = ledger.unlist(list, keys, by).await?;
    Ok(ListChange { refused, ..change })
}

/// A page of a connection's allow-list: those stored and those that its configuration names.
pub async fn allowed(
    ledger: &Ledger,
    bounds: &Bounds,
    part: &str,
    after: Option<&str>,
    limit: u32,
) -> Result<ListedPage, LedgerError> {
    let list = List::Allowed {
        connection: bounds.connection.clone(),
    };
    let mut page = ledger.listed(&list, part, after, limit).await?;
    let configured: Vec<RecipientKey> = bounds.allowed.iter().cloned().collect();
    let stored = ledger.listed_among(&list, &configured).await?;
    let part = part.to_lowercase();
    let also = configured
        .into_iter()
        .filter(|key| !stored.contains(key) && key.as_str().to_lowercase().contains(&part));
    let also: Vec<_> = also.collect();
    page.total += u64::try_from(also.len()).unwrap_or(0);
    let now = clock::now();
    let also = also.into_iter().filter(|key| {
        after.is_none_or(|after| key.as_str() > after)
            && page.next.as_deref().is_none_or(|last| key.as_str() <= last)
    });
    page.rows.extend(also.map(|key| ListedRecipient {
        recipient: key.to_string(),
        reason: "named in the configuration".to_owned(),
        added_at: now,
        added_by: "configuration".to_owned(),
    }));
    page.rows.sort_by(|a, b| a.recipient.cmp(&b.recipient));
    Ok(page)
}

/// Reads a CSV file of recipients and reasons into the suppression list as it comes. A first line
/// that names its columns (`recipient`, `reason`) may have them anywhere; without one they are the
/// first and the second.
pub struct Import {
    ledger: Ledger,
    by: String,
    reader: csv::Reader,
    columns: Option<(usize, Option<usize>)>,
    batch: Vec<NewlyListed>,
    change: ListChange,
    more_refused: u64,
}

impl Import {
    /// An import into a ledger by somebody.
    pub fn new(ledger: &Ledger, by: &str) -> Self {
        Self {
            ledger: ledger.clone(),
            by: by.to_owned(),
            reader: csv::Reader::default(),
            columns: None,
            batch: Vec::new(),
            change: ListChange::default(),
            more_refused: 0,
        }
    }

    /// Takes the next piece of the file. What was read counts even when the rest never comes.
    pub async fn read(&mut self, piece: &[u8]) -> Result<(), LedgerError> {
        for record in self.reader.read(piece) {
            self.take(record);
            if self.batch.len() >= BATCH {
                self.write().await?;
            }
        }
        Ok(())
    }

    /// The file ends here; what became of it.
    pub async fn finish(mut self) -> Result<ListChange, LedgerError> {
        if let Some(record) = std::mem::take(&mut self.reader).finish() {
            self.take(record);
        }
        self.close().await
    }

    /// The file broke off; what was read before counts.
    pub async fn break_off(mut self) -> Result<ListChange, LedgerError> {
        self.close().await
    }

    async fn close(&mut self) -> Result<ListChange, LedgerError> {
        self.write().await?;
        let mut change = std::mem::take(&mut self.change);
        if self.more_refused > 0 {
            change
                .refused
                .push(format!("and {} more lines", self.more_refused));
        }
        if change.changed > 0 {
            let text = format!(
                "{} put {} recipients of a file on the suppression list",
                self.by, change.changed
            );
            self.ledger.note("*", text).await?;
        }
        Ok(change)
    }

    fn take(&mut self, record: Result<csv::Record, csv::InvalidRecord>) {
        let record = match record {
            Ok(record) => record,
            Err(problem) => return self.refuse(problem.to_string()),
        };
        let columns = match self.columns {
            Some(columns) => columns,
            None => match heading(&record.cells) {
                Some(columns) => {
                    self.columns = Some(columns);
                    return;
                }
                None => *self.columns.insert((0, Some(1))),
            },
        };
        let cell = |column: usize| record.cells.get(column).map_or("", |cell| cell.trim());
        match RecipientKey::parse(cell(columns.0)) {
            Ok(recipient) => self.batch.push(NewlyListed {
                recipient,
                reason: columns.1.map_or("", cell).to_owned(),
            }),
            Err(problem) => self.refuse(format!("line {}: {problem}", record.line)),
        }
    }

    fn refuse(&mut self, problem: String) {
        if self.change.refused.len() < REFUSED_MAX {
            self.change.refused.push(problem);
        } else {
            self.more_refused += 1;
        }
    }

    async fn write(&mut self) -> Result<(), LedgerError> {
        let batch = std::mem::take(&mut self.batch);
        let change = self
            .ledger
            .import(List::Suppressed, batch, &self.by)
            .await?;
        self.change.changed += change.changed;
        self.change.unchanged += change.unchanged;
        Ok(())
    }
}

/// The suppression list as a file, a piece at a time; nothing after the last one.
#[derive(Debug)]
pub struct Export {
    ledger: Ledger,
    state: Exported,
}

#[derive(Debug)]
enum Exported {
    Nothing,
    UpTo(Option<String>),
    Everything,
}

impl Export {
    /// The columns, in their order.
    pub const HEADING: &str = "recipient,reason,addedAt,addedBy\n";

    /// The list of a ledger.
    pub fn new(ledger: &Ledger) -> Self {
        Self {
            ledger: ledger.clone(),
            state: Exported::Nothing,
        }
    }

    /// The next piece.
    pub async fn next(&mut self) -> Result<Option<String>, LedgerError> {
        let after = match &self.state {
            Exported::Nothing => {
                self.state = Exported::UpTo(None);
                return Ok(Some(Self::HEADING.to_owned()));
            }
            Exported::Everything => return Ok(None),
            Exported::UpTo(last) => last.as_deref(),
        };
        let rows = self
            .ledger
            .listed_after(&List::Suppressed, after, PAGE)
            .await?;
        let Some(last) = rows.last() else {
            self.state = Exported::Everything;
            return Ok(None);
        };
        self.state = Exported::UpTo(Some(last.recipient.clone()));
        Ok(Some(rows.iter().map(line).collect()))
    }
}

fn line(row: &ListedRecipient) -> String {
    let at = row.added_at.to_string();
    let cells = [&row.recipient, &row.reason, &at, &row.added_by];
    format!("{}\n", cells.map(|text| csv::cell(text)).join(","))
}

fn heading(cells: &[String]) -> Option<(usize, Option<usize>)> {
    let column = |name: &str| {
        let mut cells = cells.iter();
        cells.position(|cell| cell.trim().eq_ignore_ascii_case(name))
    };
    Some((column("recipient")?, column("reason")))
}

/// Keys, and what could not be read, by position from 1.
fn read(typed: &[String]) -> (Vec<RecipientKey>, Vec<String>) {
    let (mut keys, mut refused) = (Vec::new(), Vec::new());
    for (text, position) in typed.iter().zip(1u32..) {
        match RecipientKey::parse(text) {
            Ok(key) => keys.push(key),
            Err(problem) => refused.push(format!("{position}: {:?} {problem}", text.trim())),
        }
    }
    (keys, refused)
}

/// Recipients one transaction takes.
const BATCH: usize = 500;
/// Recipients one piece of a file holds.
const PAGE: u32 = 1000;
/// Lines named; of more the number is said.
const REFUSED_MAX: usize = 100;
