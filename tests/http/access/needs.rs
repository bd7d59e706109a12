//! What each endpoint asks for: one line an endpoint, in the order of the table.

use super::requests::is_about_people;

/// What an endpoint asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    Nothing,
    AnybodySignedIn,
    /// Whoever it is, but a person.
    ToBeTold,
    /// There is none.
    ToReadANotice,
    /// There is no such card or answer.
    ToWriteAnswers,
    /// There is no such phrase.
    ToChangePhrase,
    ToSeeImprovements,
    /// There is none.
    ToSeeTheImprovement,
    ToFlag,
    /// There is none.
    ToTakeFlagAway,
    ToView,
    ToHear,
    ToRead,
    /// To say what was said; the recording here is not transcribed.
    ToCorrect,
    /// What is hidden from others.
    ToHearOriginals,
    ToIngest,
    ToListUploads,
    /// An upload of somebody else's.
    ToContinue,
    ToSeeImports,
    /// There is none.
    ToFollowImport,
    ToHearAndRead,
    ToManagePeople,
    ToManageScorecards,
    ToManageCalendar,
    /// Those of one's people, or one's own.
    ToSeeDaysAway,
    ToEnterDaysAway,
    /// There is no such person, no such entry.
    ToChangeDaysAway,
    /// The call was not scored for this agent, or is theirs and asked about before.
    ToAskAboutCall,
    ToSeeRequests,
    /// There is none.
    ToDecideRequests,
    ToWithdrawRequest,
    /// There is no such note.
    ToReply,
    ToSeeRatings,
    /// To see what the past would have come to: two permissions.
    ToBackTest,
    ToViewSources,
    ToManageSources,
    /// Lists and names, as far as the caller finds calls.
    ToFind,
    /// One's own things on a page with calls; a source has none.
    ToKeepFilters,
    ToChangeFilters,
    ToScore,
    /// To put this very call into one's own queue.
    ToTake,
    ToAssign,
    ToWithdraw,
    /// To take a sale that waits; there is none.
    ToVerify,
    /// There is no chat, letter or e-mail.
    ToSeeText,
    /// The same, and its words.
    ToReadText,
    /// The same, with nothing hidden.
    ToReadOriginalText,
    /// To say which calls are sales.
    ToRuleSales,
    ToReadScorecards,
    ToReadResults,
    ToReadTheEvaluation,
    ToBegin,
    ToGoOnScoring,
    /// What is done with every evaluation that one makes, to score calls or to learn it.
    ToGoOnMaking,
    /// What lies beside every evaluation that one makes.
    ToUseTheDesk,
    ToSeeReferences,
    /// There is none.
    ToScoreTheReference,
    ToMakeReferences,
    /// There is none.
    ToChangeTheReference,
    ToSeeCaseReviews,
    /// There is none.
    ToSeeTheCaseReview,
    /// To make one, find what it could be made of, change one that is not there.
    ToRunCaseReviews,
    ToAnswer,
    ToAppeal,
    ToSeeAppeals,
    /// An appeal that is not there.
    ToSeeTheAppeal,
    ToWithdrawAppeal,
    ToReviewAppeals,
    ToRecheckAppeals,
    ToArbitrateAppeals,
    ToReport,
    /// To say who is heard where; the recording here was not prepared.
    ToSetSides,
    ToDownload,
    /// Take recordings away, and read them.
    ToTakeWords,
    ToSeeWhoHeard,
    ToHold,
    ToLift,
    ToSeeHolds,
    ToManageRetention,
    ToEraseCustomers,
    ToHearClipsOfCall,
    ToHearAnyClips,
    /// There is none.
    ToHearTheClip,
    /// There is none.
    ToChangeTheClip,
    /// There is none.
    ToDownloadTheClip,
    /// The recording here was not prepared.
    ToMakeClips,
    ToLearn,
    /// A case that is not there.
    ToLearnFromTheCase,
    /// To propose this very call as good.
    ToPropose,
    ToSeeTheDesk,
    /// With a form that holds nothing.
    ToImportACase,
    /// There is no such case or playlist.
    ToEditTheCase,
    ToManageLibraries,
    /// There is no such case, task or learner.
    ToAssignLearning,
    ToSeeLearners,
}

