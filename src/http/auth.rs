//! Who may call, in the signature: a handler that takes [`Require`] of a permission is reached
//! only by callers who have it, and learns how far it reaches.

use super::App;
use super::errors::{ApiError, RequestError, request_id};
use crate::access::{AccessError, By, Permission, Secret, Who, who_has_session, who_has_token};
use crate::db::Scope;
use crate::ids::SessionId;
use actix_web::dev::Payload;
use actix_web::http::header::{AUTHORIZATION, HOST, HeaderMap, ORIGIN};
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use std::marker::PhantomData;

/// The cookie that holds a session's secret.
pub const SESSION_COOKIE: &str = "earmark_session";

/// A permission as a type, to stand in a handler's signature.
pub trait Permit: 'static {
    /// The permission.
    const PERMISSION: Permission;
}

macro_rules! permits {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        pub struct $name;

        impl Permit for $name {
            const PERMISSION: Permission = Permission::$name;
        }
    )*};
}

permits! {
    /// Find calls and see what is known of them.
    ViewCalls;
    /// Hear recordings and see their waveforms.
    HearCalls;
    /// Read transcripts.
    ReadTranscripts;
    /// Hear and read originals, of which nothing is hidden.
    HearOriginals;
    /// Bring calls in.
    IngestCalls;
    /// Score calls.
    ScoreCalls;
    /// Verify sales.
    VerifySales;
    /// Flag calls.
    FlagCalls;
    /// Put calls into inspectors' queues.
    AssignCalls;
    /// Read released evaluations.
    ViewResults;
    /// Open and acknowledge feedback.
    AnswerFeedback;
    /// Do the first review of an appeal.
    ReviewAppeals;
    /// Decide an appeal as an arbitrator.
    ArbitrateAppeals;
    /// Say which scorecard a project is scored with.
    ManageScorecards;
    /// Say which days are worked.
    ManageCalendar;
    /// Say on which days somebody is away.
    EnterDaysAway;
    /// Write standard answers.
    WriteAnswers;
    /// Look after process faults.
    ManageImprovements;
    /// Enter people and give roles.
    ManagePeople;
    /// See where recordings come from.
    ViewSources;
    /// Say where recordings come from and how they are read.
    ManageSources;
    /// See where recordings are kept, and how that fares.
    ManageStorage;
    /// Take recordings away as files.
    DownloadRecordings;
    /// See who heard a call.
    ViewAudit;
    /// Say how long calls are kept.
    ManageRetention;
    /// Place holds on calls, and lift them.
    PlaceHolds;
    /// Erase what there is of a customer.
    EraseCustomers;
    /// Keep ranges of calls as clips.
    MakeClips;
    /// Learn from cases, attend case reviews.
    LearnFromCases;
    /// Propose calls for a library.
    ProposeCases;
    /// Decide what libraries show.
    EditLibraries;
    /// Make libraries, and close them.
    ManageLibraries;
    /// Say who is to learn what.
    AssignLearning;
    /// Make reference calls, and say who is certified.
    PrepareReferences;
    /// Score reference calls.
    ScoreReferences;
    /// Prepare and hold case reviews.
    RunCaseReviews;
}

/// The caller has the permission `P`; `scope` is how far it reaches.
pub struct Require<P: Permit> {
    /// Who is calling.
    pub who: Who,
    /// The calls that exist for them here.
    pub scope: Scope,
    /// Whether a program is calling, with a token; otherwise it is somebody's browser.
    pub by_token: bool,
    permission: PhantomData<P>,
}

impl<P: Permit> Require<P> {
    /// What the audit line says of whatever this request changes.
    #[must_use]
    pub fn by(&self, request: &HttpRequest) -> By {
        By { actor: self.who.actor(), request_id: request_id(request) }
    }
}

/// Several permissions as a type: any one of them is enough.
pub trait PermitAny: 'static {
    /// The permissions.
    const PERMISSIONS: &'static [Permission];
}

