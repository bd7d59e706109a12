//! Tokens: for sources, and for people's own programs.

use super::names::{checked_name, normal_sign_in};
use super::{AccessError, By, Secret};
use crate::db::token::Owner;
use crate::db::{Db, Writing, person, source, token};
use crate::ids::TokenId;
use serde_json::json;

/// Makes a token for a source, and the source where it is missing.
pub async fn create_source_token(
    db: &Db,
    by: impl Into<By>,
    source_name: &str,
) -> Result<Secret, AccessError> {
    let name = checked_name("source", source_name)?;
    create_token(db, by.into(), move |writing| Ok(Owner::Source(source::find_or_make(writing, &name)?.id)))
        .await
}

/// Makes a token for somebody's own programs.
pub async fn create_person_token(db: &Db, by: impl Into<By>, sign_in: &str) -> Result<Secret, AccessError> {
    let sign_in = normal_sign_in(sign_in);
    create_token(db, by.into(), move |writing| {
        let person = person::by_sign_in(writing, &sign_in)?.ok_or(AccessError::UnknownPerson)?;
        Ok(Owner::Person(person.id))
    })
    .await
}

async fn create_token(
    db: &Db,
    by: By,
    owner: impl Fn(&mut Writing<'_>) -> Result<Owner, AccessError> + Send + 'static,
) -> Result<Secret, AccessError> {
    let secret = Secret::new()?;
    let hash = secret.hash();
    db.write(move |writing| {
        let id = TokenId::new();
        let owner = owner(writing)?;
        token::insert(writing, id, owner, &hash)?;
        let detail = match owner {
            Owner::Source(source_id) => json!({ "source": source_id }),
            Owner::Person(person_id) => json!({ "person": person_id }),
        };
        by.note(writing, "token.created", "token", id, detail)?;
        Ok::<_, AccessError>(())
    })
    .await?;
    Ok(secret)
}
