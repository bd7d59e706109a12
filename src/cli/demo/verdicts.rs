//! What an inspector of the demonstration answered and wrote, as the review page would save it.

use super::judgement::{Judgement, Mark, Remark};
use crate::db::evaluation_note::{Note, NoteKind};
use crate::ids::NoteId;
use crate::review::Draft;
use crate::scoring::{Response, Responses};

/// The draft to save on top of this one.
pub(super) fn draft(edit: i32, judgement: &Judgement) -> Draft {
    let responses = judgement.marks.iter().map(|mark| (mark.question.clone(), response(mark))).collect();
    Draft {
        edit,
        responses: Responses(responses),
        notes: judgement.notes.iter().map(note).collect(),
        finding: None,
    }
}

fn response(mark: &Mark) -> Response {
    Response {
        options: mark.option.iter().cloned().collect(),
        not_applicable: mark.option.is_none(),
        comment: mark.comment.clone(),
        causes: mark.causes.clone(),
        evidence: mark.evidence.clone(),
        attribution: mark.attribution,
    }
}

fn note(remark: &Remark) -> Note {
    Note {
        id: NoteId::new(),
        kind: if remark.is_strength { NoteKind::Strength } else { NoteKind::Note },
        is_one_change: remark.is_one_change,
        text: remark.text.clone(),
        say_instead: remark.say_instead.clone(),
        start_ms: remark.span.map(|span| span.start_ms),
        end_ms: remark.span.map(|span| span.end_ms),
        channel: remark.span.and_then(|span| span.channel).map(i32::from),
        first_turn: None,
        last_turn: None,
    }
}
