//! What learners say of a case: stars and comments.

use super::texts::{TEXT_MOST, text};
use super::visibility::Sight;
use super::{LibraryError, eyes};
use crate::access::{AccessError, By, Who};
use crate::db::case_opinion::{self, Comment, Stars};
use crate::db::named::{self, Named};
use crate::db::{Db, Page, Window};
use crate::ids::{CaseCommentId, CaseId, PersonId};
use serde_json::json;

/// The most comments on a case.
pub const COMMENTS_MOST: i64 = 500;

/// A comment with who wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentLine {
    /// The comment.
    pub comment: Comment,
    /// Who wrote it.
    pub written_by: Named<PersonId>,
    /// Whether the reader may take it away.
    pub is_removable: bool,
}

/// Gives a case 1 to 5 stars; returns what it has, and what the caller gave.
pub async fn rate_case(db: &Db, who: &Who, id: CaseId, stars: i32) -> Result<(Stars, i32), LibraryError> {
    let own = who.person_id().ok_or(AccessError::NotPermitted)?;
    if !(1..=5).contains(&stars) {
        return Err(LibraryError::BadStars);
    }
    let who = who.clone();
    db.write(move |writing| {
        eyes::find_to_hear(writing, &who, id)?;
        case_opinion::rate(writing, id, own, stars)?;
        let all = case_opinion::stars_of(writing, &[id])?.remove(&id).unwrap_or_default();
        Ok((all, stars))
    })
    .await
}

/// One page of the comments on a case, the oldest first.
pub async fn list_comments(
    db: &Db,
    who: &Who,
    id: CaseId,
    window: Window,
) -> Result<Page<CommentLine>, LibraryError> {
    let who = who.clone();
    db.read(move |reading| {
        let seen = eyes::find_to_hear(reading, &who, id)?;
        let page = case_opinion::list(reading, id, window)?;
        let names = named::of_people(reading, page.items.iter().map(|comment| comment.written_by))?;
        let is_editor = seen.sight == Sight::Editor;
        Ok(page.map(|comment| CommentLine {
            written_by: names.named(comment.written_by),
            is_removable: is_editor || who.person_id() == Some(comment.written_by),
            comment,
        }))
    })
    .await
}

/// Says something of a case.
pub async fn write_comment(
    db: &Db,
    who: &Who,
    by: By,
    id: CaseId,
    said: &str,
) -> Result<CommentLine, LibraryError> {
    let written_by = who.person_id().ok_or(AccessError::NotPermitted)?;
    let said = text("text", said, TEXT_MOST)?;
    let who = who.clone();
    db.write(move |writing| {
        eyes::find_to_hear(writing, &who, id)?;
        if case_opinion::count(writing, id)? >= COMMENTS_MOST {
            return Err(LibraryError::TooMany { what: "comments", most: COMMENTS_MOST });
        }
        let now = writing.now();
        let comment = Comment {
            id: CaseCommentId::new(),
            case_id: id,
            written_by,
            text: said.clone(),
            written_at: now,
        };
        case_opinion::insert(writing, &comment)?;
        by.note(writing, "case.commented", "case", id, json!({ "comment": comment.id }))?;
        let written_by = named::of_people(writing, [written_by])?.named(written_by);
        Ok(CommentLine { comment, written_by, is_removable: true })
    })
    .await
}

/// Takes a comment away: one's own, or, for whoever edits the library, anybody's.
pub async fn delete_comment(
    db: &Db,
    who: &Who,
    by: By,
    id: CaseId,
    comment_id: CaseCommentId,
) -> Result<(), LibraryError> {
    let who = who.clone();
    db.write(move |writing| {
        let seen = eyes::find_to_hear(writing, &who, id)?;
        let found = case_opinion::find(writing, id, comment_id)?;
        let comment = found.ok_or(LibraryError::NotFound { what: "comment" })?;
        if seen.sight != Sight::Editor && who.person_id() != Some(comment.written_by) {
            return Err(AccessError::NotPermitted.into());
        }
        case_opinion::delete(writing, comment_id)?;
        by.note(writing, "case.comment_deleted", "case", id, json!({ "comment": comment_id }))?;
        Ok(())
    })
    .await
}
