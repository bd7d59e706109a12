use super::*;
use crate::scoring::read_template;
use proptest::prelude::*;

fn weighted(text: &str, language: &str) -> CardTable {
    read_card_table(text, TableMethod::Weighted, language).unwrap()
}

/// A card of these sections, to see that it is one.
fn card(table: &CardTable, points: bool) -> Result<crate::scoring::Scorecard, Vec<crate::scoring::Problem>> {
    let mut card = json!({ "key": "card", "method": "weighted", "sections": table.sections });
    if points {
        card["method"] = json!("points");
        card["points"] = json!({ "start": 100, "floor": 0, "ceiling": 100 });
    }
    read_template(&card.to_string())
}

#[test]
fn a_table_with_headings_is_read() {
    let text = "评分大项\t评分项\t英文\t评分标准\t分值\t选项1\t选项2\t选项3\n\
                开场\t标准开头语\tGreeting\t报出公司名称\t5\t做到 10\t部分做到 5\t未做到 0\n\
                \t身份核实\tIdentity check\t\t10分\t完整=10\t未核身即透露(0) 致命\t不适用\n\
                收尾\t结束语\tGoodbye\t\t4\t做到\t未做到\n";
    let table = weighted(text, "en");
    assert_eq!(table.problems, []);
    assert_eq!(table.items, 3);
    let expected = json!([
        {"key": "kai-chang", "title": {"zh-CN": "开场"}, "weight": 15, "questions": [
            {"key": "greeting", "title": {"zh-CN": "标准开头语", "en": "Greeting"}, "guidance": {"zh-CN": "报出公司名称"},
             "weight": 5, "options": [
                {"key": "zuo-dao", "score": 10, "title": {"zh-CN": "做到"}},
                {"key": "bu-fen-zuo-dao", "score": 5, "title": {"zh-CN": "部分做到"}},
                {"key": "wei-zuo-dao", "score": 0, "title": {"zh-CN": "未做到"}}]},
            {"key": "identity-check", "title": {"zh-CN": "身份核实", "en": "Identity check"}, "weight": 10, "options": [
                {"key": "wan-zheng", "score": 10, "title": {"zh-CN": "完整"}},
                {"key": "wei-he-shen-ji-tou-lu", "score": 0, "title": {"zh-CN": "未核身即透露"},
                 "fatal": "evaluation", "require": ["comment", "evidence"]}],
             "not_applicable": "excluded"}]},
        {"key": "shou-wei", "title": {"zh-CN": "收尾"}, "weight": 4, "questions": [
            {"key": "goodbye", "title": {"zh-CN": "结束语", "en": "Goodbye"}, "weight": 4, "options": [
                {"key": "zuo-dao", "score": 10, "title": {"zh-CN": "做到"}},
                {"key": "wei-zuo-dao", "score": 0, "title": {"zh-CN": "未做到"}}]}]},
    ]);
    assert_eq!(table.sections, expected);
    assert!(card(&table, false).is_ok(), "{:?}", card(&table, false));
}

#[test]
fn a_table_without_headings_is_read_by_its_shape() {
    let table = weighted("Greets\t5\tYes 10\tNo 0\nGreets\t6\n", "en");
    let questions = table.sections[0]["questions"].as_array().unwrap();
    let keys: Vec<&str> = questions.iter().map(|question| question["key"].as_str().unwrap()).collect();
    assert_eq!((keys, table.items), (vec!["greets", "greets-2"], 2));
    let table = weighted("Opening\tGreets\t5\tYes\tPartly\tNo\n", "en");
    assert_eq!(table.sections[0]["key"], "opening");
    let scores = table.sections[0]["questions"][0]["options"].as_array().unwrap();
    assert_eq!(
        scores.iter().map(|option| option["score"].clone()).collect::<Vec<_>>(),
        [json!(10), json!(5), json!(0)]
    );
}

#[test]
fn deductions_are_read_for_a_points_card() {
    let text = "item,points,option,option\nWording,-4,Slang −1,Argues (-5)\nManner,3\n";
    let table = read_card_table(text, TableMethod::Points, "en").unwrap();
    let options = |at: usize| table.sections[0]["questions"][at]["options"].clone();
    assert_eq!(options(0)[1], json!({"key": "argues", "score": -5, "title": {"en": "Argues"}}));
    assert_eq!(
        options(1)[1],
        json!({"key": "fault", "score": -3, "title": {"en": "Fault", "zh-CN": "有问题"}})
    );
    assert!(card(&table, true).is_ok());
}

#[test]
fn what_cannot_be_taken_is_told_with_its_row() {
    let table = weighted("item\tweight\toption\toption\n\t5\tYes 1\tNo 0\nA\tmuch\tYes 1\tNo\n", "en");
    let told: Vec<(u64, &str, &str)> =
        table.problems.iter().map(|problem| (problem.line, problem.code, problem.value.as_str())).collect();
    assert_eq!(told, [(2, "no_title", ""), (3, "bad_weight", "much"), (3, "no_score", "No")]);
    assert_eq!(table.items, 1);
}

#[test]
fn a_table_that_is_too_large_is_refused() {
    let text = "A\t5\n".repeat(LIMITS.rows + 2);
    assert!(read_card_table(&text, TableMethod::Weighted, "en").is_err());
}

proptest! {
    #[test]
    fn no_table_panics_and_what_is_read_has_keys(text in "([a-zA-Z一-龥0-9 .=()!-]{0,8}[\t\n,]){0,40}", points in any::<bool>()) {
        let method = if points { TableMethod::Points } else { TableMethod::Weighted };
        if let Ok(table) = read_card_table(&text, method, "zh-CN") && table.items > 0 {
            let problems = card(&table, points).err().unwrap_or_default();
            let named = problems.iter().filter(|problem| problem.path.ends_with("key"));
            prop_assert_eq!(named.count(), 0, "{:?}", problems);
        }
    }
}
