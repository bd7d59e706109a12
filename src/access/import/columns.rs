//! What the columns are called, in either language, and what a row says in them.

use super::row::RowEntry;
use crate::access::AccessError;
use crate::sheet::{Cell, Line};
use std::collections::HashMap;

/// A column that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// The name.
    Name,
    /// The employer's number.
    StaffNumber,
    /// What they type to sign in.
    SignIn,
    /// The roles.
    Role,
    /// The team.
    Team,
    /// The project that the roles are limited to.
    Project,
    /// The source that knows the agent.
    Source,
    /// What that source calls them.
    AgentId,
}

/// Every column, with its headings: the wire's, then Chinese, then what else people write.
const HEADINGS: &[(Column, &str, &str, &[&str])] = &[
    (Column::Name, "name", "姓名", &["full name", "名字"]),
    (Column::StaffNumber, "staff_number", "工号", &["staff no", "employee id", "员工编号", "员工号"]),
    (Column::SignIn, "sign_in", "登录名", &["login", "user name", "账号", "用户名"]),
    (Column::Role, "role", "角色", &["roles", "岗位"]),
    (Column::Team, "team", "班组", &["group", "组别"]),
    (Column::Project, "project", "项目", &["业务项目"]),
    (Column::Source, "source", "录音来源", &["recording source", "来源"]),
    (Column::AgentId, "agent_id", "坐席工号/分机", &["agent", "extension", "坐席工号", "分机", "分机号"]),
];

impl Column {
    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        HEADINGS.iter().find(|(column, ..)| *column == self).map_or("", |(_, word, ..)| word)
    }

    fn of_heading(text: &str) -> Option<Self> {
        let text = plain(text);
        let means = |english: &str, chinese: &str, others: &[&str]| {
            let both = [format!("{english}{chinese}"), format!("{chinese}{english}")];
            [english, chinese].iter().chain(others).any(|word| plain(word) == text)
                || both.iter().any(|word| plain(word) == text)
        };
        HEADINGS
            .iter()
            .find(|(_, english, chinese, others)| means(english, chinese, others))
            .map(|(column, ..)| *column)
    }
}

/// A heading without what people write differently: case, blanks, joining and required marks.
fn plain(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Where each column stands.
#[derive(Debug)]
pub(super) struct Columns {
    places: HashMap<Column, usize>,
    /// Headings that mean nothing to us.
    pub(super) unknown: Vec<String>,
}

impl Columns {
    /// Reads the headings; of two columns with the same meaning, the first counts.
    pub(super) fn of(headings: &[Cell]) -> Result<Self, AccessError> {
        let mut columns = Self { places: HashMap::new(), unknown: Vec::new() };
        for (place, heading) in headings.iter().enumerate() {
            let Cell::Text(text) = heading else { continue };
            match Column::of_heading(text) {
                Some(column) if !columns.places.contains_key(&column) => {
                    columns.places.insert(column, place);
                }
                _ if text.is_empty() => {}
                _ => columns.unknown.push(text.clone()),
            }
        }
        if columns.places.contains_key(&Column::Name) {
            Ok(columns)
        } else {
            Err(AccessError::NameColumnMissing)
        }
    }

    /// What a row says.
    pub(super) fn read(&self, line: &Line) -> RowEntry {
        let cell = |column: Column| self.places.get(&column).and_then(|place| line.cells.get(*place));
        RowEntry::of(line.number, cell)
    }
}

/// An empty sheet with the headings of both languages, as a CSV that spreadsheets open as UTF-8.
#[must_use]
pub fn template() -> String {
    let headings: Vec<String> =
        HEADINGS.iter().map(|(_, english, chinese, _)| format!("{english} {chinese}")).collect();
    format!("\u{feff}{}\r\n", headings.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(headings: &[&str]) -> Result<Columns, AccessError> {
        let cells: Vec<Cell> = headings.iter().map(|text| Cell::text(text)).collect();
        Columns::of(&cells)
    }

    #[test]
    fn every_column_is_known_by_either_heading_and_by_both() {
        for (column, english, chinese, _) in HEADINGS {
            for text in [
                (*english).to_owned(),
                format!(" {}*", english.to_uppercase().replace('_', " ")),
                (*chinese).to_owned(),
                format!("{chinese} ({english})"),
            ] {
                assert_eq!(Column::of_heading(&text), Some(*column), "{text}");
            }
        }
    }

    #[test]
    fn the_template_is_read_again() {
        let text = template();
        let headings: Vec<&str> = text.trim_start_matches('\u{feff}').trim_end().split(',').collect();
        let columns = columns(&headings).unwrap();
        assert_eq!((columns.places.len(), columns.unknown.len()), (HEADINGS.len(), 0));
    }

    #[test]
    fn unknown_and_second_columns_are_told_and_a_name_is_needed() {
        let known = columns(&["姓名", "Birthday", "", "name"]).unwrap();
        assert_eq!(known.unknown, ["Birthday", "name"]);
        assert!(matches!(columns(&["工号"]), Err(AccessError::NameColumnMissing)));
    }
}
