//! Evaluations and their life: scorecards are published, calls are put into queues, scored,
//! released, and answered by the agent.
//!
//! Nobody but its evaluator sees an evaluation before it is out: not while it is a draft, and not
//! in the seconds after the release in which it can still be taken back.
//!
//! | file | what happens there |
//! | --- | --- |
//! | `calls`, `call_query` | found, for the list and for a draw at random |
//! | `hits` | where in a call it is said that it was found by |
//! | `transcript_file` | what was said, taken away as a file |
//! | `today`, `waiting` | an inspector's day; what waits for somebody |
//! | `filters` | saved, for oneself or a team |
//! | `directory` | the names that filters and choosers offer |
//! | `queue`, `draw`, `queue_view` | put into inspectors' queues, drawn at random, shown there |
//! | `scorecards` | published, listed |
//! | `card_draft`, `card_check`, `card_table` | drafted and compared, looked at while typed, read out of a spreadsheet |
//! | `card_choice` | which card a call is scored with |
//! | `back_test` | past evaluations through a draft |
//! | `evaluations`, `draft`, `release` | begun, saved, released or closed without a score |
//! | `parts` | whose part of a transferred call is scored |
//! | `revising` | changed by whoever scored, once it is out |
//! | `talk` | released through the team leader, who talks first |
//! | `progress`, `evaluation_view` | what is open and what it comes to; what a page shows |
//! | `export` | all that a list of evaluations finds, as a table or as JSON lines |
//! | `evaluation_list`, `trend` | one's own, the results of others; how they go from week to week |
//! | `desk` | what lies beside the call: what was heard of it, standard answers, stock phrases, moved keys, its disposition |
//! | `sales` | sales to be verified: which calls are some, who takes them, what became of them |
//! | `contacts` | chats, letters, e-mail: brought in, read, scored |
//! | `sittings` | beside an agent or live, without a recording: reminders, tied to a call later |
//! | `flags` | on a call or a range of it: set, seen, taken away |
//! | `feedback` | opened and answered by the agent |
//! | `listen_first` | what the agent finds before they see what the inspector found |
//! | `conversation` | replies to notes, whether the feedback helped |
//! | `requests` | calls nominated, another listener asked for |
//! | `appeals` | appealed, looked at again in up to three steps, decided |
//! | `calendar`, `clocks` | which days are worked; who was not in time |
//! | `days_away` | on which days an agent is away, and what that gives them |
//! | `hearing_rules` | days, limits and steps of a scorecard |
//! | `hearing` | PURE: how an answer and an appeal may go, who may take which step, until when |
//! | `training` | made to learn scoring: nothing of it counts |
//! | `trail` | what the audit trail says of it |

pub mod hearing;

mod appeals;
mod back_test;
mod calendar;
mod call_query;
mod calls;
mod card_check;
mod card_choice;
mod card_draft;
mod card_table;
mod clocks;
mod contacts;
mod conversation;
mod days_away;
mod desk;
mod directory;
mod draft;
mod draw;
mod error;
mod evaluation_list;
mod evaluation_view;
mod evaluations;
mod export;
mod feedback;
mod filters;
mod flags;
mod hearing_rules;
mod hits;
mod listen_first;
mod parts;
mod progress;
mod queue;
mod queue_view;
mod release;
mod requests;
mod revising;
mod sales;
mod scorecards;
mod sittings;
mod talk;
mod today;
mod trail;
mod training;
mod transcript_file;
mod trend;
mod waiting;

