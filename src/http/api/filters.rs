//! Saved filters.

use crate::db::saved_filter::FilterPage;
use crate::http::App;
use crate::http::api::page::NamedBody;
use crate::http::auth::{Require, ViewCalls};
use crate::http::errors::{ApiError, ErrorBody, RequestError, request_id};
use crate::ids::{SavedFilterId, TeamId};
use crate::review::{self, FilterLine, FilterText};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A page's query under a name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SavedFilter)]
pub struct FilterBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: SavedFilterId,
    /// The page it belongs to: `calls` or `results`.
    page: &'static str,
    /// Its name.
    name: String,
    /// The query string.
    query: String,
    /// The team that sees it too.
    team: Option<NamedBody>,
    /// Whose it is.
    owner: NamedBody,
    /// It is the caller's own.
    mine: bool,
}

/// Saved filters, by name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SavedFilters)]
pub struct FilterListBody {
    /// All that the caller sees.
    items: Vec<FilterBody>,
}

impl From<FilterLine> for FilterBody {
    fn from(line: FilterLine) -> Self {
        Self {
            id: line.filter.id,
            page: line.filter.page.as_str(),
            name: line.filter.name,
            query: line.filter.query,
            team: line.team.map(NamedBody::from),
            owner: line.owner.into(),
            mine: line.is_own,
        }
    }
}

/// Which filters are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct FiltersQuery {
    /// `calls` (unless given) or `results`.
    page: Option<String>,
}

/// A filter to be saved.
#[derive(Deserialize, ToSchema)]
pub struct NewFilter {
    /// The page it belongs to: `calls` or `results`.
    page: String,
    /// Its name, at most 100 characters.
    name: String,
    /// The query string, at most 4,000 characters.
    query: String,
    /// The team that sees it too; needs `share_filters`.
    #[schema(value_type = Option<String>, format = Uuid)]
    team_id: Option<TeamId>,
}

/// What a filter becomes.
#[derive(Deserialize, ToSchema)]
pub struct ChangedFilter {
    /// Its name, at most 100 characters.
    name: String,
    /// The query string, at most 4,000 characters.
    query: String,
    /// The team that sees it too; needs `share_filters`.
    #[schema(value_type = Option<String>, format = Uuid)]
    team_id: Option<TeamId>,
}

fn page_named(name: &str) -> Result<FilterPage, RequestError> {
    FilterPage::parse(name).ok_or_else(|| RequestError::BadQuery("page is calls or results".to_owned()))
}

/// The saved filters of a page: one's own, and those of the teams one belongs to or leads.
///
/// Needs `view_calls`.
#[utoipa::path(get, path = "/api/v1/filters", operation_id = "list_filters", tag = "filters",
    security(("token" = []), ("session" = [])), params(FiltersQuery),
    responses((status = 200, description = "The filters", body = FilterListBody),
        (status = 422, description = "There is no such page", body = ErrorBody)))]
pub async fn list(
    required: Require<ViewCalls>,
    app: web::Data<App>,
    query: web::Query<FiltersQuery>,
) -> Result<web::Json<FilterListBody>, ApiError> {
    let page = query.page.as_deref().map_or(Ok(FilterPage::Calls), page_named)?;
    let filters = review::list_filters(&app.db, &required.who, page).await?;
    Ok(web::Json(FilterListBody { items: filters.into_iter().map(FilterBody::from).collect() }))
}

/// Saves a filter.
///
/// Needs `view_calls`, and `share_filters` for a team's.
#[utoipa::path(post, path = "/api/v1/filters", operation_id = "save_filter", tag = "filters",
    security(("token" = []), ("session" = [])), request_body = NewFilter,
    responses((status = 201, description = "Saved", body = FilterBody),
        (status = 403, description = "The caller may not share with a team", body = ErrorBody),
        (status = 409, description = "The caller has one of this name", body = ErrorBody),
        (status = 422, description = "A name or a query is not acceptable", body = ErrorBody)))]
pub async fn save(
    required: Require<ViewCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<NewFilter>,
) -> Result<HttpResponse, ApiError> {
    let NewFilter { page, name, query, team_id } = body.into_inner();
    let text = FilterText { name, query, team_id };
    let page = page_named(&page)?;
    let saved = review::save_filter(&app.db, &required.who, page, text, request_id(&request)).await?;
    Ok(HttpResponse::Created().json(FilterBody::from(saved)))
}

/// Changes one of the caller's own filters.
///
/// Needs `view_calls`, and `share_filters` for a team's.
#[utoipa::path(put, path = "/api/v1/filters/{filter_id}", operation_id = "change_filter", tag = "filters",
    security(("token" = []), ("session" = [])), params(("filter_id" = String, Path, format = Uuid)),
    request_body = ChangedFilter,
    responses((status = 200, description = "Changed", body = FilterBody),
        (status = 403, description = "The caller may not share with a team", body = ErrorBody),
        (status = 404, description = "Not there, or somebody else's", body = ErrorBody),
        (status = 409, description = "The caller has another of this name", body = ErrorBody),
        (status = 422, description = "A name or a query is not acceptable", body = ErrorBody)))]
pub async fn change(
    required: Require<ViewCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    filter_id: web::Path<SavedFilterId>,
    body: web::Json<ChangedFilter>,
) -> Result<web::Json<FilterBody>, ApiError> {
    let ChangedFilter { name, query, team_id } = body.into_inner();
    let text = FilterText { name, query, team_id };
    let id = request_id(&request);
    let changed = review::change_filter(&app.db, &required.who, filter_id.into_inner(), text, id).await?;
    Ok(web::Json(changed.into()))
}

/// Removes one of the caller's own filters.
///
/// Needs `view_calls`.
#[utoipa::path(delete, path = "/api/v1/filters/{filter_id}", operation_id = "delete_filter", tag = "filters",
    security(("token" = []), ("session" = [])), params(("filter_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "Removed"),
        (status = 404, description = "Not there, or somebody else's", body = ErrorBody)))]
pub async fn delete(
    required: Require<ViewCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    filter_id: web::Path<SavedFilterId>,
) -> Result<HttpResponse, ApiError> {
    review::delete_filter(&app.db, &required.who, filter_id.into_inner(), request_id(&request)).await?;
    Ok(HttpResponse::NoContent().finish())
}
