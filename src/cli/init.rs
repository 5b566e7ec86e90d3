//! x
use super::args::Init;
use super::exit::Exit;
use crate::document::Fault;
pub(super) fn run(_: &Init) -> Result<Exit, Vec<Fault>> {
    Ok(Exit::Clean)
}
