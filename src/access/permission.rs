//! What may be done, and which role may do it: the whole matrix on one page.

use crate::db::person::Role;

/// Something that may be done. Most are limited to the calls of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Find calls and see what is known of them, without hearing or reading them.
    ViewCalls,
    /// Hear recordings and see their waveforms.
    HearCalls,
    /// Read transcripts.
    ReadTranscripts,
    /// Hear recordings and read transcripts with nothing hidden, and before it is hidden; each such
    /// hearing is noted.
    HearOriginals,
    /// See customers' numbers, original file names and the source's raw metadata unmasked.
    SeePersonalData,
    /// Bring calls in.
    IngestCalls,
    /// Score calls: take them, draft evaluations, release them.
    ScoreCalls,
    /// Verify sales (成功单复核): take those that wait, and say what became of them.
    VerifySales,
    /// Flag calls and see every flag on them; whoever merely finds a call sees good cases alone.
    FlagCalls,
    /// Put calls into inspectors' queues.
    AssignCalls,
    /// Read released evaluations, whoever made them.
    ViewResults,
    /// Open and acknowledge the feedback on one's own calls.
    AnswerFeedback,
    /// Do the first review of an appeal (初审).
    ReviewAppeals,
    /// Decide an appeal as an arbitrator (仲裁).
    ArbitrateAppeals,
    /// Save a filter for a whole team.
    ShareFilters,
    /// Say which scorecard a project is scored with.
    ManageScorecards,
    /// Say which days are worked, and how long a release and a hearing may take.
    ManageCalendar,
    /// Say on which days somebody is away.
    EnterDaysAway,
    /// Write standard answers (标准口径), and retire them.
    WriteAnswers,
    /// Look after process faults that were found while scoring: who puts them right, until when.
    ManageImprovements,
    /// Enter people, give roles, make tokens.
    ManagePeople,
    /// See where recordings come from, and how that goes.
    ViewSources,
    /// Say where recordings come from and how they are read, make tokens for sources, try again what
    /// failed.
    ManageSources,
    /// See where recordings are kept, and whether all of them still are.
    ManageStorage,
    /// Take recordings away as files.
    DownloadRecordings,
    /// See who heard a call.
    ViewAudit,
    /// Say how long calls are kept, and remove those whose time is over.
    ManageRetention,
    /// Place holds on calls, and lift them.
    PlaceHolds,
    /// Erase what there is of a customer who asks for it.
    EraseCustomers,
    /// Keep ranges of calls as clips.
    MakeClips,
    /// Learn from the cases of libraries, rate and discuss them; be invited to case reviews, attend them, do
    /// what they decide.
    LearnFromCases,
    /// Propose calls for a library; agents their own.
    ProposeCases,
    /// Decide what libraries show, and write the commentary to it.
    EditLibraries,
    /// Make libraries, and close them.
    ManageLibraries,
    /// Say who is to learn what until when.
    AssignLearning,
    /// Make reference calls (标准评分) out of evaluations, say who is certified, see how everybody's attempts
    /// went.
    PrepareReferences,
    /// Score reference calls blind, and see how one's own attempts went.
    ScoreReferences,
    /// Prepare case reviews (听评会), hold them, write down what they decide.
    RunCaseReviews,
}

impl Permission {
    /// Every permission.
    pub const ALL: &'static [Self] = &[
        Self::ViewCalls,
        Self::HearCalls,
        Self::ReadTranscripts,
        Self::HearOriginals,
        Self::SeePersonalData,
        Self::IngestCalls,
        Self::ScoreCalls,
        Self::VerifySales,
        Self::FlagCalls,
        Self::AssignCalls,
        Self::ViewResults,
        Self::AnswerFeedback,
        Self::ReviewAppeals,
        Self::ArbitrateAppeals,
        Self::ShareFilters,
        Self::ManageScorecards,
        Self::ManageCalendar,
        Self::EnterDaysAway,
        Self::WriteAnswers,
        Self::ManageImprovements,
        Self::ManagePeople,
        Self::ViewSources,
        Self::ManageSources,
        Self::ManageStorage,
        Self::DownloadRecordings,
        Self::ViewAudit,
        Self::ManageRetention,
        Self::PlaceHolds,
        Self::EraseCustomers,
        Self::MakeClips,
        Self::LearnFromCases,
        Self::ProposeCases,
        Self::EditLibraries,
        Self::ManageLibraries,
        Self::AssignLearning,
        Self::PrepareReferences,
        Self::ScoreReferences,
        Self::RunCaseReviews,
    ];

    /// Its name in the interface.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ViewCalls => "view_calls",
            Self::HearCalls => "hear_calls",
            Self::ReadTranscripts => "read_transcripts",
            Self::HearOriginals => "hear_originals",
            Self::SeePersonalData => "see_personal_data",
            Self::IngestCalls => "ingest_calls",
            Self::ScoreCalls => "score_calls",
            Self::VerifySales => "verify_sales",
            Self::FlagCalls => "flag_calls",
            Self::AssignCalls => "assign_calls",
            Self::ViewResults => "view_results",
            Self::AnswerFeedback => "answer_feedback",
            Self::ReviewAppeals => "review_appeals",
            Self::ArbitrateAppeals => "arbitrate_appeals",
            Self::ShareFilters => "share_filters",
            Self::ManageScorecards => "manage_scorecards",
            Self::ManageCalendar => "manage_calendar",
            Self::EnterDaysAway => "enter_days_away",
            Self::WriteAnswers => "write_answers",
            Self::ManageImprovements => "manage_improvements",
            Self::ManagePeople => "manage_people",
            Self::ViewSources => "view_sources",
            Self::ManageSources => "manage_sources",
            Self::ManageStorage => "manage_storage",
            Self::DownloadRecordings => "download_recordings",
            Self::ViewAudit => "view_audit",
            Self::ManageRetention => "manage_retention",
            Self::PlaceHolds => "place_holds",
            Self::EraseCustomers => "erase_customers",
            Self::MakeClips => "make_clips",
            Self::LearnFromCases => "learn_from_cases",
            Self::ProposeCases => "propose_cases",
            Self::EditLibraries => "edit_libraries",
            Self::ManageLibraries => "manage_libraries",
            Self::AssignLearning => "assign_learning",
            Self::PrepareReferences => "prepare_references",
            Self::ScoreReferences => "score_references",
            Self::RunCaseReviews => "run_case_reviews",
        }
    }
}

