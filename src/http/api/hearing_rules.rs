//! What holds for answers and appeals on a scorecard.

use crate::db::hearing_rule::{HearingRule, ListenFirst};
use crate::http::App;
use crate::http::auth::{ManageScorecards, Require};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::ScorecardId;
use crate::review;
use actix_web::{HttpRequest, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What holds for answers and appeals on a scorecard.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = HearingRule)]
#[serde(deny_unknown_fields)]
pub struct HearingRuleBody {
    /// The number of the last change; a change is based on it.
    edit: i32,
    /// Working days in which the agent answers, 1 to 60.
    answer_days: i32,
    /// How many appeals an agent may submit in a calendar month, 1 to 100; none: no limit.
    appeals_a_month: Option<i32>,
    /// Whether the team leader looks first.
    has_first_review: bool,
    /// Whether the inspector who scored looks again; this or the arbitration exists.
    has_recheck: bool,
    /// Whether an arbitrator decides what is still contested; otherwise the recheck is final.
    has_arbitration: bool,
    /// When the agent listens before they see what the inspector found: `never`, `fails` or `always`.
    #[schema(example = "fails")]
    listen_first: String,
}

impl From<HearingRule> for HearingRuleBody {
    fn from(rule: HearingRule) -> Self {
        Self {
            edit: rule.edit,
            answer_days: rule.answer_days,
            appeals_a_month: rule.appeals_a_month,
            has_first_review: rule.has_first_review,
            has_recheck: rule.has_recheck,
            has_arbitration: rule.has_arbitration,
            listen_first: rule.listen_first.as_str().to_owned(),
        }
    }
}

impl HearingRuleBody {
    fn read(self) -> Result<HearingRule, RequestError> {
        let listen_first = ListenFirst::parse(&self.listen_first)
            .ok_or_else(|| RequestError::BadBody("listen_first is never, fails or always".to_owned()))?;
        Ok(HearingRule {
            edit: self.edit,
            answer_days: self.answer_days,
            appeals_a_month: self.appeals_a_month,
            has_first_review: self.has_first_review,
            has_recheck: self.has_recheck,
            has_arbitration: self.has_arbitration,
            listen_first,
        })
    }
}

/// What holds for answers and appeals on this scorecard.
///
/// Needs `manage_scorecards`.
#[utoipa::path(get, path = "/api/v1/scorecards/{scorecard_id}/hearing", operation_id = "show_hearing_rule",
    tag = "scorecards", security(("token" = []), ("session" = [])),
    params(("scorecard_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The rules", body = HearingRuleBody),
        (status = 404, description = "There is no such scorecard", body = ErrorBody)))]
pub async fn show(
    required: Require<ManageScorecards>,
    app: web::Data<App>,
    scorecard_id: web::Path<ScorecardId>,
) -> Result<web::Json<HearingRuleBody>, ApiError> {
    let rule = review::hearing_rule(&app.db, &required.who, scorecard_id.into_inner()).await?;
    Ok(web::Json(rule.into()))
}

/// Sets other rules. What is fixed stays: an answer has the days of its release.
///
/// Needs `manage_scorecards` for every project.
#[utoipa::path(put, path = "/api/v1/scorecards/{scorecard_id}/hearing", operation_id = "put_hearing_rule",
    tag = "scorecards", security(("token" = []), ("session" = [])),
    params(("scorecard_id" = String, Path, format = Uuid)), request_body = HearingRuleBody,
    responses((status = 200, description = "The rules", body = HearingRuleBody),
        (status = 404, description = "There is no such scorecard", body = ErrorBody),
        (status = 409, description = "They were changed elsewhere meanwhile", body = ErrorBody),
        (status = 422, description = "They cannot be", body = ErrorBody)))]
pub async fn put(
    required: Require<ManageScorecards>,
    app: web::Data<App>,
    request: HttpRequest,
    scorecard_id: web::Path<ScorecardId>,
    body: web::Json<HearingRuleBody>,
) -> Result<web::Json<HearingRuleBody>, ApiError> {
    let (id, by, new) = (scorecard_id.into_inner(), required.by(&request), body.into_inner().read()?);
    Ok(web::Json(review::put_hearing_rule(&app.db, &required.who, by, id, new).await?.into()))
}