macro_rules! permits_any {
    ($($(#[$doc:meta])* $name:ident: $($permission:ident)|+;)*) => {$(
        $(#[$doc])*
        pub struct $name;

        impl PermitAny for $name {
            const PERMISSIONS: &'static [Permission] = &[$(Permission::$permission),+];
        }
    )*};
}

permits_any! {
    /// Read scorecards.
    ReadScorecards: ScoreCalls | AssignCalls | ViewResults | ManageScorecards;
    /// Make evaluations that one began: to score calls, or to learn scoring.
    MakeEvaluations: ScoreCalls | ScoreReferences;
    /// See case reviews: those that one runs, or is invited to.
    SeeCaseReviews: RunCaseReviews | LearnFromCases;
    /// See reference calls: those that one scores, or prepares.
    SeeReferences: ScoreReferences | PrepareReferences;
    /// Have recordings transcribed, or transcribed again.
    AskForWords: ReadTranscripts | ScoreCalls | ManageSources;
    /// Look into inspectors' queues: one's own, or others'.
    SeeQueues: ScoreCalls | AssignCalls;
    /// Read evaluations: one's own, or others' that are out.
    ReadEvaluations: ScoreCalls | ViewResults | AnswerFeedback;
    /// See appeals: one's own, those against what one scored, those that one reviews or arbitrates.
    SeeAppeals: AnswerFeedback | ScoreCalls | ReviewAppeals | ArbitrateAppeals | ManagePeople;
    /// See what agents ask for: one's own, or what one decides.
    SeeRequests: AnswerFeedback | AssignCalls;
    /// See process faults: those that one looks after, found or is to put right.
    SeeImprovements: ManageImprovements | ScoreCalls | FlagCalls | ManagePeople;
    /// See learning tasks: one's own, or those of one's people.
    SeeLearning: LearnFromCases | AssignLearning;
    /// See days away: those of one's people, or one's own.
    SeeDaysAway: EnterDaysAway | AnswerFeedback;
    /// See how long a call is kept, and why.
    SeeKeeping: PlaceHolds | ManageRetention;
}

/// The caller has at least one of the permissions `P`. How far each of them reaches differs, so
/// the business room asks for it where it is used.
pub struct RequireAny<P: PermitAny> {
    /// Who is calling.
    pub who: Who,
    permissions: PhantomData<P>,
}

/// Somebody is calling, whoever it is.
pub struct Caller {
    /// Who.
    pub who: Who,
    /// Their session, where they use one.
    pub session_id: Option<SessionId>,
}

impl<P: Permit> FromRequest for Require<P> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = Caller::from_request(request, payload);
        Box::pin(async move {
            let Caller { who, session_id } = caller.await?;
            let scope = who.scope(P::PERMISSION).ok_or(AccessError::NotPermitted)?;
            Ok(Self { who, scope, by_token: session_id.is_none(), permission: PhantomData })
        })
    }
}

impl<P: PermitAny> FromRequest for RequireAny<P> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = Caller::from_request(request, payload);
        Box::pin(async move {
            let who = caller.await?.who;
            if !P::PERMISSIONS.iter().any(|permission| who.may(*permission)) {
                return Err(AccessError::NotPermitted.into());
            }
            Ok(Self { who, permissions: PhantomData })
        })
    }
}

impl FromRequest for Caller {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let Some(app) = request.app_data::<web::Data<App>>() else {
                return Err(RequestError::NotSetUp.into());
            };
            if let Some(token) = bearer(request.headers()) {
                let who = who_has_token(&app.db, &token).await?;
                return Ok(Self { who, session_id: None });
            }
            let cookie = request.cookie(SESSION_COOKIE).ok_or(AccessError::NotSignedIn)?;
            if !request.method().is_safe() && !from_our_pages(request.headers()) {
                return Err(RequestError::CrossSite.into());
            }
            let (who, session_id) = who_has_session(&app.db, &Secret::received(cookie.value())).await?;
            Ok(Self { who, session_id: Some(session_id) })
        })
    }
}

fn bearer(headers: &HeaderMap) -> Option<Secret> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| Secret::received(token.trim()))
}

/// Whether a request that came with a cookie comes from our own pages: browsers say so themselves
/// (<https://www.w3.org/TR/fetch-metadata/>), and older ones name the origin. Programs use tokens.
pub(super) fn from_our_pages(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text(ORIGIN.as_str()), text(HOST.as_str())) {
        (Some(site), _, _) => site == "same-origin",
        (None, Some(origin), Some(host)) => {
            origin.split_once("://").is_some_and(|(_, origin_host)| origin_host.eq_ignore_ascii_case(host))
        }
        _ => false,
    }
}

/// Whether another site's page sent this request, as far as the browser says: for requests that
/// need no cookie, such as signing in.
pub(super) fn from_another_site(headers: &HeaderMap) -> bool {
    (headers.contains_key("sec-fetch-site") || headers.contains_key(ORIGIN)) && !from_our_pages(headers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn judged(headers: &[(&'static str, &'static str)]) -> bool {
        let request =
            headers.iter().fold(TestRequest::post(), |request, header| request.insert_header(*header));
        from_our_pages(request.to_http_request().headers())
    }

    #[test]
    fn only_our_own_pages_use_a_cookie_to_change_things() {
        assert!(judged(&[("sec-fetch-site", "same-origin")]));
        assert!(!judged(&[("sec-fetch-site", "cross-site")]));
        assert!(!judged(&[("sec-fetch-site", "same-site")]));
        assert!(judged(&[("origin", "http://qa.example:8080"), ("host", "qa.example:8080")]));
        assert!(!judged(&[("origin", "http://evil.example"), ("host", "qa.example:8080")]));
        assert!(!judged(&[("host", "qa.example:8080")]));
    }
}
