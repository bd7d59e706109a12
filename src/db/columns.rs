//! How our own types lie in columns: ids as sixteen bytes, instants as milliseconds, words of a
//! fixed list as text, and structures as JSON text. The same on both databases.

use super::DbError;
use crate::ids::{
    AgentId, AppealId, AssignmentId, AuditId, CallId, CallRequestId, CaseCommentId, CaseId, CaseLearningId,
    CaseReviewEntryId, CaseReviewId, CdrImportId, ClipId, ContactId, CorrectionId, DaysAwayId, ErasureId,
    EvaluationId, FlagId, GivingId, HoldId, ImprovementId, JobId, LearningTaskId, LibraryId, NoteId,
    NoteReplyId, ObjectKey, OutboxId, ParticipationId, PersonId, PlaylistId, ProjectId, QueueId, RecordingId,
    ReferenceCallId, RefusedArrivalId, ReminderId, RemovalId, RequestId, RetentionRuleId,
    RetentionRuleVersionId, RetentionRunId, SaleRuleId, SavedFilterId, ScorecardId, ScorecardUseId,
    ScorecardVersionId, SessionId, SidecarId, SourceId, StandardAnswerId, StockPhraseId, StorageCheckId,
    TeamId, TokenId, TombstoneId, TranscriptId, UploadId, UploadPlaceId, WatchedFileId, WorkerId,
};
use crate::time::Instant;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{BigInt, Binary};
use serde::Serialize;
use serde::de::DeserializeOwned;

macro_rules! ids {
    ($($id:ident)*) => {$(
        const _: () = {
            #[derive(AsExpression, FromSqlRow)]
            #[diesel(foreign_derive)]
            #[diesel(sql_type = Binary)]
            #[expect(dead_code, reason = "only carries the derives over to the id")]
            struct Proxy($id);
        };

        impl<DB: Backend> ToSql<Binary, DB> for $id
        where
            [u8]: ToSql<Binary, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                <[u8] as ToSql<Binary, DB>>::to_sql(self.as_bytes(), out)
            }
        }

        impl<DB: Backend> FromSql<Binary, DB> for $id
        where
            Vec<u8>: FromSql<Binary, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
                let bytes = <Vec<u8> as FromSql<Binary, DB>>::from_sql(value)?;
                Ok(Self::from_bytes(bytes.try_into().map_err(|_| "an id column without sixteen bytes")?))
            }
        }
    )*};
}

ids! {
    AgentId AppealId AssignmentId AuditId CallId ErasureId EvaluationId HoldId JobId NoteId ObjectKey ParticipationId
    PersonId ProjectId QueueId RecordingId RefusedArrivalId RemovalId RequestId RetentionRuleId RetentionRuleVersionId
    ReminderId RetentionRunId SaleRuleId SavedFilterId ScorecardId ScorecardUseId ScorecardVersionId SessionId SourceId StorageCheckId TeamId TokenId TombstoneId
    TranscriptId UploadId UploadPlaceId WatchedFileId SidecarId CdrImportId WorkerId FlagId OutboxId
    CallRequestId NoteReplyId DaysAwayId CorrectionId ContactId
    StandardAnswerId StockPhraseId ImprovementId
    ClipId LibraryId CaseId CaseCommentId CaseLearningId PlaylistId LearningTaskId GivingId ReferenceCallId
    CaseReviewId CaseReviewEntryId
}

const _: () = {
    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive)]
    #[diesel(sql_type = BigInt)]
    #[expect(dead_code, reason = "only carries the derives over to the instant")]
    struct Proxy(Instant);
};

impl<DB: Backend> ToSql<BigInt, DB> for Instant
where
    i64: ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        <i64 as ToSql<BigInt, DB>>::to_sql(self.as_ref(), out)
    }
}

impl<DB: Backend> FromSql<BigInt, DB> for Instant
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        <i64 as FromSql<BigInt, DB>>::from_sql(value).map(Self::from_millis)
    }
}

/// The column form of a type that has `as_str`, and how it is read back from the text.
macro_rules! text_column {
    ($name:ident, $read:expr) => {
        impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, DB>,
            ) -> diesel::serialize::Result {
                <str as diesel::serialize::ToSql<diesel::sql_types::Text, DB>>::to_sql(self.as_str(), out)
            }
        }

        impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let text =
                    <String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(value)?;
                let read: fn(String) -> diesel::deserialize::Result<Self> = $read;
                read(text)
            }
        }
    };
}
pub(super) use text_column;

/// A word of a fixed list, stored as text: gives an enum `as_str`, `parse` and its column form.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// Every word of the list, in its order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word as it is stored and sent.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The variant for a stored or sent word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }

        $crate::db::columns::text_column! {
            $name,
            |word: String| Self::parse(&word).ok_or_else(|| format!("unknown {}: {word}", stringify!($name)).into())
        }
    };
}
pub(super) use words;

/// A text that must not be printed by accident: its column form and a `Debug` that shows nothing.
macro_rules! private_text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        #[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub struct $name(pub String);

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }

        impl $name {
            fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        $crate::db::columns::text_column! { $name, |text: String| Ok(Self(text)) }
    };
}
pub(super) use private_text;

/// The JSON text of a structure, for a `…_json` column.
pub(super) fn to_json<T: Serialize>(structure: &T) -> Result<String, DbError> {
    serde_json::to_string(structure)
        .map_err(|cause| DbError::Damaged { what: "a structure to be stored", cause: cause.into() })
}

/// The structure in a `…_json` column. `what` names the column in the error.
pub(super) fn from_json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, DbError> {
    serde_json::from_str(text).map_err(|cause| DbError::Damaged { what, cause: cause.into() })
}