/// What every endpoint asks for. An endpoint that is missing here fails the test.
pub(super) fn needs(method: &str, path: &str) -> Needs {
    match (method, path) {
        ("GET", "/healthz" | "/readyz" | "/metrics" | "/api/v1/openapi.json")
        | ("POST", "/api/v1/setup" | "/api/v1/session") => Needs::Nothing,
        ("GET", "/api/v1/me" | "/api/v1/waiting" | "/api/v1/working-calendar")
        | ("DELETE", "/api/v1/session") => Needs::AnybodySignedIn,
        ("GET", "/api/v1/notices" | "/api/v1/events") | ("POST", "/api/v1/notices/read") => Needs::ToBeTold,
        ("POST", "/api/v1/notices/{number}/read") => Needs::ToReadANotice,
        ("GET", "/api/v1/calls/{call_id}/flags" | "/api/v1/calls/{call_id}/others") => Needs::ToView,
        ("GET", "/api/v1/improvements" | "/api/v1/improvements/owners") => Needs::ToSeeImprovements,
        (_, "/api/v1/improvements/{improvement_id}") => Needs::ToSeeTheImprovement,
        ("POST", "/api/v1/calls/{call_id}/flags") => Needs::ToFlag,
        ("DELETE", "/api/v1/calls/{call_id}/flags/{flag_id}") => Needs::ToTakeFlagAway,
        ("OPTIONS", "/api/v1/uploads") => Needs::Nothing,
        ("POST", "/api/v1/calls" | "/api/v1/calls/vcon" | "/api/v1/calls/metadata" | "/api/v1/uploads") => {
            Needs::ToIngest
        }
        ("GET", "/api/v1/uploads") => Needs::ToListUploads,
        (_, "/api/v1/uploads/{upload_id}") => Needs::ToContinue,
        ("POST", "/api/v1/cdr-imports" | "/api/v1/cdr-imports/preview") => Needs::ToIngest,
        ("GET", "/api/v1/cdr-imports" | "/api/v1/cdr-imports/template.csv") => Needs::ToSeeImports,
        (_, path) if path.starts_with("/api/v1/cdr-imports/{import_id}") => Needs::ToFollowImport,
        ("GET", "/api/v1/calls/{call_id}/vcon") => Needs::ToHearAndRead,
        ("GET", "/api/v1/calls" | "/api/v1/contacts" | "/api/v1/directory") => Needs::ToFind,
        ("GET" | "POST", "/api/v1/filters") => Needs::ToKeepFilters,
        ("PUT" | "DELETE", "/api/v1/filters/{filter_id}") => Needs::ToChangeFilters,
        ("GET", "/api/v1/assignments" | "/api/v1/today" | "/api/v1/sales") => Needs::ToScore,
        // The agent is not there, either.
        ("POST", "/api/v1/sales/take" | "/api/v1/sittings" | "/api/v1/contacts") => Needs::ToVerify,
        ("GET", "/api/v1/contacts/{contact_id}") => Needs::ToSeeText,
        ("GET", "/api/v1/contacts/{contact_id}/text") => Needs::ToReadText,
        ("GET", "/api/v1/contacts/{contact_id}/original") => Needs::ToReadOriginalText,
        ("GET", "/api/v1/sales/outcomes") => Needs::ToReadResults,
        (_, path) if path.starts_with("/api/v1/sale-rules") => Needs::ToRuleSales,
        ("POST", "/api/v1/assignments/take" | "/api/v1/assignments/self") => Needs::ToTake,
        ("POST", "/api/v1/assignments") => Needs::ToAssign,
        ("DELETE", "/api/v1/assignments/{assignment_id}") => Needs::ToWithdraw,
        (
            "GET",
            "/api/v1/calls/{call_id}"
            | "/api/v1/calls/{call_id}/recordings"
            | "/api/v1/recordings/{recording_id}",
        ) => Needs::ToView,
        (
            "GET",
            "/api/v1/recordings/{recording_id}/audio"
            | "/api/v1/recordings/{recording_id}/peaks"
            | "/api/v1/recordings/{recording_id}/signals",
        ) => Needs::ToHear,
        (_, "/api/v1/recordings/{recording_id}/transcript") | ("GET", "/api/v1/calls/{call_id}/hits") => {
            Needs::ToRead
        }
        ("GET", path)
            if path.starts_with("/api/v1/recordings/{recording_id}/original/")
                || path.ends_with("/corrections") =>
        {
            Needs::ToHearOriginals
        }
        (_, path) if path.starts_with("/api/v1/recordings/{recording_id}/corrections") => Needs::ToCorrect,
        ("GET" | "PUT", "/api/v1/calls/{call_id}/listening") => Needs::ToReport,
        ("GET", "/api/v1/recordings/{recording_id}/download") => Needs::ToDownload,
        ("GET", "/api/v1/calls/{call_id}/transcript.{format}") => Needs::ToTakeWords,
        ("PUT", "/api/v1/recordings/{recording_id}/sides") => Needs::ToSetSides,
        ("GET", "/api/v1/calls/{call_id}/listeners") => Needs::ToSeeWhoHeard,
        ("GET", "/api/v1/calls/{call_id}/keeping") | ("POST", "/api/v1/holds") => Needs::ToHold,
        ("GET", "/api/v1/holds") => Needs::ToSeeHolds,
        ("POST", "/api/v1/holds/{hold_id}/lift") => Needs::ToLift,
        (
            "GET",
            "/api/v1/transcription" | "/api/v1/transcription/waiting" | "/api/v1/transcription/failures",
        ) => Needs::ToViewSources,
        (_, path) if path.starts_with("/api/v1/transcription/") => Needs::ToManageSources,
        (_, path) if path.starts_with("/api/v1/retention/") => Needs::ToManageRetention,
        (_, path) if path.starts_with("/api/v1/erasures") => Needs::ToEraseCustomers,
        ("POST", "/api/v1/calls/{call_id}/requests") => Needs::ToAskAboutCall,
        ("GET", "/api/v1/call-requests") => Needs::ToSeeRequests,
        ("POST", "/api/v1/call-requests/{request_id}/decision") => Needs::ToDecideRequests,
        ("POST", "/api/v1/call-requests/{request_id}/withdraw") => Needs::ToWithdrawRequest,
        ("POST", "/api/v1/evaluations/{evaluation_id}/notes/{note_id}/replies") => Needs::ToReply,
        // The call did not fail.
        ("POST", "/api/v1/evaluations/{evaluation_id}/self-listening") => Needs::ToAppeal,
        // Nothing waits for a talk.
        ("POST", "/api/v1/evaluations/{evaluation_id}/talk") => Needs::ToReviewAppeals,
        ("GET", "/api/v1/feedback-ratings") => Needs::ToSeeRatings,
        ("PUT", "/api/v1/evaluations/{evaluation_id}/rating") => Needs::ToAnswer,
        ("GET", "/api/v1/days-away") => Needs::ToSeeDaysAway,
        ("GET", "/api/v1/days-away/agents") => Needs::ToEnterDaysAway,
        (_, path) if path.starts_with("/api/v1/days-away") => Needs::ToChangeDaysAway,
        (_, "/api/v1/working-calendar" | "/api/v1/working-calendar/preview") => Needs::ToManageCalendar,
        ("GET", "/api/v1/projects") | ("PATCH", "/api/v1/projects/{project_id}") => Needs::ToManageScorecards,
        (_, path) if path.starts_with("/api/v1/standard-answers") => Needs::ToWriteAnswers,
        ("GET", "/api/v1/stock-phrases") | (_, "/api/v1/me/review-keys") => Needs::ToUseTheDesk,
        ("POST", "/api/v1/stock-phrases") => Needs::ToScore,
        (
            "GET",
            "/api/v1/reference-calls"
            | "/api/v1/reference-calls/{reference_id}/attempts"
            | "/api/v1/reference-results"
            | "/api/v1/certifications",
        ) => Needs::ToSeeReferences,
        ("GET", path)
            if path.starts_with("/api/v1/reference-") || path.starts_with("/api/v1/certification-rules/") =>
        {
            Needs::ToScoreTheReference
        }
        ("POST", "/api/v1/reference-calls/{reference_id}/attempts") => Needs::ToScoreTheReference,
        ("POST", "/api/v1/reference-calls") => Needs::ToMakeReferences,
        (_, path) if path.starts_with("/api/v1/reference-calls/") => Needs::ToChangeTheReference,
        ("GET", "/api/v1/case-reviews" | "/api/v1/case-reviews/tasks") => Needs::ToSeeCaseReviews,
        ("GET", "/api/v1/case-reviews/{review_id}")
        | ("POST", "/api/v1/case-reviews/{review_id}/attendance")
        | ("PUT", "/api/v1/case-reviews/{review_id}/decisions/{number}") => Needs::ToSeeTheCaseReview,
        (_, path) if path.starts_with("/api/v1/case-reviews") => Needs::ToRunCaseReviews,
        ("PUT", "/api/v1/certification-rules/{scorecard_id}") => Needs::ToChangeTheReference,
        ("DELETE", "/api/v1/evaluations/{evaluation_id}")
        | ("PUT", "/api/v1/evaluations/{evaluation_id}/draft")
        | (_, "/api/v1/evaluations/{evaluation_id}/release") => Needs::ToGoOnMaking,
        (_, "/api/v1/stock-phrases/{phrase_id}") => Needs::ToChangePhrase,
        (
            "GET",
            "/api/v1/evaluations/{evaluation_id}/standard-answers"
            | "/api/v1/evaluations/{evaluation_id}/precedents",
        ) => Needs::ToReadTheEvaluation,
        (method, path) if path.starts_with("/api/v1/sources") => {
            let reads = method == "GET" && !path.ends_with("/tokens");
            if reads { Needs::ToViewSources } else { Needs::ToManageSources }
        }
        // Whoever manages people looks after the machine: the administrator.
        ("GET", "/api/v1/storage" | "/api/v1/storage/findings") => Needs::ToManagePeople,
        (_, path) if is_about_people(path) => Needs::ToManagePeople,
        ("GET", "/api/v1/scorecards") => Needs::ToReadScorecards,
        (_, path) if path.starts_with("/api/v1/scorecard-versions/") => Needs::ToReadScorecards,
        (_, path) if path.ends_with("/back-test") => Needs::ToBackTest,
        (_, path) if path.starts_with("/api/v1/scorecard") => Needs::ToManageScorecards,
        ("GET", "/api/v1/evaluations" | "/api/v1/evaluations/export" | "/api/v1/trend") => {
            Needs::ToReadResults
        }
        ("GET", "/api/v1/evaluations/{evaluation_id}") => Needs::ToReadTheEvaluation,
        ("POST", "/api/v1/evaluations") => Needs::ToBegin,
        (
            "POST",
            "/api/v1/evaluations/{evaluation_id}/open"
            | "/api/v1/evaluations/{evaluation_id}/acknowledge"
            | "/api/v1/evaluations/{evaluation_id}/appeal/preview",
        ) => Needs::ToAnswer,
        // Read and thrown away in whatever state; by the time one is saved, the agent has found it right.
        ("GET" | "DELETE", "/api/v1/evaluations/{evaluation_id}/appeal/draft") => Needs::ToAnswer,
        ("PUT", "/api/v1/evaluations/{evaluation_id}/appeal/draft") => Needs::ToAppeal,
        // The agent has acknowledged it, found it right, by the time an appeal is asked for.
        ("POST", "/api/v1/evaluations/{evaluation_id}/no-objection") => Needs::ToAnswer,
        ("POST", "/api/v1/evaluations/{evaluation_id}/appeal") => Needs::ToAppeal,
        ("GET", "/api/v1/evaluations/{evaluation_id}/revisions") => Needs::ToReadTheEvaluation,
        ("GET", "/api/v1/appeals") => Needs::ToSeeAppeals,
        ("GET", "/api/v1/appeals/{appeal_id}") | ("POST", "/api/v1/appeals/{appeal_id}/preview") => {
            Needs::ToSeeTheAppeal
        }
        ("POST", "/api/v1/appeals/{appeal_id}/withdraw") => Needs::ToWithdrawAppeal,
        ("POST", "/api/v1/appeals/{appeal_id}/first-review") => Needs::ToReviewAppeals,
        ("POST", "/api/v1/appeals/{appeal_id}/recheck") => Needs::ToRecheckAppeals,
        ("POST", "/api/v1/appeals/{appeal_id}/arbitration") => Needs::ToArbitrateAppeals,
        (_, path) if path.starts_with("/api/v1/evaluations/{evaluation_id}") => Needs::ToGoOnScoring,
        ("GET", "/api/v1/calls/{call_id}/clips") => Needs::ToHearClipsOfCall,
        ("POST", "/api/v1/calls/{call_id}/clips") => Needs::ToMakeClips,
        ("GET", "/api/v1/clips" | "/api/v1/clips/tags") => Needs::ToHearAnyClips,
        ("GET", "/api/v1/clips/{clip_id}/download") => Needs::ToDownloadTheClip,
        ("PUT" | "DELETE", "/api/v1/clips/{clip_id}") => Needs::ToChangeTheClip,
        ("GET", path) if path.starts_with("/api/v1/clips/{clip_id}") => Needs::ToHearTheClip,
        (
            "GET",
            "/api/v1/libraries"
            | "/api/v1/cases"
            | "/api/v1/cases/recommended"
            | "/api/v1/cases/shelves"
            | "/api/v1/consents"
            | "/api/v1/playlists"
            | "/api/v1/me/learning"
            | "/api/v1/learning-tasks",
        ) => Needs::ToLearn,
        ("POST", "/api/v1/cases") => Needs::ToPropose,
        ("POST", "/api/v1/cases/recordings") => Needs::ToImportACase,
        ("GET", "/api/v1/learners") => Needs::ToSeeLearners,
        ("GET", "/api/v1/learners/{person_id}/learning") => Needs::ToAssignLearning,
        ("GET", "/api/v1/trainer-desk") | ("POST", "/api/v1/playlists") => Needs::ToSeeTheDesk,
        (_, path) if path.starts_with("/api/v1/playlists/") => Needs::ToEditTheCase,
        (_, path) if path.starts_with("/api/v1/libraries") => Needs::ToManageLibraries,
        (_, path) if path.starts_with("/api/v1/learning-tasks") => Needs::ToAssignLearning,
        ("PUT", "/api/v1/cases/{case_id}") => Needs::ToEditTheCase,
        (_, path)
            if ["/decision", "/shelve", "/archive", "/editions", "/consents", "/learners"]
                .iter()
                .any(|end| path.starts_with("/api/v1/cases/") && path.ends_with(end)) =>
        {
            Needs::ToEditTheCase
        }
        (_, path) if path.starts_with("/api/v1/cases/{case_id}") => Needs::ToLearnFromTheCase,
        _ => panic!("say here what {method} {path} asks for"),
    }
}
