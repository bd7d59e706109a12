//! Why an evaluation, or what leads to one, goes no further.

use super::appeals::{AppealError, ItemName};
use super::contacts::ContactError;
use super::desk::DeskError;
use super::hearing::Refused;
use super::queue::Refusal;
use crate::access::AccessError;
use crate::db::DbError;
use crate::error::{Coded, Kind, Spot};
use crate::recorder::RecorderError;
use crate::scoring::{OpenPoint, ScoringError};
use crate::search::QueryError;

/// A refusal of the review room.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// It is not there, or not for this caller.
    #[error("there is no such {what}, or it is not yours to see")]
    NotFound {
        /// What was asked for.
        what: &'static str,
    },
    /// No card was chosen, the project names none, and none is published.
    #[error("no scorecard fits this call; publish one, or choose one for its project")]
    ScorecardNeeded,
    /// A field of a query is not what it should be.
    #[error("the query is not understood: {field} {problem}")]
    BadQuery {
        /// Which field.
        field: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The call stands in a queue already.
    #[error("this call is in a queue already; take it out there first")]
    AlreadyAssigned,
    /// The inspector may not score the call.
    #[error("this call is not yours to score: you took part in it, or it lies outside your scope")]
    NotForInspector,
    /// There is no call to draw from.
    #[error("no call that this filter finds is left to score; widen the filter")]
    NothingToTake,
    /// The caller has another filter of this name.
    #[error("you have a filter of this name for this page already; choose another name")]
    FilterNameTaken,
    /// More calls at once than we take.
    #[error("at most {most} calls are assigned at once")]
    TooManyCalls {
        /// The most that are taken.
        most: usize,
    },
    /// The assignment is done or was withdrawn.
    #[error("this assignment is done or was withdrawn; open the call itself to score it again")]
    AssignmentClosed,
    /// Another window saved the draft meanwhile.
    #[error("this draft was saved elsewhere meanwhile; fetch it, merge, and save again")]
    EditedElsewhere,
    /// It was released or closed already.
    #[error("this evaluation is no draft any more; take its release back first, while that is possible")]
    NotADraft,
    /// Something is still open.
    #[error("this evaluation is not ready to be released: {} left open, first at \"{}\"", count_of(.open), first_of(.open, .first.as_ref()))]
    NotReady {
        /// What, in card order.
        open: Vec<OpenPoint>,
        /// The first item of them; none: it is about the whole.
        first: Option<ItemName>,
    },
    /// There is no release to take back.
    #[error("this evaluation was not released; there is nothing to take back")]
    NotReleased,
    /// The seconds in which a release can be taken back are over.
    #[error("this evaluation is out already; its release cannot be taken back any more")]
    AlreadyOut,
    /// It was not begun while sitting beside an agent.
    #[error("this evaluation was begun from a call, not while sitting beside an agent")]
    NotASitting,
    /// The agent of the sitting has no part in the call.
    #[error("the agent of this sitting took no part in that call; choose another call")]
    NotTheirCall,
    /// Another draft of the same inspector is about the call.
    #[error("another draft of yours is about this call already; finish or discard it first")]
    TiedElsewhere,
    /// There are more reminders than we take.
    #[error("there are {most} reminders in this sitting already")]
    TooManyReminders {
        /// The most that are taken.
        most: i64,
    },
    /// It verifies no sale.
    #[error("this evaluation verifies no sale; say nothing about one")]
    NotAVerification,
    /// Nothing was said of the sale, or not enough.
    #[error("say what became of the sale; a corrected one needs what is right, a rejected one needs why")]
    OutcomeNeeded,
    /// No sale waits that the caller may verify.
    #[error("no sale waits to be verified that is yours to verify")]
    NoSaleWaits,
    /// There is a rule for this already.
    #[error("calls that were closed like this are sales there already")]
    SaleRuleTaken,
    /// There are more rules than anybody oversees.
    #[error("there are {most} rules for sales already; end some")]
    TooManySaleRules {
        /// The most that there may be.
        most: i64,
    },
    /// A rule would find more calls at once than we take.
    #[error("more than {most} calls would be sales at once; choose a later day")]
    TooManySales {
        /// The most that are taken.
        most: i64,
    },
    /// The call has a newer draft.
    #[error("you have begun this call again; throw that draft away before you take this release back")]
    BegunAgain,
    /// "Other" says nothing by itself.
    #[error("say in a note why the call cannot be scored")]
    NoteNeeded,
    /// The answers are larger than we take.
    #[error("the answers are larger than {most} bytes")]
    AnswersTooLarge {
        /// The most that is taken.
        most: usize,
    },
    /// There are more notes than we take.
    #[error("there are more than {most} notes; take some away")]
    TooManyNotes {
        /// The most that are taken.
        most: usize,
    },
    /// A text is longer than we take.
    #[error("the {field} is longer than {most} characters; shorten it")]
    TextTooLong {
        /// Which field.
        field: &'static str,
        /// The most that is taken.
        most: usize,
    },
    /// A note is none that our page writes.
    #[error("a note cannot be taken: {problem}")]
    BadNote {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The call bears as many flags as it can.
    #[error("this call bears {most} flags already; take one away first")]
    TooManyFlags {
        /// The most that a call bears.
        most: i64,
    },
    /// A flag is none that our page sets.
    #[error("this flag cannot be set: {problem}")]
    BadFlag {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// It was acknowledged before.
    #[error("this evaluation was acknowledged already")]
    AlreadyAcknowledged,
    /// A scorecard has this key already.
    #[error("there is a scorecard with this key already; choose another key")]
    CardKeyTaken,
    /// It is no key of a scorecard.
    #[error("a key has 1 to {most} of the characters a-z, 0-9, - and _")]
    BadCardKey {
        /// The most characters.
        most: usize,
    },
    /// The key of a scorecard stays the same in every version.
    #[error("the key of this scorecard is \"{key}\" and stays so; begin another scorecard for another key")]
    CardKeyFixed {
        /// Its key.
        key: String,
    },
    /// A definition is larger than any that is read.
    #[error("the scorecard is larger than {most} bytes; shorten it")]
    CardTooLarge {
        /// The most that is taken.
        most: usize,
    },
    /// There are more rules than anybody oversees.
    #[error("there are {most} rules for scorecards already; take some away")]
    TooManyUses {
        /// The most that there may be.
        most: i64,
    },
    /// The agent gave another answer before.
    #[error("this evaluation was answered already, and that answer stands")]
    AlreadyAnswered,
    /// The time in which the agent answers is over.
    #[error("the time to answer this evaluation is over")]
    AnswerTooLate,
    /// The agent is not asked to listen first, or has done it.
    #[error("there is nothing to listen to first here, or it is done")]
    NotToListenFirst,
    /// A release cannot go out at this moment.
    #[error("choose a moment from now on, at most 30 days ahead")]
    BadReleaseTime,
    /// Nobody leads the agent, or nobody is asked to hear it.
    #[error("nobody leads this agent who could talk with them first; release it at once")]
    NobodyToTalk,
    /// There is nothing in it.
    #[error("write something first")]
    WordsNeeded,
    /// The notes of an evaluation have as many replies as they can.
    #[error("there are {most} replies to the notes of this evaluation already; talk to each other")]
    TooManyReplies {
        /// The most.
        most: i64,
    },
    /// Nobody has scored the call yet.
    #[error("nobody has scored this call yet; nominate it instead")]
    NotScoredYet,
    /// The same was asked for before and is not decided yet.
    #[error("you have asked for this already, and it is not decided yet")]
    AskedAlready,
    /// There are as many open requests as one agent has at once.
    #[error("you have {most} requests that are not decided yet; wait, or take one back")]
    TooManyRequests {
        /// The most.
        most: i64,
    },
    /// The request was decided or taken back.
    #[error("this request was decided or taken back meanwhile; load the list again")]
    RequestClosed,
    /// The inspector has scored the call before.
    #[error("this inspector has scored the call before; choose somebody else")]
    HeardItBefore,
    /// The last day lies before the first.
    #[error("the last day away lies before the first")]
    DaysAwayBackwards,
    /// Nobody is away for so long without a word between.
    #[error("days away are entered for {most} days at most; enter the rest by itself")]
    DaysAwayTooLong {
        /// The most days.
        most: i64,
    },
    /// There are more than anybody oversees.
    #[error("days away are entered {most} times for this person already; take past ones away")]
    TooManyDaysAway {
        /// The most that there may be.
        most: i64,
    },
    /// The working calendar is none.
    #[error("this is no working calendar: {problem}")]
    BadCalendar {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The rules for answers and appeals cannot be.
    #[error("these rules cannot be: {problem}")]
    BadHearingRule {
        /// What is wrong with them.
        problem: &'static str,
    },
    /// Nothing that was said in the call can be read yet.
    #[error("the words of this call are not there yet; come again once it is transcribed")]
    NoWordsYet,
    /// A file that was being written did not become whole.
    #[error("the file could not be written; try again")]
    Unfinished,
    /// What is to be found in what was said is not understood.
    #[error(transparent)]
    Search(#[from] QueryError),
    /// The recorder refused.
    #[error(transparent)]
    Recorder(#[from] RecorderError),
    /// An appeal goes no further.
    #[error(transparent)]
    Appeal(#[from] AppealError),
    /// A text contact goes no further.
    #[error(transparent)]
    Contact(#[from] ContactError),
    /// Something beside the call goes no further.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// A structure of ours could not be written down.
    #[error("a score could not be written down; the log says why")]
    Unwritable(#[from] serde_json::Error),
    /// The scorecard has mistakes, or answers do not fit it.
    #[error(transparent)]
    Scoring(#[from] ScoringError),
    /// The access room refused.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<Refusal> for ReviewError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => Self::NotFound { what: "call" },
            Refusal::AlreadyAssigned | Refusal::WithAnother => Self::AlreadyAssigned,
            Refusal::AlreadyScored => Self::HeardItBefore,
            Refusal::ScorecardNeeded => Self::ScorecardNeeded,
            Refusal::NotForInspector => Self::NotForInspector,
        }
    }
}

impl From<Refused> for ReviewError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Begun => Self::BegunAgain,
            Refused::NotADraft => Self::NotADraft,
            Refused::NotReleased => Self::NotReleased,
            Refused::NotHeld => Self::NotFound { what: "evaluation" },
            Refused::AlreadyOut => Self::AlreadyOut,
            Refused::OpenedAlready => DeskError::OpenedAlready.into(),
            Refused::NotWhileTraining => DeskError::NotWhileTraining.into(),
            Refused::NobodyToTalk => Self::NobodyToTalk,
            Refused::ForThisPurpose => AppealError::NotForThisPurpose.into(),
        }
    }
}

fn count_of(open: &[OpenPoint]) -> String {
    open.len().to_string()
}

/// The title of the first item, in English where there is one; its key where the card has no such item.
fn first_of(open: &[OpenPoint], first: Option<&ItemName>) -> String {
    let key = open.first().map(|point| point.question.as_str()).unwrap_or_default();
    first.map_or(key, |item| item.title.pick_or("en", "en", key)).to_owned()
}

impl Coded for ReviewError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound { .. } | Self::NothingToTake | Self::NoSaleWaits => Kind::NotFound,
            Self::NotForInspector => Kind::Denied,
            Self::BadCardKey { .. }
            | Self::CardKeyFixed { .. }
            | Self::CardTooLarge { .. }
            | Self::TooManyUses { .. }
            | Self::ScorecardNeeded
            | Self::BadQuery { .. }
            | Self::TooManyCalls { .. }
            | Self::NotReady { .. }
            | Self::NoteNeeded
            | Self::NotAVerification
            | Self::NotASitting
            | Self::NotTheirCall
            | Self::TooManyReminders { .. }
            | Self::OutcomeNeeded
            | Self::TooManySaleRules { .. }
            | Self::TooManySales { .. }
            | Self::AnswersTooLarge { .. }
            | Self::TooManyNotes { .. }
            | Self::TextTooLong { .. }
            | Self::BadNote { .. }
            | Self::BadReleaseTime
            | Self::WordsNeeded
            | Self::HeardItBefore
            | Self::DaysAwayBackwards
            | Self::DaysAwayTooLong { .. }
            | Self::TooManyDaysAway { .. }
            | Self::BadCalendar { .. }
            | Self::BadHearingRule { .. }
            | Self::BadFlag { .. } => Kind::Invalid,
            Self::AssignmentClosed
            | Self::AlreadyAssigned
            | Self::FilterNameTaken
            | Self::EditedElsewhere
            | Self::NotADraft
            | Self::NotReleased
            | Self::AlreadyOut
            | Self::BegunAgain
            | Self::TooManyFlags { .. }
            | Self::SaleRuleTaken
            | Self::TiedElsewhere
            | Self::CardKeyTaken
            | Self::AlreadyAcknowledged
            | Self::AlreadyAnswered
            | Self::TooManyReplies { .. }
            | Self::NobodyToTalk
            | Self::NotToListenFirst
            | Self::NotScoredYet
            | Self::AskedAlready
            | Self::TooManyRequests { .. }
            | Self::RequestClosed
            | Self::NoWordsYet
            | Self::AnswerTooLate => Kind::Conflict,
            Self::Unwritable(_) | Self::Unfinished => Kind::Internal,
            Self::Search(error) => error.kind(),
            Self::Recorder(error) => error.kind(),
            Self::Appeal(error) => error.kind(),
            Self::Contact(error) => error.kind(),
            Self::Desk(error) => error.kind(),
            Self::Scoring(error) => error.kind(),
            Self::Access(error) => error.kind(),
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "not_found",
            Self::NoWordsYet => "no_words_yet",
            Self::Unfinished => "file_unfinished",
            Self::ScorecardNeeded => "scorecard_needed",
            Self::BadQuery { .. } => "bad_query",
            Self::AlreadyAssigned => "already_assigned",
            Self::NotForInspector => "not_for_inspector",
            Self::NothingToTake => "nothing_to_take",
            Self::FilterNameTaken => "filter_name_taken",
            Self::TooManyCalls { .. } => "too_many_calls",
            Self::AssignmentClosed => "assignment_closed",
            Self::EditedElsewhere => "edited_elsewhere",
            Self::NotADraft => "not_a_draft",
            Self::NotReady { .. } => "not_ready",
            Self::NotReleased => "not_released",
            Self::AlreadyOut => "already_out",
            Self::BegunAgain => "begun_again",
            Self::NoteNeeded => "note_needed",
            Self::NotASitting => "not_a_sitting",
            Self::NotTheirCall => "not_their_call",
            Self::TiedElsewhere => "tied_elsewhere",
            Self::TooManyReminders { .. } => "too_many_reminders",
            Self::NotAVerification => "not_a_verification",
            Self::OutcomeNeeded => "outcome_needed",
            Self::NoSaleWaits => "no_sale_waits",
            Self::SaleRuleTaken => "sale_rule_taken",
            Self::TooManySaleRules { .. } => "too_many_sale_rules",
            Self::TooManySales { .. } => "too_many_sales",
            Self::AnswersTooLarge { .. } => "answers_too_large",
            Self::TooManyNotes { .. } => "too_many_notes",
            Self::TextTooLong { .. } => "text_too_long",
            Self::BadNote { .. } => "bad_note",
            Self::TooManyFlags { .. } => "too_many_flags",
            Self::BadFlag { .. } => "bad_flag",
            Self::AlreadyAcknowledged => "already_acknowledged",
            Self::CardKeyTaken => "card_key_taken",
            Self::BadCardKey { .. } => "bad_card_key",
            Self::CardKeyFixed { .. } => "card_key_fixed",
            Self::CardTooLarge { .. } => "card_too_large",
            Self::TooManyUses { .. } => "too_many_uses",
            Self::AlreadyAnswered => "already_answered",
            Self::AnswerTooLate => "answer_too_late",
            Self::BadReleaseTime => "bad_release_time",
            Self::NobodyToTalk => "nobody_to_talk",
            Self::NotToListenFirst => "not_to_listen_first",
            Self::WordsNeeded => "words_needed",
            Self::TooManyReplies { .. } => "too_many_replies",
            Self::NotScoredYet => "not_scored_yet",
            Self::AskedAlready => "asked_already",
            Self::TooManyRequests { .. } => "too_many_requests_open",
            Self::RequestClosed => "request_closed",
            Self::HeardItBefore => "heard_it_before",
            Self::DaysAwayBackwards => "days_away_backwards",
            Self::DaysAwayTooLong { .. } => "days_away_too_long",
            Self::TooManyDaysAway { .. } => "too_many_days_away",
            Self::BadCalendar { .. } => "bad_calendar",
            Self::BadHearingRule { .. } => "bad_hearing_rule",
            Self::Search(error) => error.code(),
            Self::Recorder(error) => error.code(),
            Self::Appeal(error) => error.code(),
            Self::Contact(error) => error.code(),
            Self::Desk(error) => error.code(),
            Self::Unwritable(_) => "score_unwritable",
            Self::Scoring(error) => error.code(),
            Self::Access(error) => error.code(),
            Self::Db(error) => error.code(),
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotFound { what } => vec![("what", (*what).to_owned())],
            Self::BadQuery { field, problem } => {
                vec![("field", field.clone()), ("problem", problem.clone())]
            }
            Self::NotReady { open, first } => {
                let mut params = vec![("count", count_of(open))];
                params.extend(first.iter().flat_map(ItemName::params));
                params
            }
            Self::CardKeyFixed { key } => vec![("key", key.clone())],
            Self::TooManyUses { most } => vec![("most", most.to_string())],
            Self::AnswersTooLarge { most }
            | Self::TooManyNotes { most }
            | Self::TooManyCalls { most }
            | Self::BadCardKey { most }
            | Self::CardTooLarge { most } => {
                vec![("most", most.to_string())]
            }
            Self::TooManyFlags { most }
            | Self::TooManyReplies { most }
            | Self::TooManyRequests { most }
            | Self::TooManyReminders { most }
            | Self::TooManySaleRules { most }
            | Self::DaysAwayTooLong { most }
            | Self::TooManyDaysAway { most }
            | Self::TooManySales { most } => {
                vec![("most", most.to_string())]
            }
            Self::TextTooLong { field, most } => {
                vec![("field", (*field).to_owned()), ("most", most.to_string())]
            }
            Self::BadCalendar { problem } | Self::BadHearingRule { problem } => {
                vec![("problem", (*problem).to_owned())]
            }
            Self::Search(error) => error.params(),
            Self::Recorder(error) => error.params(),
            Self::Appeal(error) => error.params(),
            Self::Contact(error) => error.params(),
            Self::Desk(error) => error.params(),
            Self::Scoring(error) => error.params(),
            Self::Access(error) => error.params(),
            Self::Db(error) => error.params(),
            _ => Vec::new(),
        }
    }

    fn problems(&self) -> Vec<Spot> {
        match self {
            Self::Scoring(error) => error.problems(),
            Self::Contact(error) => error.problems(),
            _ => Vec::new(),
        }
    }
}
