//! Trying out how a source's files are read, and trying again what failed.

use crate::http::App;
use crate::http::auth::{ManageSources, Require, ViewSources};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{CallId, RecordingId, SourceId};
use crate::recorder::sources::{self, FailureGroup, FailureKind, Trial, TrialRequest};
use crate::time::Instant;
use actix_web::{HttpRequest, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// What is to be tried.
#[derive(Deserialize, ToSchema)]
#[schema(as = TrialRequest)]
pub struct TrialRequestBody {
    /// File names, or paths with the folders that the source makes; at most 50.
    #[serde(default)]
    names: Vec<String>,
    /// The JSON text of a sidecar.
    sidecar: Option<String>,
    /// Settings to try in the place of the stored ones.
    #[schema(value_type = Option<crate::http::api::sources::SourceDocumentForm>)]
    settings: Option<Value>,
}

/// What would be made of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrialList {
    /// One for each name; one in all where there is none.
    items: Vec<TrialBody>,
}

/// What would be made of one name with the sidecar.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Trial)]
pub struct TrialBody {
    /// The name.
    name: Option<String>,
    /// What is read.
    fields: Vec<TriedFieldBody>,
    /// What every call should have and this one has not, by field.
    missing: Vec<&'static str>,
    /// What could not be read.
    remarks: Vec<RemarkBody>,
    /// Who took part on our side.
    agents: Vec<TriedAgentBody>,
}

/// One field that is read.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TriedField)]
pub struct TriedFieldBody {
    /// Its name.
    field: &'static str,
    /// What it would be.
    value: String,
    /// `sent`, `mapping`, `constant`, `file_name`, `extension_map` or `default`.
    origin: &'static str,
}

/// Something that could not be read.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TrialRemark)]
pub struct RemarkBody {
    /// For which field; none: the name as a whole.
    field: Option<&'static str>,
    /// What; a stable name in `snake_case`.
    code: &'static str,
}

/// An agent who would be entered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TriedAgent)]
pub struct TriedAgentBody {
    /// The id that the call would be entered with.
    external_id: String,
    /// Whether the source's agents include this one already.
    is_known: bool,
    /// Who sat there at that time.
    person: Option<String>,
    /// Their team of that day.
    team: Option<String>,
}

/// What went wrong with a source's recordings.
#[derive(Debug, Serialize, ToSchema)]
pub struct FailureList {
    /// By reason, the largest group first; of the newest thousand of each kind.
    items: Vec<FailureBody>,
}

/// Failures with one reason.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FailureGroup)]
pub struct FailureBody {
    /// `undecodable` (the recording cannot be decoded; its bytes are kept) or `given_up` (work on it
    /// failed to the last attempt).
    kind: &'static str,
    /// The code of the failure to decode, or the kind of work.
    reason: String,
    /// The stable code of what went wrong with the newest; none where an earlier earmark noted it.
    code: Option<String>,
    /// The sentence of the newest.
    message: String,
    /// How many.
    count: usize,
    /// When the newest happened.
    #[schema(value_type = String, format = DateTime)]
    last_at: Instant,
    /// The newest few.
    examples: Vec<FailedBody>,
}

/// A recording that something went wrong with.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FailedRecording)]
pub struct FailedBody {
    /// Its call.
    #[schema(value_type = String, format = Uuid)]
    call_id: CallId,
    /// The recording.
    #[schema(value_type = String, format = Uuid)]
    recording_id: RecordingId,
}

/// What is to be tried again: a group, one recording, or, with neither, everything.
#[derive(Deserialize, ToSchema)]
#[schema(as = Retry)]
pub struct RetryBody {
    /// The kind of the group; with `reason`.
    kind: Option<String>,
    /// The reason of the group.
    reason: Option<String>,
    /// One recording.
    #[schema(value_type = Option<String>, format = Uuid)]
    recording_id: Option<RecordingId>,
}

/// What is tried again.
#[derive(Debug, Serialize, ToSchema)]
pub struct Retried {
    /// How many; at most the newest thousand of each kind at once.
    count: usize,
}

