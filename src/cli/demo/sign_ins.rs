//! What a start prints: where the pages are, and who can sign in.

use super::cast::{AGENTS, COLLEAGUES};
use crate::db::person::Role;

/// The width of a text in columns of a terminal: a Chinese character takes two.
fn width(text: &str) -> usize {
    text.chars().map(|character| if character < '\u{1100}' { 1 } else { 2 }).sum()
}

fn padded(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

/// Who signs in as what; everybody has the same password.
pub(super) fn table(password: &str) -> String {
    let mut rows: Vec<[String; 3]> = vec![["sign in as".into(), "name".into(), "role".into()]];
    for role in Role::ALL.iter().filter(|role| **role != Role::Agent) {
        for colleague in COLLEAGUES.iter().filter(|colleague| colleague.role == *role) {
            let of_team = colleague.leads.map_or(String::new(), |team| format!(" of {}", team.name));
            rows.push([
                colleague.sign_in.into(),
                colleague.name.into(),
                format!("{}{of_team}", in_words(*role)),
            ]);
        }
    }
    for agent in &AGENTS {
        rows.push([
            agent.sign_in.into(),
            agent.name.into(),
            format!("{}, {}", in_words(Role::Agent), agent.team.name),
        ]);
    }
    let column = |number: usize| rows.iter().map(|row| width(&row[number])).max().unwrap_or(0) + 2;
    let (first, second) = (column(0), column(1));
    let lines = rows
        .iter()
        .map(|[sign_in, name, role]| format!("  {}{}{role}", padded(sign_in, first), padded(name, second)));
    format!("{}\n\n  password for everybody: {password}", lines.collect::<Vec<_>>().join("\n"))
}

fn in_words(role: Role) -> &'static str {
    match role {
        Role::Agent => "agent 坐席",
        Role::Inspector => "QA inspector 质检员",
        Role::Trainer => "trainer 培训师",
        Role::TeamLeader => "team leader 班组长",
        Role::QaManager => "QA manager 质检主管",
        Role::Administrator => "administrator 管理员",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_listed_in_columns_and_the_password_once() {
        let table = table("ab12-cd34-ef56");
        assert_eq!(table.matches("ab12-cd34-ef56").count(), 1);
        let column_of = |sign_in: &str, word: &str| {
            let row = table.lines().find(|row| row.trim_start().starts_with(sign_in)).unwrap();
            width(&row[..row.find(word).unwrap()])
        };
        assert_eq!(column_of("zhoumin", "周敏"), column_of("grace", "Grace"));
        assert_eq!(column_of("zhoumin", "agent 坐席"), column_of("grace", "team leader"));
        let people = COLLEAGUES.iter().map(|one| one.sign_in).chain(AGENTS.iter().map(|one| one.sign_in));
        assert!(people.into_iter().all(|sign_in| table.contains(&format!("  {sign_in} "))));
    }
}
