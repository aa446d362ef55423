//! The files that guests attach: announced, uploaded, then part of a message.

use std::collections::HashMap;

use axum::body::Bytes;

use super::problem::{Code, Problem};
use super::request::Upload;

/// A file of a guest.
#[derive(Clone, Debug)]
pub(super) struct File {
    /// The number of the session it belongs to.
    pub(super) session: u32,
    pub(super) name: String,
    pub(super) media_type: String,
    /// Bytes, as announced.
    pub(super) size: u64,
    /// Its bytes, once they are here.
    pub(super) bytes: Option<Bytes>,
}

/// All files of one run.
#[derive(Debug, Default)]
pub(super) struct Files {
    by_id: HashMap<String, File>,
    stored_bytes: usize,
}

impl Files {
    /// Makes room for a file that is about to come.
    pub(super) fn announce(
        &mut self,
        session: u32,
        id: &str,
        upload: &Upload,
    ) -> Result<(), Problem> {
        check(upload)?;
        if self.by_id.contains_key(id) {
            return Err(Problem::new(
                Code::BadRequest,
                "The attachment exists already",
            ));
        }
        let file = File {
            session,
            name: upload.file_name.clone(),
            media_type: upload.file_type.clone(),
            size: upload.file_size,
            bytes: None,
        };
        self.by_id.insert(id.to_owned(), file);
        Ok(())
    }

    /// Takes the bytes of an announced file: its session.
    pub(super) fn store(&mut self, id: &str, bytes: Bytes) -> Result<File, Problem> {
        let full = self.stored_bytes.saturating_add(bytes.len()) > STORE_BYTES;
        let file = self.by_id.get_mut(id).ok_or_else(not_found)?;
        if file.bytes.is_some() {
            return Err(Problem::new(Code::BadRequest, "The file is here already"));
        }
        if bytes.len() as u64 != file.size || full {
            let text = format!("{} bytes came instead of {}", bytes.len(), file.size);
            return Err(Problem::new(Code::FileSize, text));
        }
        let signature = TYPES
            .iter()
            .find(|(name, _)| *name == file.media_type)
            .map_or(b"".as_slice(), |(_, signature)| signature);
        if !bytes.starts_with(signature) {
            let text = format!("The file's content is not {}", file.media_type);
            return Err(Problem::new(Code::FileContent, text));
        }
        self.stored_bytes += bytes.len();
        file.bytes = Some(bytes);
        Ok(file.clone())
    }

    /// A file of that session which is here.
    pub(super) fn uploaded(&self, session: u32, id: &str) -> Result<&File, Problem> {
        let file = self.of(session, id)?;
        if file.bytes.is_none() {
            return Err(Problem::new(
                Code::AttachmentNotUploaded,
                "The attachment was not uploaded",
            ));
        }
        Ok(file)
    }

    /// Forgets a file of that session.
    pub(super) fn delete(&mut self, session: u32, id: &str) -> Result<(), Problem> {
        self.of(session, id)?;
        let bytes = self.by_id.remove(id).and_then(|file| file.bytes);
        self.stored_bytes -= bytes.map_or(0, |bytes| bytes.len());
        Ok(())
    }

    /// A file by its id alone, for who has its address.
    pub(super) fn get(&self, id: &str) -> Option<&File> {
        self.by_id.get(id)
    }

    fn of(&self, session: u32, id: &str) -> Result<&File, Problem> {
        let file = self.by_id.get(id).filter(|file| file.session == session);
        file.ok_or_else(not_found)
    }
}

