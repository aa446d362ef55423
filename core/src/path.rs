//! The place of a field in a draft, written only when something is wrong there.

use core::fmt;

/// A JSON pointer (RFC 6901) as a chain of borrowed segments. Checks make one for each field they
/// look at and pay nothing for it; only a violation writes it out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    segment: Segment<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Segment<'a> {
    /// Nothing: the whole document.
    Root,
    Field(&'a str),
    Index(usize),
}

impl<'a> Path<'a> {
    /// The whole document.
    pub(crate) const ROOT: Path<'static> = Path {
        parent: None,
        segment: Segment::Root,
    };

    /// A field of the document itself.
    pub(crate) const fn of(name: &'a str) -> Self {
        Self {
            parent: None,
            segment: Segment::Field(name),
        }
    }

    /// A field of what stands here.
    pub(crate) const fn field(&'a self, name: &'a str) -> Self {
        Self {
            parent: Some(self),
            segment: Segment::Field(name),
        }
    }

    /// An entry of the list that stands here, counted from 0.
    pub(crate) const fn index(&'a self, index: usize) -> Self {
        Self {
            parent: Some(self),
            segment: Segment::Index(index),
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.segment {
            Segment::Root => Ok(()),
            Segment::Index(index) => write!(f, "/{index}"),
            Segment::Field(name) => {
                f.write_str("/")?;
                for (index, part) in name.split('~').enumerate() {
                    if index > 0 {
                        f.write_str("~0")?;
                    }
                    for (index, part) in part.split('/').enumerate() {
                        if index > 0 {
                            f.write_str("~1")?;
                        }
                        f.write_str(part)?;
                    }
                }
                Ok(())
            }
        }
    }
}

impl From<&Path<'_>> for String {
    fn from(path: &Path<'_>) -> Self {
        path.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn a_path_is_written_as_a_json_pointer() {
        assert_eq!(Path::ROOT.to_string(), "");
        let content = Path::of("content");
        let choices = content.field("choices");
        assert_eq!(
            choices.index(3).field("label").to_string(),
            "/content/choices/3/label"
        );
        assert_eq!(Path::of("a/b~c").to_string(), "/a~1b~0c");
    }

    #[test]
    fn what_is_written_finds_the_field_again() {
        let json = serde_json::json!({"a/b": [{"~": 1}]});
        let field = Path::of("a/b");
        let entry = field.index(0);
        let pointer = entry.field("~").to_string();
        assert_eq!(json.pointer(&pointer), Some(&serde_json::json!(1)));
    }
}
