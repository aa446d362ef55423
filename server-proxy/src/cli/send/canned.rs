//! A message that the organization keeps as a canned response.

use clap::Args;
use tidings_core::dialect::{Dialect, platform};
use tidings_core::id::ResponseId;
use tidings_core::message::draft::ContentDraft;
use tidings_engine::genesys::{Genesys, ReadError};

use crate::exit::{Exit, Failure};

/// Which response, and what fills its gaps; the dialect `platform` only.
#[derive(Args, Debug)]
#[command(next_help_heading = "Canned response (dialect platform)")]
pub(super) struct Canned {
    /// Send this canned response of the organization instead of a file's content
    #[arg(long, value_name = "ID")]
    response: Option<String>,
    /// What fills one of its gaps, as name=Ana; may be repeated
    #[arg(long, value_name = "GAP=VALUE", requires = "response", value_parser = gap)]
    value: Vec<(String, String)>,
    /// What it says, once it was looked up.
    #[arg(skip)]
    pub(super) content: Option<ContentDraft>,
}

impl Canned {
    /// Reads the response and fills it in.
    pub(super) async fn look_up(&mut self, genesys: &Genesys) -> Result<(), Failure> {
        let Some(id) = &self.response else {
            return Ok(());
        };
        if genesys.connection().dialect != Dialect::Platform {
            return Err(Failure::arguments(
                "--response: the guides know no canned responses; use --message",
            ));
        }
        let id = ResponseId::parse(id)
            .map_err(|problem| Failure::arguments(format!("--response: {problem}")))?;
        let response = genesys
            .ask(&platform::directory::response(&id))
            .await
            .map_err(|problem| not_found(&problem))?;
        let values = self.value.iter().cloned().collect();
        let content = response
            .fill(&values)
            .map_err(|problem| Failure::arguments(format!("--value: {problem}")))?;
        self.content = Some(content);
        Ok(())
    }
}

fn not_found(problem: &ReadError) -> Failure {
    let status = problem.refusal().map(|refusal| refusal.status);
    let exit = match status {
        Some(401 | 403) => Exit::Configuration,
        Some(404) => Exit::Arguments,
        _ => Exit::Incomplete,
    };
    Failure::new(exit, "response", format!("the canned response: {problem}"))
}

fn gap(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(id, value)| (id.trim().to_owned(), value.to_owned()))
        .ok_or_else(|| "write GAP=VALUE, as first_name=Ana".to_owned())
}
