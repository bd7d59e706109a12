//! The whole URL table: every address and method once. The OpenAPI document is made from the
//! same lines, and a test asks the running app for each of them. Every other address belongs to the
//! pages (`ui`).

use super::api::{agents, appeals, belonging, people, people_import, projects, teams};
use super::api::{appeal_drafts, calendar, conversation, days_away, hearing_rules, requests, self_listening};
use super::api::{around, dispositions, improvements, review_keys, standard_answers, stock_phrases};
use super::api::{
    assignments, call_hits, call_rows, calls, directory, evaluation_export, evaluation_revisions,
    evaluations, me, recordings, scorecards, session, setup, trend,
};
use super::api::{back_test, card_drafts, card_text, card_uses};
use super::api::{
    case_consents, case_import, case_learning, case_opinions, case_shelves, case_sound, cases, clips,
    learners, learning_tasks, libraries, playlists, trainer_desk,
};
use super::api::{case_reviews, contacts, corrections, originals, references, sales, sittings, transcripts};
use super::api::{cdr_imports, descriptions, download, erasures, holds, listening, retention, watching};
use super::api::{
    filters, flags, notices, recording_sides, source_refusals, source_tokens, source_troubles, sources,
    storage, today, transcript_files, transcription, uploads, waiting,
};
use super::errors::{ErrorBody, RequestError};
use super::openapi::Securities;
use super::{health, openapi, ui};
use actix_web::http::Method;
use actix_web::http::header::ALLOW;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, Route, guard};

macro_rules! routes {
    ($($path:literal { $($method:ident => $($handler:ident)::+),+ $(,)? })+) => {
        /// Every method and path, as they are registered; a GET stands for HEAD too.
        pub const TABLE: &[(&str, &str)] = &[$($((stringify!($method), $path),)+)+];

        /// Registers the table.
        pub fn register(service: &mut ServiceConfig) {
            $(service.service(
                web::resource($path)
                    $(.route(on(Method::$method).to($($handler)::+)))+
                    .default_service(web::to(async || method_not_allowed(&[$(stringify!($method)),+]))),
            );)+
            service.default_service(web::to(ui::answer));
        }

        /// The OpenAPI document of the table.
        #[derive(utoipa::OpenApi)]
        #[openapi(paths($($($($handler)::+),+),+), modifiers(&Securities), tags(
            (name = "calls", description = "Calls: brought in, and found"),
            (name = "recordings", description = "Recordings: their sound, waveform and words"),
            (name = "sources", description = "Sources: where recordings come from, and how they are read"),
            (name = "keeping", description = "Keeping: how long calls are kept, what is held, who asked to be erased"),
            (name = "people", description = "People: their roles, teams, projects and agents"),
            (name = "filters", description = "Saved filters: one's own, and those shared with a team"),
            (name = "assignments", description = "Assignments: the queues of inspectors"),
            (name = "sales", description = "Sale verification: which calls are sales, which wait, what became of them"),
            (name = "scorecards", description = "Scorecards: what is asked, and how it counts"),
            (name = "evaluations", description = "Evaluations: made, released, answered, and what they tell"),
            (name = "contacts", description = "Chats, letters and e-mail: brought in, read, scored like calls"),
            (name = "appeals", description = "Appeals: submitted by the agent, judged in up to three steps"),
            (name = "learning", description = "Learning: clips, case libraries and tasks, reference calls, case reviews"),
            (name = "calendar", description = "The working calendar: which days count for every deadline"),
            (name = "session", description = "Who is calling: signing in and out, and what they are told"),
            (name = "service", description = "For whoever watches over the machine"),
        ))]
        pub(super) struct Document;
    };
}