pub use appeals::{
    AppealError, AppealLine, AppealList, AppealNames, AppealView, Foreseen, ItemName, ItemView, NewAppeal,
    RulingView, Said, appeal_draft, find_appeal, first_review, foresee_appeal, foresee_changes,
    forget_appeal_draft, judge_items, list_appeals, precedents_for, save_appeal_draft, submit_appeal,
    tend_hearings, withdraw_appeal,
};
pub use back_test::{
    AgentComparison, BackTest, BackTestQuery, BackTesting, Comparison, TESTED_MOST, UnansweredItem,
    begin_back_test,
};
pub use calendar::{CalendarEffect, CalendarView, foresee_calendar, put_calendar, show_calendar};
pub use call_query::CallQuery;
pub use calls::{AgentLine, CallLine, is_generated, list_calls, sight};
pub use card_check::{CardCheck, CheckedCard, check_card, read_card_file};
pub use card_choice::{UseView, card_for, card_uses, delete_card_use, put_card_use};
pub use card_draft::{
    CardDraft, Definition, NewCard, begin_card, card_draft, discard_card_draft, draft_differences,
    publish_draft, retire_card, save_card_draft, version_differences,
};
pub use card_table::{CardTable, TableMethod, TableProblem, read_card_table};
pub use clocks::hear_feedback;
pub use contacts::{
    ContactError, ContactLine, ContactOfEvaluation, ContactView, NewContact, ReadContact, Text, TextFormat,
    add_contact, find_contact, list_contacts, read_contact, read_original_contact,
};
pub use conversation::{Ratings, own_ratings, rate_feedback, reply_to_note};
pub use days_away::{
    DaysAwayLine, NewDaysAway, agents_for_days_away, enter_days_away, foresee_days_away, list_days_away,
    remove_days_away,
};
pub use desk::{
    AnswerCard, AnswerCardItem, AnswerLine, AnswerText, ApartLine, DeskError, FindingLine, ImprovementChange,
    ImprovementLine, ImprovementList, NewAnswer, NewPhrase, PhraseLine, VersionLine, answer_cards,
    answer_in_force, answers_for, change_improvement, change_phrase, counted_apart, delete_phrase,
    earlier_scores, find_improvement, improvement_owners, list_answers, list_improvements, list_phrases,
    move_keys, moved_keys, other_calls, retire_answer, rewrite_answer, say_disposition, versions_of_answer,
    write_answer, write_phrase,
};
pub use directory::{CardEntry, Directory, directory};
pub use draft::{Draft, Saved, save_draft};
pub use draw::take_at_random;
pub use error::ReviewError;
pub use evaluation_list::{
    CardHead, EvaluationLine, EvaluationList, EvaluationPage, WithheldCounts, evaluation_lines,
    list_evaluations,
};
pub use evaluation_view::{EvaluationView, MayStill, OneChange, ReplyLine, TalkLine, Verified};
pub use evaluations::{Beginning, Begun, begin_evaluation, discard_draft, find_evaluation};
pub use export::{
    Column, Export, ExportLanguage, ExportOrder, Format, Shape, TextWriter, Value, Workbook, WorkbookError,
};
pub use feedback::{acknowledge_feedback, find_right, open_feedback};
pub use filters::{FilterLine, FilterText, change_filter, delete_filter, list_filters, save_filter};
pub use flags::{
    FLAGS_A_CALL, FlagLine, NewFlag, check_removal, checked_flag, list_flags, remove_flag, set_flag,
};
pub use hearing_rules::{hearing_rule, put_hearing_rule};
pub use hits::{CallHits, Hit, HitPage, HitPart, find_in_call};
pub use listen_first::{ListeningFirst, finish_listening_first};
pub use parts::turn_to_part;
pub use progress::Progress;
pub use queue::{HandedOut, Handout, Refusal, Sharing, hand_out, take, withdraw};
pub use queue_view::{AssignmentLine, CardTitle, list_assignments};
pub use release::{
    ReleaseWay, close_without_score, recall, release_draft, release_draft_as, take_release_back,
};
pub use requests::{
    RequestLine, RequestList, Verdict as RequestVerdict, ask as ask_about_call, decide_request,
    list_requests, withdraw_request,
};
pub use revising::{NewRevision, RevisionLine, foresee_revision, revise, revisions_of};
pub use sales::{
    NewSaleRule, OutcomeRate, SALES_AT_ONCE, SaleChoice, SaleLine, SaleRates, SaleRuleLine, Tally,
    end_sale_rule, make_sale_rule, sale_rates, sale_rules, take_next_sale, waiting_sales,
};
pub use scorecards::{
    DraftHead, Published, ScorecardView, publish, publish_shipped, scorecard_version, scorecards,
    shipped_cards,
};
pub use sittings::{
    MINUTES_MOST, NewSitting, REMINDERS_MOST, SittingView, begin_sitting, end_sitting, nearby_calls, remind,
    take_reminder_back, tie_sitting, untie_sitting,
};
pub use talk::log_talk;
pub use today::{Today, today};
pub use training::{COUNTED, begin_training};
pub use transcript_file::{TranscriptFile, TranscriptFormat, TranscriptOrder, take_transcript};
pub use trend::{Trend, TrendItem, TrendQuery, TrendWeek, trend};
pub use waiting::{Waiting, WaitingKind, waiting};

use crate::access::{AccessError, Permission, Who};
use crate::db::Scope;
use crate::ids::PersonId;
use card_choice::reaches_place;

/// The person who is calling: only people score and answer.
fn person_of(who: &Who) -> Result<PersonId, ReviewError> {
    Ok(who.person_id().ok_or(AccessError::NotPermitted)?)
}

/// How far the caller manages scorecards.
fn manages_cards_of(who: &Who) -> Result<Scope, ReviewError> {
    Ok(who.scope(Permission::ManageScorecards).ok_or(AccessError::NotPermitted)?)
}

/// Scorecards belong to the whole organisation: whoever manages them for one project says what is
/// used there, and changes none.
fn manages_cards(who: &Who) -> Result<(), ReviewError> {
    match manages_cards_of(who)? {
        Scope::Everything => Ok(()),
        Scope::Within(_) => Err(AccessError::NotPermitted.into()),
    }
}
