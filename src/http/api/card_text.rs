//! Scorecards as texts and tables: read, looked at while they are typed, and handed out as files.
//! Nothing is stored here.

use super::card_body::CardBody;
use super::draft_json::read_draft;
use super::response_body::{AnswerBody, PreviewBody, progress_of, responses_of};
use crate::error::Spot;
use crate::http::App;
use crate::http::auth::{ManageScorecards, Require};
use crate::http::errors::{ApiError, ErrorBody, ProblemBody, RequestError};
use crate::review::{
    self, CardCheck, CardTable, Definition, ReviewError, TableMethod, TableProblem, check_card,
    read_card_file, read_card_table,
};
use crate::scoring::{Figure, Problem, Swing, definition_of, to_yaml};
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A definition as a file.
pub(super) fn yaml_file(key: &str, definition: &Definition) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/yaml; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{key}.yaml\"")))
        .body(to_yaml(definition))
}

/// A definition to be looked at, with answers to try it.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CheckScorecard)]
#[serde(deny_unknown_fields)]
pub struct CheckBody {
    /// The definition, as it is typed.
    #[schema(value_type = Object)]
    definition: Definition,
    /// What is answered to each question, by its key.
    #[serde(default)]
    answers: BTreeMap<String, AnswerBody>,
}

/// What a definition comes to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CheckedScorecard)]
pub struct CheckedBody {
    /// What is wrong with it, in its order.
    problems: Vec<ProblemBody>,
    /// The scorecard with every default filled in and what each item is worth; none: it has
    /// mistakes.
    card: Option<CardBody>,
    /// Where "not applicable" swings a score.
    swings: Vec<SwingBody>,
    /// What the answers come to so far, with how it came about.
    preview: Option<PreviewBody>,
}

/// A question that becomes much dearer where others are not applicable.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Swing)]
pub struct SwingBody {
    /// The keys of the questions that are not applicable.
    not_applicable: Vec<String>,
    /// The key of the question that becomes dearer.
    question: String,
    /// What it is worth of 100 when everything counts.
    #[schema(value_type = f64)]
    worth: Figure,
    /// What it is worth then.
    #[schema(value_type = f64)]
    becomes: Figure,
    /// What it would be worth then if the weight went to the whole card; none: it does already.
    #[schema(value_type = Option<f64>)]
    with_card: Option<Figure>,
}

impl From<Swing> for SwingBody {
    fn from(swing: Swing) -> Self {
        Self {
            not_applicable: swing.not_applicable,
            question: swing.question,
            worth: swing.worth,
            becomes: swing.becomes,
            with_card: swing.with_card,
        }
    }
}

impl From<CardCheck> for CheckedBody {
    fn from(check: CardCheck) -> Self {
        let problems = problems_of(&check.problems);
        match check.card {
            None => Self { problems, card: None, swings: Vec::new(), preview: None },
            Some(checked) => Self {
                problems,
                card: Some(CardBody::of(&checked.card)),
                swings: checked.swings.into_iter().map(SwingBody::from).collect(),
                preview: Some(progress_of(checked.progress).1),
            },
        }
    }
}

fn problems_of(problems: &[Problem]) -> Vec<ProblemBody> {
    problems.iter().map(|problem| Spot::from(problem).into()).collect()
}

/// A text to be read into a definition.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ReadScorecard)]
#[serde(deny_unknown_fields)]
pub struct TextBody {
    /// A scorecard in YAML or JSON.
    yaml: Option<String>,
    /// Rows pasted out of a spreadsheet: one an item.
    table: Option<String>,
    /// Of a table: `weighted` or `points`; `weighted` unless given.
    method: Option<String>,
    /// Of a table: the language of texts without Han characters; `en` unless given.
    language: Option<String>,
}

/// What was read.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReadScorecardResult)]
pub struct TextReadBody {
    /// Of a file: the definition; none: it cannot be read.
    #[schema(value_type = Option<Object>)]
    definition: Option<Definition>,
    /// Of a file: what is wrong with it as a scorecard.
    problems: Vec<ProblemBody>,
    /// Of a table: the sections of a definition.
    #[schema(value_type = Option<Value>)]
    sections: Option<Value>,
    /// Of a table: how many items it has.
    items: Option<usize>,
    /// Of a table: cells that could not be taken as they stand.
    rows: Vec<TableProblemBody>,
}

