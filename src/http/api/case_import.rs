//! A case of a recording that comes from elsewhere: the file, and what it is to teach, in one form.

use super::case_body::CaseBody;
use super::cases::level;
use super::upload::{broken, file_name, pass_over, received, small_part};
use crate::http::App;
use crate::http::auth::{EditLibraries, Require};
use crate::http::errors::{ApiError, ErrorBody, RequestError, without_values};
use crate::ids::LibraryId;
use crate::library::{self, ImportedCase};
use crate::recorder::ReceivedFile;
use actix_multipart::Multipart;
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::TryStreamExt;
use serde::Deserialize;
use utoipa::ToSchema;

/// The form that brings a recording in as a case.
#[derive(ToSchema)]
#[schema(as = CaseImportForm)]
#[expect(dead_code, reason = "describes the form for the OpenAPI document")]
struct ImportForm {
    /// What the case is to be; it comes before the recording.
    case: ImportedCaseBody,
    /// The recording.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    audio: Vec<u8>,
}

/// What a recording that comes from elsewhere is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ImportedCase)]
#[serde(deny_unknown_fields)]
pub struct ImportedCaseBody {
    /// For which library.
    #[schema(value_type = String, format = Uuid)]
    library_id: LibraryId,
    /// What there is to learn, in one line; at most 200 characters.
    teaching_line: String,
    /// `newcomer`, `regular` (unless given) or `senior`.
    level: Option<String>,
    /// The language that is spoken; guessed unless given.
    language: Option<String>,
}

/// Brings in a recording without call data, and makes a draft of it.
///
/// Needs `edit_libraries`. The recording is a call of the source `library`, of the library's project where that
/// is for one, without agent or number, as an upload of which nothing is said.
#[utoipa::path(post, path = "/api/v1/cases/recordings", operation_id = "import_case", tag = "learning",
    security(("token" = []), ("session" = [])),
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "The case", body = CaseBody),
        (status = 403, description = "Not somebody who edits libraries, or it would be a call outside their projects", body = ErrorBody),
        (status = 404, description = "There is no such library", body = ErrorBody),
        (status = 409, description = "The library is closed, or has a case of this recording", body = ErrorBody),
        (status = 410, description = "The recording was deleted and is not taken in again", body = ErrorBody),
        (status = 413, description = "The recording is too large", body = ErrorBody),
        (status = 415, description = "It is in no format that is read here", body = ErrorBody),
        (status = 422, description = "A field or the form is wrong", body = ErrorBody),
        (status = 503, description = "The database or the object store is away; Retry-After says when to come again", body = ErrorBody)))]
pub async fn accept(
    required: Require<EditLibraries>,
    app: web::Data<App>,
    request: HttpRequest,
    form: Multipart,
) -> Result<HttpResponse, ApiError> {
    app.intake.patience.must_have_room()?;
    let Import { case, audio, file_name } = Import::receive(&app, form).await?;
    let by = required.by(&request);
    let view = library::import_case(&app.intake, &required.who, by, case, &audio, file_name).await?;
    (app.job_entered)();
    Ok(HttpResponse::Created().json(CaseBody::from(view)))
}

/// The parts of the form, received.
struct Import {
    case: ImportedCase,
    audio: ReceivedFile,
    file_name: Option<String>,
}

impl Import {
    /// What the case is to be comes first: nothing is taken to the spool of what is no case.
    async fn receive(app: &App, mut form: Multipart) -> Result<Self, ApiError> {
        let (mut case, mut audio) = (None, None);
        let mut others_left = app.limits.metadata_bytes;
        while let Some(mut part) = form.try_next().await.map_err(broken)? {
            match part.name() {
                Some("case") if case.is_some() => return Err(RequestError::PartTwice("case").into()),
                Some("case") => {
                    let most = app.limits.metadata_bytes;
                    let json = small_part(&mut part, most, RequestError::MetadataTooLarge).await?;
                    case = Some(ImportedCaseBody::parse(&json)?);
                }
                Some("audio") if audio.is_some() => return Err(RequestError::PartTwice("audio").into()),
                Some("audio") if case.is_none() => return Err(RequestError::PartMissing("case").into()),
                Some("audio") => {
                    let name = part.content_disposition().and_then(file_name);
                    audio = Some((received(app, &mut part).await?, name));
                }
                _ => pass_over(&mut part, &mut others_left).await?,
            }
        }
        let case = case.ok_or(RequestError::PartMissing("case"))?;
        let (audio, file_name) = audio.ok_or(RequestError::PartMissing("audio"))?;
        Ok(Self { case, audio, file_name })
    }
}

impl ImportedCaseBody {
    fn parse(json: &[u8]) -> Result<ImportedCase, RequestError> {
        let read: Self =
            serde_json::from_slice(json).map_err(|error| RequestError::BadBody(without_values(&error)))?;
        Ok(ImportedCase {
            library_id: read.library_id,
            teaching_line: read.teaching_line,
            level: read.level.as_deref().map(level).transpose()?,
            language: read.language,
        })
    }
}
