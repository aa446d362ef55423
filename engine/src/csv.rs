//! Comma-separated values (RFC 4180), read as they come and written cell by cell.

/// One line of a file, which may span several of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The line it begins in, counted from 1.
    pub line: u64,
    /// Its cells.
    pub cells: Vec<String>,
}

/// A line that cannot be read; those after it can.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct InvalidRecord {
    /// The line it begins in, counted from 1.
    pub line: u64,
    /// What is wrong.
    pub problem: &'static str,
}

/// Reads records out of pieces of a file, however it is cut. Needs no more memory than a record.
#[derive(Debug)]
pub struct Reader {
    cells: Vec<Vec<u8>>,
    cell: Vec<u8>,
    size: usize,
    place: Place,
    line: u64,
    begun: u64,
    is_first: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Before the first byte of a cell.
    Start,
    Plain,
    Quoted,
    /// After a quote in a quoted cell: its end, or half of a quote.
    Quote,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            cells: Vec::new(),
            cell: Vec::new(),
            size: 0,
            place: Place::Start,
            line: 1,
            begun: 1,
            is_first: true,
        }
    }
}

impl Reader {
    /// The records that end in this piece.
    pub fn read(&mut self, piece: &[u8]) -> Vec<Result<Record, InvalidRecord>> {
        piece.iter().filter_map(|byte| self.take(*byte)).collect()
    }

    /// The record that the end of the file ends.
    pub fn finish(mut self) -> Option<Result<Record, InvalidRecord>> {
        if self.place == Place::Quoted {
            return Some(Err(InvalidRecord {
                line: self.begun,
                problem: "a quotation mark is not closed",
            }));
        }
        self.end_record()
    }

    fn take(&mut self, byte: u8) -> Option<Result<Record, InvalidRecord>> {
        if byte == b'\n' {
            self.line += 1;
        }
        match (self.place, byte) {
            (Place::Quoted, b'"') => self.place = Place::Quote,
            (Place::Quoted, _) => self.keep(byte),
            (_, b'\n') => return self.end_record(),
            (_, b',') => self.end_cell(),
            (Place::Start, b'"') => self.place = Place::Quoted,
            (Place::Quote, b'"') => {
                self.keep(byte);
                self.place = Place::Quoted;
            }
            _ => {
                self.keep(byte);
                self.place = Place::Plain;
            }
        }
        None
    }

    fn keep(&mut self, byte: u8) {
        self.size += 1;
        if self.size <= RECORD_MAX {
            self.cell.push(byte);
        }
    }

    fn end_cell(&mut self) {
        self.size += 1;
        self.place = Place::Start;
        let cell = std::mem::take(&mut self.cell);
        if self.size <= RECORD_MAX {
            self.cells.push(cell);
        }
    }

    /// Nothing for an empty line.
    fn end_record(&mut self) -> Option<Result<Record, InvalidRecord>> {
        if self.cell.last() == Some(&b'\r') {
            self.cell.pop();
        }
        self.end_cell();
        let line = std::mem::replace(&mut self.begun, self.line);
        let cells = std::mem::take(&mut self.cells);
        let is_first = std::mem::take(&mut self.is_first);
        if std::mem::take(&mut self.size) > RECORD_MAX {
            let problem = "is longer than any recipient with a reason";
            return Some(Err(InvalidRecord { line, problem }));
        }
        if cells.iter().all(Vec::is_empty) {
            return None;
        }
        let Ok(mut cells) = cells
            .into_iter()
            .map(String::from_utf8)
            .collect::<Result<Vec<_>, _>>()
        else {
            let problem = "is not UTF-8; save the file in that encoding";
            return Some(Err(InvalidRecord { line, problem }));
        };
        if let Some(first) = cells.first_mut().filter(|_| is_first)
            && let Some(rest) = first.strip_prefix(BYTE_ORDER_MARK)
        {
            *first = rest.trim_matches('"').to_owned();
        }
        let cells = cells.into_iter().map(without_apostrophe).collect();
        Some(Ok(Record { line, cells }))
    }
}

/// A cell as it is written. What a spreadsheet would take for a formula gets an apostrophe in
/// front; a phone number is none. [`Reader`] takes it off again.
pub fn cell(text: &str) -> String {
    let text = if is_formula(text) || is_formula(text.trim_start_matches('\'')) {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

fn is_formula(text: &str) -> bool {
    let is_number = text
        .strip_prefix('+')
        .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number
}

fn without_apostrophe(cell: String) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest.to_owned(),
        _ => cell,
    }
}

/// Bytes of a record, so that a file without line ends fills no memory.
const RECORD_MAX: usize = 8192;
const BYTE_ORDER_MARK: char = '\u{feff}';

#[cfg(test)]
mod tests {
    use super::*;

    /// The cells, however the text is cut.
    fn read(text: &str) -> Vec<Vec<String>> {
        let whole = read_in(text, text.len().max(1));
        for size in 1..text.len() {
            assert_eq!(read_in(text, size), whole, "in pieces of {size}");
        }
        whole
    }

    fn read_in(text: &str, size: usize) -> Vec<Vec<String>> {
        let mut reader = Reader::default();
        let mut records: Vec<_> = text
            .as_bytes()
            .chunks(size)
            .flat_map(|piece| reader.read(piece))
            .collect();
        records.extend(reader.finish());
        let cells = records.into_iter().map(|record| record.unwrap().cells);
        cells.collect()
    }

    #[test]
    fn quotes_commas_line_ends_and_a_byte_order_mark_are_read() {
        assert_eq!(
            read("\u{feff}recipient,reason\r\n\r\na@b.co,\"said \"\"no\"\",\nand meant it\"\nb,"),
            [
                vec!["recipient", "reason"],
                vec!["a@b.co", "said \"no\",\nand meant it"],
                vec!["b", ""],
            ]
        );
    }

    #[test]
    fn what_is_written_is_read_again() {
        for text in [
            "Ana Souza",
            "Souza, \"Ana\"",
            "=HYPERLINK(\"x\")",
            "'=x",
            "'",
            "-1",
            "+4930123456",
            "two\r\nlines",
        ] {
            assert_eq!(
                read(&format!("{},x\n", cell(text))),
                [[text, "x"]],
                "{text}"
            );
        }
    }

    #[test]
    fn a_cell_holds_anything_and_runs_nothing() {
        assert_eq!(cell("Ana Souza"), "Ana Souza");
        assert_eq!(cell("Souza, \"Ana\""), "\"Souza, \"\"Ana\"\"\"");
        assert_eq!(cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(cell("+4930123456"), "+4930123456");
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named_and_the_next_one_is_read() {
        let mut reader = Reader::default();
        let mut text = b"a\n\xff\n".to_vec();
        text.extend(vec![b'x'; RECORD_MAX + 1]);
        text.extend(b"\nb\n\"open");
        let mut records = reader.read(&text);
        records.extend(reader.finish());
        let said: Vec<_> = records
            .into_iter()
            .map(|record| record.map(|record| record.line).map_err(|bad| bad.line))
            .collect();
        assert_eq!(said, [Ok(1), Err(2), Err(3), Ok(4), Err(5)]);
    }
}
