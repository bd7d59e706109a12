//! Case libraries.

use super::card_body::WordingBody;
use super::page::NamedBody;
use crate::db::library::InsteadOfConsent;
use crate::http::App;
use crate::http::auth::{LearnFromCases, ManageLibraries, Require};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{LibraryId, ProjectId};
use crate::library::{self, LibraryChange, LibraryLine};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The libraries that are there for the reader.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Libraries)]
pub struct LibrariesBody {
    /// The oldest first; 200 at most.
    items: Vec<LibraryBody>,
}

/// A library.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Library)]
pub struct LibraryBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: LibraryId,
    /// `good`, `warning` or `topic`.
    kind: &'static str,
    /// Its name by language.
    name: WordingBody,
    /// The project for whose people it is; none: for everybody.
    project: Option<NamedBody>,
    /// How many cases the reader finds on its shelf.
    shelved: i64,
    /// How many proposals wait in it; none: the reader does not decide.
    proposed: Option<i64>,
    /// How many drafts are in it; none: the reader does not write.
    drafts: Option<i64>,
    /// Since when it is closed.
    #[schema(value_type = Option<String>, format = DateTime)]
    retired_at: Option<Instant>,
    /// What it allows instead of the consent of those who are heard in its warning cases.
    instead_of_consent: InsteadOfConsentBody,
}

/// What a library of warning cases allows instead of the consent of those who are heard.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = InsteadOfConsent)]
#[serde(deny_unknown_fields)]
pub struct InsteadOfConsentBody {
    /// Learners hear them with every voice altered.
    altered_voice: bool,
    /// Learners of another site hear them as they are.
    other_sites: bool,
}

impl From<InsteadOfConsent> for InsteadOfConsentBody {
    fn from(InsteadOfConsent { altered_voice, other_sites }: InsteadOfConsent) -> Self {
        Self { altered_voice, other_sites }
    }
}

impl From<InsteadOfConsentBody> for InsteadOfConsent {
    fn from(InsteadOfConsentBody { altered_voice, other_sites }: InsteadOfConsentBody) -> Self {
        Self { altered_voice, other_sites }
    }
}

impl From<LibraryLine> for LibraryBody {
    fn from(line: LibraryLine) -> Self {
        let LibraryLine { library, project, shelved, proposed, drafts } = line;
        Self {
            id: library.id,
            kind: library.kind.as_str(),
            name: library.name,
            project: project.map(NamedBody::from),
            shelved,
            proposed,
            drafts,
            retired_at: library.retired_at,
            instead_of_consent: library.instead_of_consent.into(),
        }
    }
}

/// A library to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewLibrary)]
#[serde(deny_unknown_fields)]
pub struct NewLibraryBody {
    /// `topic`; of the others there is one from the start.
    #[schema(example = "topic")]
    kind: String,
    /// Its name by language.
    name: WordingBody,
    /// The project for whose people it is; none: for everybody.
    #[schema(value_type = Option<String>, format = Uuid)]
    project_id: Option<ProjectId>,
}

/// What a library is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = LibraryChange)]
#[serde(deny_unknown_fields)]
pub struct LibraryChangeBody {
    /// Its name by language.
    name: WordingBody,
    /// The project for whose people it is; none: for everybody.
    #[schema(value_type = Option<String>, format = Uuid)]
    project_id: Option<ProjectId>,
    /// What it allows instead of consent; left out: what it allows already.
    instead_of_consent: Option<InsteadOfConsentBody>,
}

/// Whether a library is closed.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = LibraryRetirement)]
#[serde(deny_unknown_fields)]
pub struct RetireBody {
    /// Whether it is.
    retired: bool,
}

/// The libraries that are there for the caller: open ones that are for them; whoever edits libraries sees
/// all.
///
/// Needs `learn_from_cases`.
#[utoipa::path(get, path = "/api/v1/libraries", operation_id = "list_libraries", tag = "learning",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The libraries", body = LibrariesBody)))]
pub async fn list(
    required: Require<LearnFromCases>,
    app: web::Data<App>,
) -> Result<web::Json<LibrariesBody>, ApiError> {
    let lines = library::list_libraries(&app.db, &required.who).await?;
    Ok(web::Json(LibrariesBody { items: lines.into_iter().map(LibraryBody::from).collect() }))
}

/// Makes a library by topic.
///
/// Needs `manage_libraries` for the whole organisation.
#[utoipa::path(post, path = "/api/v1/libraries", operation_id = "make_library", tag = "learning",
    security(("token" = []), ("session" = [])), request_body = NewLibraryBody,
    responses((status = 201, description = "The library", body = LibraryBody),
        (status = 404, description = "There is no such project", body = ErrorBody),
        (status = 422, description = "No name, or another kind", body = ErrorBody)))]
pub async fn make(
    required: Require<ManageLibraries>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<NewLibraryBody>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    library::manages_libraries(&required.who)?;
    let NewLibraryBody { kind, name, project_id } = body.into_inner();
    if kind != "topic" {
        return Err(RequestError::BadBody("kind is topic".to_owned()).into());
    }
    let line = library::make_library(&app.db, &required.who, by, name, project_id).await?;
    Ok(HttpResponse::Created().json(LibraryBody::from(line)))
}

/// Names a library, says for whom it is, and what it allows instead of consent.
///
/// Needs `manage_libraries` for the whole organisation.
#[utoipa::path(put, path = "/api/v1/libraries/{library_id}", operation_id = "change_library", tag = "learning",
    security(("token" = []), ("session" = [])), params(("library_id" = String, Path, format = Uuid)),
    request_body = LibraryChangeBody,
    responses((status = 200, description = "The library", body = LibraryBody),
        (status = 404, description = "Not there, or there is no such project", body = ErrorBody),
        (status = 409, description = "It is for everybody and stays so, or its cases need no consent", body = ErrorBody),
        (status = 422, description = "No name", body = ErrorBody)))]
pub async fn change(
    required: Require<ManageLibraries>,
    app: web::Data<App>,
    request: HttpRequest,
    library_id: web::Path<LibraryId>,
    body: web::Json<LibraryChangeBody>,
) -> Result<web::Json<LibraryBody>, ApiError> {
    let by = required.by(&request);
    library::manages_libraries(&required.who)?;
    let LibraryChangeBody { name, project_id, instead_of_consent } = body.into_inner();
    let instead_of_consent = instead_of_consent.map(InsteadOfConsent::from);
    let change = LibraryChange { name, project_id, instead_of_consent };
    let line = library::change_library(&app.db, &required.who, by, library_id.into_inner(), change).await?;
    Ok(web::Json(line.into()))
}

/// Closes a library by topic, or opens it again.
///
/// Needs `manage_libraries` for the whole organisation.
#[utoipa::path(patch, path = "/api/v1/libraries/{library_id}", operation_id = "retire_library", tag = "learning",
    security(("token" = []), ("session" = [])), params(("library_id" = String, Path, format = Uuid)),
    request_body = RetireBody,
    responses((status = 200, description = "The library", body = LibraryBody),
        (status = 404, description = "Not there", body = ErrorBody),
        (status = 409, description = "It is always open", body = ErrorBody)))]
pub async fn retire(
    required: Require<ManageLibraries>,
    app: web::Data<App>,
    request: HttpRequest,
    library_id: web::Path<LibraryId>,
    body: web::Json<RetireBody>,
) -> Result<web::Json<LibraryBody>, ApiError> {
    let by = required.by(&request);
    library::manages_libraries(&required.who)?;
    let id = library_id.into_inner();
    let line = library::retire_library(&app.db, &required.who, by, id, body.retired).await?;
    Ok(web::Json(line.into()))
}