/// A cell that could not be taken as it stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CardTableProblem)]
pub struct TableProblemBody {
    /// The row's number, counted from 1.
    line: u64,
    /// `no_title`, `bad_weight` or `no_score`.
    code: &'static str,
    /// What stands there.
    value: String,
}

impl From<CardTable> for TextReadBody {
    fn from(table: CardTable) -> Self {
        let row = |TableProblem { line, code, value }| TableProblemBody { line, code, value };
        Self {
            definition: None,
            problems: Vec::new(),
            sections: Some(table.sections),
            items: Some(table.items),
            rows: table.problems.into_iter().map(row).collect(),
        }
    }
}

/// The scorecards that come with the program.
#[derive(Debug, Serialize, ToSchema)]
pub struct TemplateList {
    /// All of them.
    items: Vec<TemplateBody>,
}

/// A scorecard to begin another with.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScorecardTemplate)]
pub struct TemplateBody {
    /// Its key.
    key: String,
    /// Its definition.
    #[schema(value_type = Object)]
    definition: Definition,
}

/// Looks at a definition while it is typed, and tries answers on it.
///
/// Needs `manage_scorecards`.
#[utoipa::path(post, path = "/api/v1/scorecards/check", operation_id = "check_scorecard", tag = "scorecards",
    security(("token" = []), ("session" = [])), request_body = CheckBody,
    responses((status = 200, description = "What it comes to", body = CheckedBody)))]
pub async fn check(
    _: Require<ManageScorecards>,
    app: web::Data<App>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<web::Json<CheckedBody>, ApiError> {
    let body: CheckBody = read_draft(&app, &request, payload).await?;
    let responses = responses_of(body.answers);
    let checked = web::block(move || check_card(&body.definition, &responses)).await;
    Ok(web::Json(checked.map_err(|_| RequestError::NotSetUp)??.into()))
}

/// Reads a file, or rows pasted out of a spreadsheet, so that it can be looked at before it is
/// taken.
///
/// Needs `manage_scorecards`.
#[utoipa::path(post, path = "/api/v1/scorecards/read", operation_id = "read_scorecard", tag = "scorecards",
    security(("token" = []), ("session" = [])), request_body = TextBody,
    responses((status = 200, description = "What was read", body = TextReadBody),
        (status = 413, description = "Larger than we read", body = ErrorBody),
        (status = 422, description = "Neither a file nor a table", body = ErrorBody)))]
pub async fn read(
    _: Require<ManageScorecards>,
    app: web::Data<App>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<web::Json<TextReadBody>, ApiError> {
    let body: TextBody = read_draft(&app, &request, payload).await?;
    let read = web::block(move || body.read()).await;
    Ok(web::Json(read.map_err(|_| RequestError::NotSetUp)??))
}

impl TextBody {
    fn read(self) -> Result<TextReadBody, ApiError> {
        if let Some(text) = self.yaml {
            let (definition, problems) = read_card_file(&text);
            let problems = problems_of(&problems);
            return Ok(TextReadBody { definition, problems, sections: None, items: None, rows: Vec::new() });
        }
        let table = self.table.ok_or_else(|| RequestError::BadBody("give yaml or table".to_owned()))?;
        let method = match self.method.as_deref() {
            Some("points") => TableMethod::Points,
            _ => TableMethod::Weighted,
        };
        let language = self.language.as_deref().unwrap_or("en");
        Ok(read_card_table(&table, method, language)?.into())
    }
}

/// The scorecards that come with the program, to begin others with.
///
/// Needs `manage_scorecards`.
#[utoipa::path(get, path = "/api/v1/scorecard-templates", operation_id = "list_scorecard_templates",
    tag = "scorecards", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "All of them", body = TemplateList)))]
pub async fn templates(_: Require<ManageScorecards>) -> Result<web::Json<TemplateList>, ApiError> {
    let items: Result<Vec<TemplateBody>, ReviewError> = review::shipped_cards()?
        .iter()
        .map(|card| Ok(TemplateBody { key: card.key.clone(), definition: definition_of(card)? }))
        .collect();
    Ok(web::Json(TemplateList { items: items? }))
}
