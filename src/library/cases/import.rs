//! A case of a recording that comes from elsewhere: a training tape, a call of another system, without call data.
//! Whoever edits libraries brings it in with its case, one at a time; they take in no calls otherwise.

use super::super::libraries::known;
use super::super::texts::{LINE_MOST, text};
use super::super::{CaseView, LibraryError};
use super::propose::{CaseSource, NewCase, language, propose_case};
use crate::access::{AccessError, By, Permission, Who};
use crate::db::library_case::CaseLevel;
use crate::db::{Scope, project};
use crate::ids::LibraryId;
use crate::recorder::{CallMetadata, Intake, ReceivedFile, Sent};
use serde_json::{Map, Value};

/// The source under which such recordings stand among the calls.
const SOURCE: &str = "library";

/// What a recording that comes from elsewhere is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedCase {
    /// For which library.
    pub library_id: LibraryId,
    /// What there is to learn, in one line.
    pub teaching_line: String,
    /// For whom it is; for everybody unless said.
    pub level: Option<CaseLevel>,
    /// The language that is spoken; guessed unless said.
    pub language: Option<String>,
}

/// Takes the recording in and makes a draft of it. Its call is of the library's project, or, where its editor
/// works for one project alone, of that. The same file again is the same call.
pub async fn import_case(
    intake: &Intake,
    who: &Who,
    by: By,
    new: ImportedCase,
    file: &ReceivedFile,
    file_name: Option<String>,
) -> Result<CaseView, LibraryError> {
    let reach = who.scope(Permission::EditLibraries).ok_or(AccessError::NotPermitted)?;
    let project = check(intake, &reach, &new).await?;
    let sent = Sent(Map::from_iter([("source".to_owned(), Value::from(SOURCE))]));
    let metadata = intake.interpret(who, sent, file_name.as_deref()).await?;
    let metadata = CallMetadata { project: project.or(metadata.project), ..metadata };
    let accepted = intake.accept_within(who, reach.clone(), metadata, file, file_name, by.request_id).await?;
    let source = CaseSource::Call(accepted.call_id);
    let ImportedCase { library_id, teaching_line, level, language } = new;
    let case = NewCase { library_id, source, teaching_line, level, language };
    propose_case(&intake.db, who, by, reach, case).await
}

/// Refuses what would be refused of the case before its recording is taken in; the project that its call is of.
async fn check(intake: &Intake, reach: &Scope, new: &ImportedCase) -> Result<Option<String>, LibraryError> {
    text("teaching_line", &new.teaching_line, LINE_MOST)?;
    new.language.as_deref().map(language).transpose()?;
    let (library_id, reach) = (new.library_id, reach.clone());
    intake
        .db
        .read(move |reading| {
            let library = known(reading, library_id)?;
            if library.retired_at.is_some() {
                return Err(LibraryError::LibraryRetired);
            }
            let own = match &reach {
                Scope::Within(bounds) if bounds.projects.len() == 1 => bounds.projects.first().copied(),
                _ => None,
            };
            let project_id = library.project_id.or(own);
            Ok(project_id.map(|id| project::name_of(reading, id)).transpose()?.flatten())
        })
        .await
}
