//! A request as a command that one can paste into a shell.

use tidings_core::request::Request;

/// `curl` for a request. The token stays a variable: no credential is ever shown.
pub(super) fn command(request: &Request, base_url: &str) -> String {
    let mut lines = vec![
        format!(
            "curl -X {} {}",
            request.method.as_str(),
            quoted(&format!(
                "{}{}",
                base_url.trim_end_matches('/'),
                request.target
            ))
        ),
        "-H \"Authorization: Bearer $TOKEN\"".to_owned(),
    ];
    for (name, value) in Request::HEADERS {
        lines.push(format!("-H {}", quoted(&format!("{name}: {value}"))));
    }
    if let Some(body) = &request.body {
        lines.push(format!("--data {}", quoted(body)));
    }
    lines.join(" \\\n  ")
}

/// In single quotes, as a POSIX shell reads them.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;
    use tidings_core::operation::Operation;
    use tidings_core::request::Method;

    #[test]
    fn quotes_in_a_text_cannot_end_the_command() {
        let request = Request {
            operation: Operation::Structured,
            method: Method::Post,
            target: "/api/v2/x".into(),
            body: Some(r#"{"text":"it's; rm -rf"}"#.into()),
        };
        let command = command(&request, "http://127.0.0.1:8081/");
        assert!(command.starts_with("curl -X POST 'http://127.0.0.1:8081/api/v2/x' \\\n"));
        assert!(command.ends_with(r#"--data '{"text":"it'\''s; rm -rf"}'"#));
        assert!(command.contains("Bearer $TOKEN"));
    }
}
