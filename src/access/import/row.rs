//! What one row says, before anything is looked up.

use super::columns::Column;
use super::report::CellError;
use crate::access::names::{checked_name, normal_sign_in};
use crate::db::person::Role;
use crate::sheet::Cell;

/// What one row says; an empty cell says nothing.
#[derive(Debug, Default)]
pub(super) struct RowEntry {
    pub(super) line: u64,
    pub(super) name: Option<String>,
    pub(super) staff_number: Option<String>,
    pub(super) sign_in: Option<String>,
    pub(super) roles: Vec<Role>,
    pub(super) team: Option<String>,
    pub(super) project: Option<String>,
    pub(super) source: Option<String>,
    pub(super) agent_id: Option<String>,
    /// What is wrong with its cells by themselves.
    pub(super) errors: Vec<CellError>,
}

impl RowEntry {
    /// Reads the cells of a row.
    pub(super) fn of<'a>(line: u64, cell: impl Fn(Column) -> Option<&'a Cell>) -> Self {
        let mut entry = Self { line, ..Self::default() };
        let mut text = |column| match cell(column) {
            Some(Cell::Text(text)) if !text.is_empty() => {
                let checked = checked_name(column.as_str(), text).ok();
                if checked.is_none() {
                    entry.errors.push(CellError::new(column, "bad_text", text));
                }
                checked
            }
            Some(Cell::Broken(text)) => {
                entry.errors.push(CellError::new(column, "formula_failed", text));
                None
            }
            _ => None,
        };
        let name = text(Column::Name);
        let staff_number = text(Column::StaffNumber).map(|text| whole_number(&text));
        let sign_in = text(Column::SignIn).map(|text| normal_sign_in(&text));
        let roles = text(Column::Role);
        let team = text(Column::Team);
        let project = text(Column::Project);
        let source = text(Column::Source);
        let agent_id = text(Column::AgentId).map(|text| whole_number(&text));
        entry.read_roles(roles.as_deref().unwrap_or_default());
        Self { name, staff_number, sign_in, team, project, source, agent_id, ..entry }
    }

    fn read_roles(&mut self, cell: &str) {
        let words = cell.split([',', ';', '/', '|', '，', '；', '、']).map(str::trim);
        for word in words.filter(|word| !word.is_empty()) {
            match role(word) {
                Some(role) if self.roles.contains(&role) => {}
                Some(role) => self.roles.push(role),
                None => self.errors.push(CellError::new(Column::Role, "unknown_role", word)),
            }
        }
    }
}

/// Spreadsheets keep numbers that people meant as names: 6021 is stored, and often exported, as
/// 6021.0.
fn whole_number(text: &str) -> String {
    match text.split_once('.') {
        Some((whole, zeros))
            if !whole.is_empty()
                && whole.bytes().all(|byte| byte.is_ascii_digit())
                && !zeros.is_empty()
                && zeros.bytes().all(|byte| byte == b'0') =>
        {
            whole.to_owned()
        }
        _ => text.to_owned(),
    }
}

/// A role as people write it, in either language.
fn role(word: &str) -> Option<Role> {
    let word = word.to_lowercase().replace([' ', '-'], "_");
    if let Some(role) = Role::parse(&word) {
        return Some(role);
    }
    Some(match word.as_str() {
        "坐席" | "客服代表" | "客服" => Role::Agent,
        "质检员" | "qa_inspector" | "qa" => Role::Inspector,
        "培训师" => Role::Trainer,
        "班组长" | "组长" | "leader" => Role::TeamLeader,
        "质检主管" | "manager" => Role::QaManager,
        "管理员" | "系统管理员" | "admin" => Role::Administrator,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_staff_number_keeps_its_zeros_and_loses_only_what_a_spreadsheet_added() {
        for (cell, number) in [
            ("006021", "006021"),
            ("6021.0", "6021"),
            ("6021.00", "6021"),
            ("6021.5", "6021.5"),
            ("6021.", "6021."),
            (".0", ".0"),
            ("A.0", "A.0"),
        ] {
            assert_eq!(whole_number(cell), number);
        }
    }

    #[test]
    fn roles_are_read_in_both_languages_and_several_at_once() {
        for role_of_all in Role::ALL {
            assert_eq!(role(role_of_all.as_str()), Some(*role_of_all));
        }
        assert_eq!(role("Team leader"), Some(Role::TeamLeader));
        let cell = Cell::text("质检员、坐席；inspector, boss");
        let entry = RowEntry::of(2, |column| (column == Column::Role).then_some(&cell));
        assert_eq!(entry.roles, [Role::Inspector, Role::Agent]);
        assert_eq!(entry.errors, [CellError::new(Column::Role, "unknown_role", "boss")]);
    }
}
