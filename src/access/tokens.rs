//! Tokens: for sources, and for people's own programs.

use super::names::{checked_name, normal_sign_in};
use super::{AccessError, By, Secret};
use crate::db::token::{ListedToken, Owner};
use crate::db::{Db, Writing, person, source, token};
use crate::ids::{SourceId, TokenId};
use serde_json::json;

/// Makes a token for a source, and the source where it is missing.
pub async fn create_source_token(
    db: &Db,
    by: impl Into<By>,
    source_name: &str,
) -> Result<Secret, AccessError> {
    let name = checked_name("source", source_name)?;
    let owner = move |writing: &mut Writing<'_>| Ok(Owner::Source(source::find_or_make(writing, &name)?.id));
    Ok(create_token(db, by.into(), String::new(), owner).await?.1)
}

/// The most tokens of a source that are listed.
const TOKENS_MOST: i64 = 200;

/// Makes another token for a source, under a name that says where it is used.
pub async fn add_source_token(
    db: &Db,
    by: By,
    source_id: SourceId,
    name: &str,
) -> Result<(TokenId, Secret), AccessError> {
    let name = checked_name("name", name)?;
    create_token(db, by, name, move |writing| {
        let source = source::by_id(writing, source_id)?.ok_or(AccessError::NotFound)?;
        Ok(Owner::Source(source.id))
    })
    .await
}

/// The tokens of a source, the newest first; those that were taken back last.
pub async fn tokens_of_source(db: &Db, source_id: SourceId) -> Result<Vec<ListedToken>, AccessError> {
    Ok(db.read(move |reading| token::of_source(reading, source_id, TOKENS_MOST)).await?)
}

/// Takes a token of a source back.
pub async fn revoke_source_token(
    db: &Db,
    by: By,
    source_id: SourceId,
    id: TokenId,
) -> Result<(), AccessError> {
    db.write(move |writing| {
        if !token::is_of_source(writing, id, source_id)? {
            return Err(AccessError::NotFound);
        }
        token::revoke(writing, id)?;
        by.note(writing, "token.revoked", "token", id, json!({ "source": source_id }))?;
        Ok(())
    })
    .await
}

/// Makes a token for somebody's own programs.
pub async fn create_person_token(db: &Db, by: impl Into<By>, sign_in: &str) -> Result<Secret, AccessError> {
    let sign_in = normal_sign_in(sign_in);
    let owner = move |writing: &mut Writing<'_>| {
        let person = person::by_sign_in(writing, &sign_in)?.ok_or(AccessError::UnknownPerson)?;
        Ok(Owner::Person(person.id))
    };
    Ok(create_token(db, by.into(), String::new(), owner).await?.1)
}

async fn create_token(
    db: &Db,
    by: By,
    name: String,
    owner: impl Fn(&mut Writing<'_>) -> Result<Owner, AccessError> + Send + 'static,
) -> Result<(TokenId, Secret), AccessError> {
    let secret = Secret::new()?;
    let hash = secret.hash();
    let id = TokenId::new();
    db.write(move |writing| {
        let owner = owner(writing)?;
        token::insert(writing, id, owner, &hash, &name)?;
        let detail = match owner {
            Owner::Source(source_id) => json!({ "source": source_id }),
            Owner::Person(person_id) => json!({ "person": person_id }),
        };
        by.note(writing, "token.created", "token", id, detail)?;
        Ok::<_, AccessError>(())
    })
    .await?;
    Ok((id, secret))
}
