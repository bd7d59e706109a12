//! Identifiers: `UUIDv7` (RFC 9562 §5.7) in sixteen bytes, one type a noun, so that a call's id
//! cannot be passed where a recording's is meant. They sort by the time they were made.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not an id")]
pub struct NotAnId(pub String);

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id, later than every id this process made before.
            #[must_use]
            #[expect(clippy::new_without_default, reason = "a default id would be a new one each time")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }

            /// The sixteen bytes as they are stored.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            /// The id with these sixteen bytes.
            #[must_use]
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::parse_str(text).map(Self).map_err(|_| NotAnId(text.to_owned()))
            }
        }
    )*};
}

ids! {
    /// One conversation.
    CallId;
    /// One file of a call.
    RecordingId;
    /// One agent's part in one call.
    ParticipationId;
    /// A line of work as a source knows it (an extension, a sign-in of the telephone system).
    AgentId;
    /// A human being known to earmark.
    PersonId;
    /// A group of people with leaders; a site is the top of the tree.
    TeamId;
    /// A line of business (业务项目).
    ProjectId;
    /// A queue (skill group) of a project.
    QueueId;
    /// A system that recordings come from.
    SourceId;
    /// One version of the words of a recording.
    TranscriptId;
    /// What somebody corrected in a transcript.
    CorrectionId;
    /// One object in the store: its key is an id, never a name or a hash.
    ObjectKey;
    /// One walk through everything that is stored.
    StorageCheckId;
    /// One piece of background work.
    JobId;
    /// One worker process, for as long as it lives.
    WorkerId;
    /// A bearer token of a source or a person.
    TokenId;
    /// A signed-in browser.
    SessionId;
    /// One line of the audit trail.
    AuditId;
    /// The memory that a deleted call leaves.
    TombstoneId;
    /// A scorecard, through all its versions.
    ScorecardId;
    /// One published version of a scorecard.
    ScorecardVersionId;
    /// A rule that says where a scorecard is used.
    ScorecardUseId;
    /// A call in an inspector's queue.
    AssignmentId;
    /// One scoring of one agent's part in a call.
    EvaluationId;
    /// A chat, a letter or an e-mail.
    ContactId;
    /// A note in an evaluation.
    NoteId;
    /// An agent's appeal against an evaluation (申诉).
    AppealId;
    /// A stretch of days on which somebody is away.
    DaysAwayId;
    /// A reply to a note.
    NoteReplyId;
    /// What an agent asks for about a call of theirs.
    CallRequestId;
    /// Something that an agent was reminded of while somebody sat beside them.
    ReminderId;
    /// A rule that says which calls are sales to be verified.
    SaleRuleId;
    /// A page's filter under a name.
    SavedFilterId;
    /// A file that is sent in pieces.
    UploadId;
    /// Where such files lie: one folder of one machine.
    UploadPlaceId;
    /// A retention rule, through all its versions.
    RetentionRuleId;
    /// One version of a retention rule.
    RetentionRuleVersionId;
    /// One walk of retention over what is due.
    RetentionRunId;
    /// A hold: what keeps calls from being removed.
    HoldId;
    /// A customer's request to be erased.
    ErasureId;
    /// What became of a call that is gone.
    RemovalId;
    /// A file that was seen in a watched folder.
    WatchedFileId;
    /// A description that came before its audio.
    SidecarId;
    /// An upload that was refused.
    RefusedArrivalId;
    /// A table of calls on its way in.
    CdrImportId;
    /// A flag on a call or a range of it.
    FlagId;
    /// An event of the outbox.
    OutboxId;
    /// A standard answer (标准口径), through all its versions.
    StandardAnswerId;
    /// A phrase for comments.
    StockPhraseId;
    /// An improvement ticket.
    ImprovementId;
    /// A range of a recording that somebody keeps by a title.
    ClipId;
    /// A case library (案例库).
    LibraryId;
    /// A case of a library.
    CaseId;
    /// What somebody says of a case.
    CaseCommentId;
    /// What somebody learned from a case.
    CaseLearningId;
    /// Cases in an order.
    PlaylistId;
    /// What one person is to learn until a day.
    LearningTaskId;
    /// Learning tasks that were given together.
    GivingId;
    /// A reference call (标准评分).
    ReferenceCallId;
    /// A case review (听评会).
    CaseReviewId;
    /// An entry of a case review's running order.
    CaseReviewEntryId;
    /// One request, from log line to audit row.
    RequestId;
}