/// What a role may do. How far it reaches is decided where the role is given (`who`).
#[must_use]
pub(super) fn of_role(role: Role) -> &'static [Permission] {
    use Permission::{
        AnswerFeedback, ArbitrateAppeals, AssignCalls, AssignLearning, DownloadRecordings, EditLibraries,
        EnterDaysAway, EraseCustomers, FlagCalls, HearCalls, HearOriginals, IngestCalls, LearnFromCases,
        MakeClips, ManageCalendar, ManageImprovements, ManageLibraries, ManagePeople, ManageRetention,
        ManageScorecards, ManageSources, ManageStorage, PlaceHolds, PrepareReferences, ProposeCases,
        ReadTranscripts, ReviewAppeals, RunCaseReviews, ScoreCalls, ScoreReferences, SeePersonalData,
        ShareFilters, VerifySales, ViewAudit, ViewCalls, ViewResults, ViewSources, WriteAnswers,
    };
    match role {
        Role::Agent => &[
            ViewCalls,
            HearCalls,
            ReadTranscripts,
            ViewResults,
            AnswerFeedback,
            LearnFromCases,
            ProposeCases,
        ],
        // They begin before the transcript is there, and verify what was said of a card.
        Role::Inspector => &[
            ViewCalls,
            HearCalls,
            ReadTranscripts,
            HearOriginals,
            ScoreCalls,
            VerifySales,
            FlagCalls,
            MakeClips,
            LearnFromCases,
            ProposeCases,
            ScoreReferences,
        ],
        // They teach what evaluations found, so they read them.
        Role::Trainer => &[
            ViewCalls,
            HearCalls,
            ReadTranscripts,
            FlagCalls,
            WriteAnswers,
            ViewResults,
            MakeClips,
            LearnFromCases,
            ProposeCases,
            EditLibraries,
            AssignLearning,
            PrepareReferences,
            ScoreReferences,
            RunCaseReviews,
        ],
        Role::TeamLeader => &[
            ViewCalls,
            HearCalls,
            ReadTranscripts,
            ViewResults,
            ReviewAppeals,
            EnterDaysAway,
            FlagCalls,
            MakeClips,
            LearnFromCases,
            ProposeCases,
            AssignLearning,
        ],
        Role::QaManager => &[
            ViewCalls,
            HearCalls,
            ReadTranscripts,
            HearOriginals,
            SeePersonalData,
            IngestCalls,
            ScoreCalls,
            VerifySales,
            FlagCalls,
            AssignCalls,
            ViewResults,
            ArbitrateAppeals,
            ShareFilters,
            ManageScorecards,
            ManageCalendar,
            EnterDaysAway,
            WriteAnswers,
            ManageImprovements,
            ViewSources,
            DownloadRecordings,
            ViewAudit,
            PlaceHolds,
            MakeClips,
            LearnFromCases,
            ProposeCases,
            EditLibraries,
            ManageLibraries,
            AssignLearning,
            PrepareReferences,
            ScoreReferences,
            RunCaseReviews,
        ],
        // Finding and bringing in, not hearing: whoever runs the machine need not hear customers. So
        // they take no recordings away either: a file that is taken away is heard elsewhere.
        // An original they may hear, for whoever has a right to ask for one; that is noted.
        Role::Administrator => &[
            ViewCalls,
            HearOriginals,
            SeePersonalData,
            IngestCalls,
            ManageScorecards,
            ManageCalendar,
            EnterDaysAway,
            ManagePeople,
            ViewAudit,
            ManageRetention,
            PlaceHolds,
            EraseCustomers,
            ViewSources,
            ManageSources,
            ManageStorage,
        ],
    }
}

/// The roles that may do this.
#[must_use]
pub fn roles_with(permission: Permission) -> Vec<Role> {
    Role::ALL.iter().copied().filter(|role| of_role(*role).contains(&permission)).collect()
}

/// What a source's token may do with that source's own calls.
pub(super) const OF_SOURCE_TOKEN: &[Permission] = &[
    Permission::IngestCalls,
    Permission::ViewCalls,
    Permission::HearCalls,
    Permission::ReadTranscripts,
    // It brought them.
    Permission::HearOriginals,
    Permission::SeePersonalData,
];
