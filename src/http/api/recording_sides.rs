//! Who is heard on which channel of a recording, as somebody says who heard it.

use crate::db::recording::{ChannelRole, ChannelRoles};
use crate::http::App;
use crate::http::auth::{Require, ScoreCalls};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::RecordingId;
use crate::recorder::set_sides;
use actix_web::{HttpRequest, web};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Who is heard where.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Sides)]
pub struct SidesBody {
    /// Channel, counted from 0, to `agent`, `customer`, `mixed` or `other`.
    #[schema(value_type = BTreeMap<String, String>)]
    channels: BTreeMap<u16, String>,
}

/// Says who is heard on which channel of a recording. The lanes of waveform and transcript follow, and so
/// does the channel of the agents who took part. Of two legs that were paired, it is said of the recording
/// that was made of both.
///
/// Needs `score_calls`.
#[utoipa::path(put, path = "/api/v1/recordings/{recording_id}/sides", operation_id = "set_sides", tag = "recordings",
    security(("token" = []), ("session" = [])), params(("recording_id" = String, Path, format = Uuid)),
    request_body = SidesBody,
    responses((status = 200, description = "As it is now", body = SidesBody),
        (status = 404, description = "Not there, not for this caller, or not prepared yet", body = ErrorBody),
        (status = 409, description = "It is a leg that is heard through its pair", body = ErrorBody),
        (status = 422, description = "There is no such channel, or no such side", body = ErrorBody)))]
pub async fn set(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    recording_id: web::Path<RecordingId>,
    body: web::Json<SidesBody>,
) -> Result<web::Json<SidesBody>, ApiError> {
    let by = required.by(&request);
    let said = body.into_inner().channels.into_iter().map(|(channel, word)| {
        let unknown = || RequestError::BadBody("a side is agent, customer, mixed or other".to_owned());
        Ok((channel, ChannelRole::parse(&word).ok_or_else(unknown)?))
    });
    let said = said.collect::<Result<ChannelRoles, RequestError>>()?;
    let now = set_sides(&app.db, by, required.scope, recording_id.into_inner(), said).await?;
    let channels = now.into_iter().map(|(channel, role)| (channel, role.as_str().to_owned())).collect();
    Ok(web::Json(SidesBody { channels }))
}