impl From<Trial> for TrialBody {
    fn from(trial: Trial) -> Self {
        let fields = trial.fields.into_iter().map(|one| TriedFieldBody {
            field: one.field,
            value: one.value,
            origin: one.origin.as_str(),
        });
        let agents = trial.agents.into_iter().map(|one| TriedAgentBody {
            external_id: one.external_id,
            is_known: one.is_known,
            person: one.person,
            team: one.team,
        });
        let remarks = trial.remarks.iter().map(|one| RemarkBody { field: one.field, code: one.what });
        Self {
            name: trial.name,
            fields: fields.collect(),
            missing: trial.missing,
            remarks: remarks.collect(),
            agents: agents.collect(),
        }
    }
}

impl From<FailureGroup> for FailureBody {
    fn from(group: FailureGroup) -> Self {
        let examples = group.examples.into_iter();
        Self {
            kind: group.kind.as_str(),
            reason: group.reason,
            code: group.code,
            message: group.message,
            count: group.count,
            last_at: group.last_at,
            examples: examples.map(|(call_id, recording_id)| FailedBody { call_id, recording_id }).collect(),
        }
    }
}

/// Says what would be made of file names and a sidecar. Nothing is stored.
///
/// Needs `manage_sources`.
#[utoipa::path(post, path = "/api/v1/sources/{source_id}/try", operation_id = "try_source", tag = "sources",
    security(("token" = []), ("session" = [])), params(("source_id" = String, Path, format = Uuid)),
    request_body = TrialRequestBody,
    responses((status = 200, description = "What is read, what is missing, and who it would be", body = TrialList),
        (status = 404, description = "There is no such source", body = ErrorBody),
        (status = 422, description = "The sidecar or the settings are wrong", body = ErrorBody)))]
pub async fn try_out(
    required: Require<ManageSources>,
    app: web::Data<App>,
    source_id: web::Path<SourceId>,
    body: web::Json<TrialRequestBody>,
) -> Result<web::Json<TrialList>, ApiError> {
    let body = body.into_inner();
    let request = TrialRequest {
        names: body.names,
        sidecar: body.sidecar,
        settings: body.settings.map(|settings| settings.to_string()),
    };
    let trials = sources::try_out(&app.db, required.scope, source_id.into_inner(), request).await?;
    Ok(web::Json(TrialList { items: trials.into_iter().map(TrialBody::from).collect() }))
}

/// What went wrong with a source's recordings, by reason.
///
/// Needs `view_sources`.
#[utoipa::path(get, path = "/api/v1/sources/{source_id}/failures", operation_id = "list_source_failures", tag = "sources",
    security(("token" = []), ("session" = [])), params(("source_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The groups", body = FailureList),
        (status = 404, description = "There is no such source", body = ErrorBody)))]
pub async fn failures(
    required: Require<ViewSources>,
    app: web::Data<App>,
    source_id: web::Path<SourceId>,
) -> Result<web::Json<FailureList>, ApiError> {
    let groups = sources::failures(&app.db, required.scope, source_id.into_inner()).await?;
    Ok(web::Json(FailureList { items: groups.into_iter().map(FailureBody::from).collect() }))
}

/// Tries again what went wrong.
///
/// Needs `manage_sources`.
#[utoipa::path(post, path = "/api/v1/sources/{source_id}/failures/retry", operation_id = "retry_source_failures",
    tag = "sources", security(("token" = []), ("session" = [])),
    params(("source_id" = String, Path, format = Uuid)), request_body = RetryBody,
    responses((status = 200, description = "Entered to be tried again", body = Retried),
        (status = 404, description = "There is no such source", body = ErrorBody),
        (status = 422, description = "There is no such kind", body = ErrorBody)))]
pub async fn retry(
    required: Require<ManageSources>,
    app: web::Data<App>,
    request: HttpRequest,
    source_id: web::Path<SourceId>,
    body: web::Json<RetryBody>,
) -> Result<web::Json<Retried>, ApiError> {
    let by = required.by(&request);
    let body = body.into_inner();
    let group = match (body.kind.as_deref(), body.reason) {
        (None, None) => None,
        (Some(kind), Some(reason)) => {
            let unknown = || RequestError::BadBody("kind is \"undecodable\" or \"given_up\"".to_owned());
            Some((FailureKind::parse(kind).ok_or_else(unknown)?, reason))
        }
        _ => return Err(RequestError::BadBody("kind and reason go together".to_owned()).into()),
    };
    let source_id = source_id.into_inner();
    let count = sources::retry(&app.db, by, required.scope, source_id, group, body.recording_id).await?;
    if count > 0 {
        (app.job_entered)();
    }
    Ok(web::Json(Retried { count }))
}