fn check(upload: &Upload) -> Result<(), Problem> {
    if !TYPES.iter().any(|(name, _)| *name == upload.file_type) {
        let text = format!("File type not allowed: {}", upload.file_type);
        return Err(Problem::new(Code::FileType, text));
    }
    if upload.file_size == 0 || upload.file_size > MOST_KILOBYTES * 1024 {
        let text = format!("A file has 1 byte to {MOST_KILOBYTES} KB");
        return Err(Problem::new(Code::FileSize, text));
    }
    let name = &upload.file_name;
    if name.chars().count() > NAME_CHARS {
        let text = format!("A file's name has at most {NAME_CHARS} characters");
        return Err(Problem::new(Code::FileNameTooLong, text));
    }
    let blocked = BLOCKED_EXTENSIONS
        .iter()
        .any(|extension| name.to_ascii_lowercase().ends_with(extension));
    let odd = |c: char| c.is_control() || "/\\{^}%`]\">[~<#|".contains(c);
    if blocked || name.starts_with('.') || name.contains(odd) {
        return Err(Problem::new(
            Code::FileName,
            "The file's name is not allowed",
        ));
    }
    Ok(())
}

fn not_found() -> Problem {
    Problem::new(Code::AttachmentNotFound, "The attachment was not found")
}

/// The media types that a guest may attach, each with the bytes such a file begins with.
pub(super) const TYPES: [(&str, &[u8]); 5] = [
    ("image/png", b"\x89PNG\r\n\x1a\n"),
    ("image/jpeg", b"\xff\xd8\xff"),
    ("image/gif", b"GIF8"),
    ("application/pdf", b"%PDF-"),
    ("text/plain", b""),
];
/// Kilobytes of a file (certain: a deployment's default).
pub(super) const MOST_KILOBYTES: u64 = 10_240;
pub(super) const BLOCKED_EXTENSIONS: [&str; 4] = [".exe", ".bat", ".js", ".html"];
const NAME_CHARS: usize = 255;
/// Bytes of all files together: a sandbox keeps them in memory.
const STORE_BYTES: usize = 128 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn png(name: &str, size: u64) -> Upload {
        Upload {
            attachment_id: None,
            file_name: name.to_owned(),
            file_type: "image/png".to_owned(),
            file_size: size,
            errors_as_json: false,
        }
    }

    #[test]
    fn a_file_is_usable_once_its_bytes_are_what_was_announced() {
        let mut files = Files::default();
        files.announce(1, "a", &png("a.png", 9)).unwrap();
        let code = |result: Result<&File, Problem>| result.unwrap_err().code;
        assert_eq!(code(files.uploaded(1, "a")), Code::AttachmentNotUploaded);
        let store = |files: &mut Files, bytes: &'static [u8]| files.store("a", bytes.into());
        let refused = |result: Result<File, Problem>| result.unwrap_err().code;
        assert_eq!(refused(store(&mut files, b"short")), Code::FileSize);
        assert_eq!(refused(store(&mut files, b"nine byte")), Code::FileContent);
        store(&mut files, b"\x89PNG\r\n\x1a\n.").unwrap();
        assert!(files.uploaded(1, "a").is_ok());
        assert_eq!(code(files.uploaded(2, "a")), Code::AttachmentNotFound);
        files.delete(1, "a").unwrap();
        assert_eq!(code(files.uploaded(1, "a")), Code::AttachmentNotFound);
        assert_eq!(files.stored_bytes, 0);
    }

    #[test]
    fn what_cannot_be_attached_is_refused_before_a_byte_is_sent() {
        let mut files = Files::default();
        let mut code = |upload: &Upload| files.announce(1, "a", upload).unwrap_err().code;
        assert_eq!(code(&png("a.png", 0)), Code::FileSize);
        assert_eq!(code(&png("a.png", 10_240 * 1024 + 1)), Code::FileSize);
        assert_eq!(code(&png("../a.png", 9)), Code::FileName);
        assert_eq!(code(&png("a.EXE", 9)), Code::FileName);
        assert_eq!(code(&png(&"a".repeat(256), 9)), Code::FileNameTooLong);
        let mut script = png("a.png", 9);
        script.file_type = "text/html".to_owned();
        assert_eq!(code(&script), Code::FileType);
    }
}