routes! {
    "/healthz" { GET => health::alive }
    "/readyz" { GET => health::ready }
    "/metrics" { GET => health::metrics }

    "/api/v1/openapi.json" { GET => openapi::show }

    "/api/v1/setup" { POST => setup::redeem }
    "/api/v1/session" { POST => session::begin, DELETE => session::end }
    "/api/v1/me" { GET => me::show }
    "/api/v1/me/review-keys" { GET => review_keys::show, PUT => review_keys::put }

    "/api/v1/calls" { GET => call_rows::list, POST => calls::accept }
    "/api/v1/calls/metadata" { POST => descriptions::describe }
    "/api/v1/calls/vcon" { POST => descriptions::accept_vcon }
    "/api/v1/calls/{call_id}" { GET => calls::show }
    "/api/v1/calls/{call_id}/hits" { GET => call_hits::list }
    "/api/v1/calls/{call_id}/transcript.{format}" { GET => transcript_files::take }
    "/api/v1/calls/{call_id}/vcon" { GET => descriptions::vcon }
    "/api/v1/calls/{call_id}/recordings" { GET => calls::recordings }
    "/api/v1/calls/{call_id}/listening" { GET => listening::own, PUT => listening::report }
    "/api/v1/calls/{call_id}/listeners" { GET => listening::listeners }
    "/api/v1/calls/{call_id}/flags" { GET => flags::list, POST => flags::set }
    "/api/v1/calls/{call_id}/flags/{flag_id}" { DELETE => flags::remove }
    "/api/v1/calls/{call_id}/requests" { POST => requests::ask }
    "/api/v1/call-requests" { GET => requests::list }
    "/api/v1/call-requests/{request_id}/decision" { POST => requests::decide }
    "/api/v1/call-requests/{request_id}/withdraw" { POST => requests::withdraw }
    "/api/v1/calls/{call_id}/others" { GET => around::others }
    "/api/v1/calls/{call_id}/keeping" { GET => retention::of_call }

    "/api/v1/calls/{call_id}/clips" { GET => clips::of_call, POST => clips::make }
    "/api/v1/clips" { GET => clips::list }
    "/api/v1/clips/tags" { GET => clips::tags }
    "/api/v1/clips/{clip_id}" { GET => clips::show, PUT => clips::change, DELETE => clips::delete }
    "/api/v1/clips/{clip_id}/audio" { GET => case_sound::clip_audio }
    "/api/v1/clips/{clip_id}/download" { GET => case_sound::download_clip }
    "/api/v1/clips/{clip_id}/peaks" { GET => case_sound::clip_peaks }
    "/api/v1/libraries" { GET => libraries::list, POST => libraries::make }
    "/api/v1/libraries/{library_id}" { PUT => libraries::change, PATCH => libraries::retire }
    "/api/v1/cases" { GET => cases::list, POST => cases::propose }
    "/api/v1/cases/recordings" { POST => case_import::accept }
    "/api/v1/cases/recommended" { GET => cases::recommended }
    "/api/v1/cases/shelves" { GET => case_shelves::list }
    "/api/v1/cases/{case_id}" { GET => cases::show, PUT => cases::change }
    "/api/v1/cases/{case_id}/decision" { POST => cases::decide }
    "/api/v1/cases/{case_id}/shelve" { POST => cases::shelve }
    "/api/v1/cases/{case_id}/archive" { POST => cases::archive }
    "/api/v1/cases/{case_id}/withdraw" { POST => cases::withdraw }
    "/api/v1/cases/{case_id}/editions" { GET => cases::editions }
    "/api/v1/cases/{case_id}/related" { GET => cases::related }
    "/api/v1/cases/{case_id}/audio" { GET => case_sound::case_audio }
    "/api/v1/cases/{case_id}/peaks" { GET => case_sound::case_peaks }
    "/api/v1/cases/{case_id}/transcript" { GET => case_sound::case_transcript }
    "/api/v1/cases/{case_id}/consents" { GET => case_consents::of_case, POST => case_consents::ask }
    "/api/v1/cases/{case_id}/consent" { PUT => case_consents::answer }
    "/api/v1/consents" { GET => case_consents::own }
    "/api/v1/cases/{case_id}/rating" { PUT => case_opinions::rate }
    "/api/v1/cases/{case_id}/comments" { GET => case_opinions::comments, POST => case_opinions::comment }
    "/api/v1/cases/{case_id}/comments/{comment_id}" { DELETE => case_opinions::delete_comment }
    "/api/v1/cases/{case_id}/learning" { GET => case_learning::own, PUT => case_learning::keep }
    "/api/v1/cases/{case_id}/learners" { GET => case_learning::learners }
    "/api/v1/me/learning" { GET => learners::own }
    "/api/v1/learners" { GET => learners::list }
    "/api/v1/learners/{person_id}/learning" { GET => learners::learned }
    "/api/v1/playlists" { GET => playlists::list, POST => playlists::make }
    "/api/v1/playlists/{playlist_id}" { PUT => playlists::change, DELETE => playlists::delete }
    "/api/v1/learning-tasks" { GET => learning_tasks::list, POST => learning_tasks::give }
    "/api/v1/learning-tasks/{task_id}" { DELETE => learning_tasks::take_back }
    "/api/v1/trainer-desk" { GET => trainer_desk::show }

    "/api/v1/uploads" { OPTIONS => uploads::protocol, GET => uploads::list, POST => uploads::begin }
    "/api/v1/uploads/{upload_id}" {
        GET => uploads::show,
        PATCH => uploads::proceed,
        DELETE => uploads::give_up
    }

    "/api/v1/cdr-imports" { GET => cdr_imports::list, POST => cdr_imports::import }
    "/api/v1/cdr-imports/preview" { POST => cdr_imports::preview }
    "/api/v1/cdr-imports/template.csv" { GET => cdr_imports::template }
    "/api/v1/cdr-imports/{import_id}" { GET => cdr_imports::show }
    "/api/v1/cdr-imports/{import_id}/stop" { POST => cdr_imports::stop }

    "/api/v1/sources/{source_id}/watch-folder" {
        GET => watching::show,
        PUT => watching::put,
        DELETE => watching::delete
    }
    "/api/v1/sources/{source_id}/files" { GET => watching::files }
    "/api/v1/sources/{source_id}/files/retry" { POST => watching::retry_all }
    "/api/v1/sources/{source_id}/files/{file_id}" { DELETE => watching::forget }
    "/api/v1/sources/{source_id}/files/{file_id}/retry" { POST => watching::retry }
    "/api/v1/sources/{source_id}/sidecars" { GET => watching::sidecars }
    "/api/v1/sources/{source_id}/sidecars/{sidecar_id}" { DELETE => watching::forget_sidecar }

    "/api/v1/people" { GET => people::list, POST => people::add }
    "/api/v1/people/imports" { POST => people_import::import }
    "/api/v1/people/import-template.csv" { GET => people_import::template }
    "/api/v1/people/{person_id}" { GET => people::show, PATCH => people::change }
    "/api/v1/people/{person_id}/roles" { POST => belonging::give }
    "/api/v1/people/{person_id}/roles/{grant_id}" { DELETE => belonging::end }
    "/api/v1/people/{person_id}/teams" { POST => belonging::join }
    "/api/v1/people/{person_id}/teams/{membership_id}" { DELETE => belonging::leave }
    "/api/v1/teams" { GET => teams::list, POST => teams::add }
    "/api/v1/teams/{team_id}" { PATCH => teams::change }
    "/api/v1/projects" { GET => projects::list, POST => projects::add }
    "/api/v1/projects/{project_id}" { PATCH => projects::change }
    "/api/v1/agents" { GET => agents::list }
    "/api/v1/agents/{agent_id}/person" { PUT => agents::put_person, DELETE => agents::delete_person }

    "/api/v1/sources" { GET => sources::list, POST => sources::add }
    "/api/v1/sources/{source_id}" { GET => sources::show, PUT => sources::change, PATCH => sources::retire }
    "/api/v1/sources/{source_id}/extensions" { GET => sources::extensions, PUT => sources::put_extensions }
    "/api/v1/sources/{source_id}/try" { POST => source_troubles::try_out }
    "/api/v1/sources/{source_id}/failures" { GET => source_troubles::failures }
    "/api/v1/sources/{source_id}/failures/retry" { POST => source_troubles::retry }
    "/api/v1/sources/{source_id}/refused" { GET => source_refusals::refused }
    "/api/v1/sources/{source_id}/refused/dismiss" { POST => source_refusals::dismiss }
    "/api/v1/sources/{source_id}/legs" { GET => source_refusals::legs }
    "/api/v1/sources/{source_id}/tokens" { GET => source_tokens::list, POST => source_tokens::add }
    "/api/v1/sources/{source_id}/tokens/{token_id}" { DELETE => source_tokens::revoke }

    "/api/v1/directory" { GET => directory::show }
    "/api/v1/events" { GET => notices::follow }
    "/api/v1/notices" { GET => notices::list }
    "/api/v1/notices/read" { POST => notices::read_all }
    "/api/v1/notices/{number}/read" { POST => notices::read }
    "/api/v1/waiting" { GET => waiting::list }
    "/api/v1/today" { GET => today::show }
    "/api/v1/filters" { GET => filters::list, POST => filters::save }
    "/api/v1/filters/{filter_id}" { PUT => filters::change, DELETE => filters::delete }

    "/api/v1/assignments" { GET => assignments::list, POST => assignments::hand_out }
    "/api/v1/assignments/take" { POST => assignments::draw }
    "/api/v1/assignments/self" { POST => assignments::take }
    "/api/v1/assignments/{assignment_id}" { DELETE => assignments::withdraw }

    "/api/v1/sales" { GET => sales::waiting }
    "/api/v1/sales/take" { POST => sales::take }
    "/api/v1/sales/outcomes" { GET => sales::outcomes }
    "/api/v1/sale-rules" { GET => sales::rules, POST => sales::make_rule }
    "/api/v1/sale-rules/{rule_id}" { DELETE => sales::end_rule }

    "/api/v1/recordings/{recording_id}" { GET => recordings::show }
    "/api/v1/recordings/{recording_id}/audio" { GET => recordings::audio }
    "/api/v1/recordings/{recording_id}/download" { GET => download::download }
    "/api/v1/recordings/{recording_id}/sides" { PUT => recording_sides::set }
    "/api/v1/recordings/{recording_id}/peaks" { GET => recordings::peaks }
    "/api/v1/recordings/{recording_id}/signals" { GET => recordings::signals }
    "/api/v1/recordings/{recording_id}/transcript" { GET => transcripts::transcript, POST => transcripts::ask_for_transcript }
    "/api/v1/recordings/{recording_id}/corrections" { GET => corrections::list, POST => corrections::correct }
    "/api/v1/recordings/{recording_id}/corrections/speakers" { POST => corrections::exchange_speakers }
    "/api/v1/recordings/{recording_id}/corrections/{correction_id}" { DELETE => corrections::undo }
    "/api/v1/recordings/{recording_id}/original/audio" { GET => originals::audio }
    "/api/v1/recordings/{recording_id}/original/transcript" { GET => originals::transcript }

    "/api/v1/retention/rules" { GET => retention::rules, POST => retention::make }
    "/api/v1/retention/rules/{rule_id}" {
        GET => retention::versions,
        PUT => retention::change,
        DELETE => retention::retire
    }
    "/api/v1/retention/preview" { POST => retention::preview }
    "/api/v1/retention/runs" { GET => retention::runs, POST => retention::start }
    "/api/v1/retention/runs/{run_id}" { DELETE => retention::stop }
    "/api/v1/holds" { GET => holds::list, POST => holds::place }
    "/api/v1/holds/{hold_id}/lift" { POST => holds::lift }
    "/api/v1/erasures" { GET => erasures::list, POST => erasures::request }
    "/api/v1/erasures/preview" { POST => erasures::preview }
    "/api/v1/erasures/{erasure_id}" { GET => erasures::show, DELETE => erasures::withdraw }

    "/api/v1/scorecards" { GET => scorecards::list, POST => card_drafts::begin }
    "/api/v1/scorecards/check" { POST => card_text::check }
    "/api/v1/scorecards/read" { POST => card_text::read }
    "/api/v1/scorecards/{scorecard_id}" { PATCH => card_drafts::retire }
    "/api/v1/scorecards/{scorecard_id}/draft" {
        GET => card_drafts::show,
        PUT => card_drafts::save,
        DELETE => card_drafts::discard
    }
    "/api/v1/scorecards/{scorecard_id}/draft/publish" { POST => card_drafts::publish }
    "/api/v1/scorecards/{scorecard_id}/draft/differences" { GET => card_drafts::differences }
    "/api/v1/scorecards/{scorecard_id}/draft/yaml" { GET => card_drafts::yaml }
    "/api/v1/scorecards/{scorecard_id}/hearing" { GET => hearing_rules::show, PUT => hearing_rules::put }
    "/api/v1/scorecards/{scorecard_id}/back-test" { GET => back_test::show }
    "/api/v1/scorecard-versions/{version_id}" { GET => scorecards::version }
    "/api/v1/scorecard-versions/{version_id}/differences" { GET => card_drafts::version_differences }
    "/api/v1/scorecard-versions/{version_id}/yaml" { GET => card_drafts::version_yaml }
    "/api/v1/scorecard-templates" { GET => card_text::templates }
    "/api/v1/scorecard-uses" { GET => card_uses::list, POST => card_uses::put }
    "/api/v1/scorecard-uses/{use_id}" { DELETE => card_uses::delete }
    "/api/v1/standard-answers" { GET => standard_answers::list, POST => standard_answers::write }
    "/api/v1/standard-answers/cards" { GET => standard_answers::cards }
    "/api/v1/standard-answers/{answer_id}" {
        PUT => standard_answers::rewrite,
        PATCH => standard_answers::retire
    }
    "/api/v1/standard-answers/{answer_id}/versions" { GET => standard_answers::versions }
    "/api/v1/stock-phrases" { GET => stock_phrases::list, POST => stock_phrases::write }
    "/api/v1/stock-phrases/{phrase_id}" { PUT => stock_phrases::change, DELETE => stock_phrases::delete }
    "/api/v1/evaluations" { GET => evaluations::list, POST => evaluations::begin }
    "/api/v1/evaluations/export" { GET => evaluation_export::export }
    "/api/v1/evaluations/{evaluation_id}" { GET => evaluations::show, DELETE => evaluations::discard }
    "/api/v1/evaluations/{evaluation_id}/draft" { PUT => evaluations::save }
    "/api/v1/evaluations/{evaluation_id}/release" {
        POST => evaluations::release,
        DELETE => evaluations::take_back
    }
    "/api/v1/evaluations/{evaluation_id}/cannot-score" { POST => evaluations::cannot_score }
    "/api/v1/evaluations/{evaluation_id}/part" { PUT => evaluations::turn }
    "/api/v1/evaluations/{evaluation_id}/disposition" { PUT => dispositions::say, DELETE => dispositions::unsay }
    "/api/v1/evaluations/{evaluation_id}/earlier" { GET => around::earlier }
    "/api/v1/evaluations/{evaluation_id}/recall" { POST => around::recall }
    "/api/v1/evaluations/{evaluation_id}/precedents" { GET => appeals::precedents }
    "/api/v1/evaluations/{evaluation_id}/standard-answers" { GET => standard_answers::of_evaluation }
    "/api/v1/evaluations/{evaluation_id}/open" { POST => evaluations::open }
    "/api/v1/evaluations/{evaluation_id}/acknowledge" { POST => evaluations::acknowledge }
    "/api/v1/evaluations/{evaluation_id}/no-objection" { POST => evaluations::no_objection }
    "/api/v1/evaluations/{evaluation_id}/self-listening" { POST => self_listening::finish }
    "/api/v1/evaluations/{evaluation_id}/talk" { POST => conversation::talk }
    "/api/v1/evaluations/{evaluation_id}/rating" { PUT => conversation::rate }
    "/api/v1/evaluations/{evaluation_id}/notes/{note_id}/replies" { POST => conversation::reply }
    "/api/v1/feedback-ratings" { GET => conversation::ratings }
    "/api/v1/evaluations/{evaluation_id}/revisions" {
        GET => evaluation_revisions::list,
        POST => evaluation_revisions::revise
    }
    "/api/v1/evaluations/{evaluation_id}/revisions/preview" { POST => evaluation_revisions::foresee }
    "/api/v1/evaluations/{evaluation_id}/appeal" { POST => appeals::submit }
    "/api/v1/evaluations/{evaluation_id}/appeal/draft" {
        GET => appeal_drafts::show,
        PUT => appeal_drafts::save,
        DELETE => appeal_drafts::forget
    }
    "/api/v1/evaluations/{evaluation_id}/appeal/preview" { POST => appeals::foresee }
    "/api/v1/improvements" { GET => improvements::list }
    "/api/v1/improvements/owners" { GET => improvements::owners }
    "/api/v1/improvements/{improvement_id}" { GET => improvements::show, PUT => improvements::change }
    "/api/v1/appeals" { GET => appeals::list }
    "/api/v1/appeals/{appeal_id}" { GET => appeals::show }
    "/api/v1/appeals/{appeal_id}/preview" { POST => appeals::foresee_changes }
    "/api/v1/appeals/{appeal_id}/withdraw" { POST => appeals::withdraw }
    "/api/v1/appeals/{appeal_id}/first-review" { POST => appeals::first_review }
    "/api/v1/appeals/{appeal_id}/recheck" { POST => appeals::recheck }
    "/api/v1/appeals/{appeal_id}/arbitration" { POST => appeals::arbitrate }
    "/api/v1/working-calendar" { GET => calendar::show, PUT => calendar::put }
    "/api/v1/working-calendar/preview" { POST => calendar::foresee }
    "/api/v1/days-away" { GET => days_away::list, POST => days_away::enter }
    "/api/v1/days-away/agents" { GET => days_away::agents }
    "/api/v1/days-away/preview" { POST => days_away::foresee }
    "/api/v1/days-away/{days_away_id}" { DELETE => days_away::remove }
    "/api/v1/contacts" { GET => contacts::list, POST => contacts::add }
    "/api/v1/contacts/{contact_id}" { GET => contacts::show }
    "/api/v1/contacts/{contact_id}/text" { GET => contacts::text }
    "/api/v1/contacts/{contact_id}/original" { GET => contacts::original }
    "/api/v1/sittings" { POST => sittings::begin }
    "/api/v1/evaluations/{evaluation_id}/end" { POST => sittings::end }
    "/api/v1/evaluations/{evaluation_id}/reminders" { POST => sittings::remind }
    "/api/v1/evaluations/{evaluation_id}/reminders/{reminder_id}" { DELETE => sittings::take_reminder_back }
    "/api/v1/evaluations/{evaluation_id}/nearby-calls" { GET => sittings::nearby }
    "/api/v1/evaluations/{evaluation_id}/call" { PUT => sittings::tie, DELETE => sittings::untie }
    "/api/v1/trend" { GET => trend::show }

    "/api/v1/reference-calls" { GET => references::list, POST => references::make }
    "/api/v1/reference-calls/{reference_id}" {
        GET => references::show,
        PUT => references::rewrite,
        PATCH => references::retire
    }
    "/api/v1/reference-calls/{reference_id}/look" { POST => references::look }
    "/api/v1/reference-calls/{reference_id}/attempts" { GET => references::attempts, POST => references::begin }
    "/api/v1/reference-attempts/{evaluation_id}" { GET => references::attempt }
    "/api/v1/reference-results" { GET => references::results }
    "/api/v1/certification-rules/{scorecard_id}" { GET => references::rule, PUT => references::put_rule }
    "/api/v1/certifications" { GET => references::certifications }

    "/api/v1/case-reviews" { GET => case_reviews::list, POST => case_reviews::make }
    "/api/v1/case-reviews/candidates" { GET => case_reviews::candidates }
    "/api/v1/case-reviews/tasks" { GET => case_reviews::tasks }
    "/api/v1/case-reviews/{review_id}" { GET => case_reviews::show, PUT => case_reviews::change }
    "/api/v1/case-reviews/{review_id}/send" { POST => case_reviews::send }
    "/api/v1/case-reviews/{review_id}/start" { POST => case_reviews::start }
    "/api/v1/case-reviews/{review_id}/close" { POST => case_reviews::close }
    "/api/v1/case-reviews/{review_id}/again" { POST => case_reviews::again }
    "/api/v1/case-reviews/{review_id}/attendance" { GET => case_reviews::attendance, POST => case_reviews::attend }
    "/api/v1/case-reviews/{review_id}/entries/{entry_id}/audio" { GET => case_sound::entry_audio }
    "/api/v1/case-reviews/{review_id}/entries/{entry_id}/peaks" { GET => case_sound::entry_peaks }
    "/api/v1/case-reviews/{review_id}/decisions" { POST => case_reviews::decide }
    "/api/v1/case-reviews/{review_id}/decisions/{number}" { PUT => case_reviews::finish }

    "/api/v1/transcription" { GET => transcription::show }
    "/api/v1/transcription/pause" { PUT => transcription::pause }
    "/api/v1/transcription/waiting" { GET => transcription::waiting }
    "/api/v1/transcription/failures" { GET => transcription::failures }
    "/api/v1/transcription/failures/retry" { POST => transcription::retry }
    "/api/v1/transcription/jobs/{job_id}/first" { POST => transcription::put_first }
    "/api/v1/transcription/jobs/{job_id}/stop" { POST => transcription::stop }
    "/api/v1/storage" { GET => storage::show }
    "/api/v1/storage/findings" { GET => storage::findings }
}

/// Where GET is answered, so is HEAD (RFC 9110 §9.1): monitors and players send it.
fn on(method: Method) -> Route {
    if method == Method::GET {
        web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
    } else {
        web::method(method)
    }
}

fn method_not_allowed(methods: &[&str]) -> HttpResponse {
    let mut allowed = methods.to_vec();
    if allowed.contains(&"GET") {
        allowed.push("HEAD");
    }
    HttpResponse::MethodNotAllowed()
        .insert_header((ALLOW, allowed.join(", ")))
        .json(ErrorBody::of(&RequestError::MethodNotAllowed))
}
