//! People from sheets: good ones, wrong ones, and the same one twice.

use super::server::{Answer, TestServer};
use earmark::db::person::Role;
use encoding_rs::GBK;
use serde_json::{Value, json};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const SHEET: &str = "姓名,工号,登录名,角色,班组,项目,录音来源,坐席工号/分机,生日\r\n\
    王芳,006021,wangfang,班组长,北京/A组,,,,\r\n\
    李娜,006022,,坐席,A组,,pbx,8001,1990\r\n\
    Peter,,peter,inspector、trainer,,Cards,,,\r\n";

struct Office {
    server: TestServer,
    token: String,
}

impl Office {
    fn open() -> Self {
        let server = TestServer::start();
        server.person("root", Role::Administrator, None, None);
        let token = server.person_token("root");
        Self { server, token }
    }

    fn import(&self, file: &[u8], dry_run: &str) -> Answer {
        let mut body = Vec::new();
        body.extend_from_slice(b"--XYZ\r\nContent-Disposition: form-data; name=\"dry_run\"\r\n\r\n");
        body.extend_from_slice(dry_run.as_bytes());
        body.extend_from_slice(
            b"\r\n--XYZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n",
        );
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--XYZ--\r\n");
        let authorization = format!("Bearer {}", self.token);
        let headers = [
            ("authorization", authorization.as_str()),
            ("content-type", "multipart/form-data; boundary=XYZ"),
        ];
        self.server.post("/api/v1/people/imports", &body, &headers)
    }

    fn report(&self, file: &[u8], dry_run: &str) -> Value {
        let answer = self.import(file, dry_run);
        assert_eq!(answer.status, 200, "{answer:?} {}", String::from_utf8_lossy(&answer.body));
        answer.json()
    }

    fn people(&self) -> Vec<Value> {
        let page = self.server.get("/api/v1/people", &self.token).json();
        let others = |person: &&Value| person["name"] != "root";
        page["items"].as_array().unwrap().iter().filter(others).cloned().collect()
    }
}

fn counts(report: &Value) -> [i64; 4] {
    ["add", "change", "same", "errors"].map(|name| report[name].as_i64().unwrap())
}

#[test]
fn a_dry_run_tells_and_keeps_nothing_and_the_real_one_does_what_it_told() {
    let office = Office::open();
    let tried = office.report(SHEET.as_bytes(), "true");
    assert_eq!((counts(&tried), &tried["written"]), ([3, 0, 0, 0], &json!(false)));
    assert_eq!(tried["unknown_columns"], json!(["生日"]));
    assert!(office.people().is_empty());
    assert_eq!(office.server.get("/api/v1/teams", &office.token).json()["items"], json!([]));

    let written = office.report(SHEET.as_bytes(), "false");
    assert_eq!((&written["rows"], &written["written"]), (&tried["rows"], &json!(true)));
    let people = office.people();
    let names: Vec<&str> = people.iter().map(|person| person["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["李娜", "Peter", "王芳"]);
    let (li, peter, wang) = (&people[0], &people[1], &people[2]);
    assert_eq!((&wang["staff_number"], &wang["teams"][0]["leads"]), (&json!("006021"), &json!(true)));
    assert_eq!(li["teams"][0]["team"], wang["teams"][0]["team"], "A组 is the one below 北京");
    assert_eq!(li["agents"][0]["external_id"], "8001");
    assert_eq!(peter["roles"].as_array().unwrap().len(), 2);
    assert_eq!(peter["roles"][0]["project"]["name"], "Cards");
}

#[test]
fn importing_again_doubles_nobody_and_changes_what_changed() {
    let office = Office::open();
    office.report(SHEET.as_bytes(), "false");
    assert_eq!(counts(&office.report(SHEET.as_bytes(), "false")), [0, 0, 3, 0]);
    let next = "name,staff_number,sign_in,role,team,source,agent_id\n\
        李娜娜,006022,lina,坐席,B组,,8002\n\
        Peter,007,,,,,\n\
        ,006021,,,,,\n";
    let report = office.report(next.as_bytes(), "false");
    assert_eq!(counts(&report), [0, 2, 1, 0]);
    assert_eq!(report["rows"][0]["changes"], json!(["name", "sign_in", "team", "agent_id"]));
    assert_eq!(report["rows"][1]["changes"], json!(["staff_number"]));
    assert_eq!(report["rows"][2]["name"], "王芳");
    let people = office.people();
    assert_eq!(people.len(), 3);
    let li = people.iter().find(|person| person["name"] == "李娜娜").unwrap();
    assert_eq!(li["teams"].as_array().unwrap().len(), 1, "moved, not added");
    assert_eq!(li["teams"][0]["team"]["name"], "B组");
    assert_eq!(li["agents"].as_array().unwrap().len(), 2);
}

#[test]
fn one_wrong_row_keeps_all_rows_out_and_every_mistake_is_told() {
    let office = Office::open();
    office.report("name,staff_number,sign_in\nKnown,1,known\nTwin,,a\nTwin,,b\n".as_bytes(), "false");
    let wrong = "name,staff_number,sign_in,role,source,agent_id,project\n\
        Good,10,,,,,\n\
        ,11,,,,,\n\
        Boss,12,,boss,,,\n\
        Twin,,,,,,\n\
        Other,2,known,,,,\n\
        Known,3,known,,,,\n\
        Agent,13,,,,8001,\n\
        One,14,,,pbx,8001,\n\
        Two,15,,,pbx,8001,\n\
        Good,16,,,,,\n\
        Better,10,,,,,\n\
        Root,17,,administrator,,,Cards\n";
    let report = office.report(wrong.as_bytes(), "false");
    assert_eq!(report["written"], json!(false));
    let errors: Vec<(i64, &str, &str)> = report["rows"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|row| {
            row["errors"].as_array().unwrap().iter().map(|error| {
                (
                    row["line"].as_i64().unwrap(),
                    error["column"].as_str().unwrap(),
                    error["code"].as_str().unwrap(),
                )
            })
        })
        .collect();
    assert_eq!(
        errors,
        [
            (3, "name", "name_missing"),
            (4, "role", "unknown_role"),
            (5, "name", "name_not_unique"),
            (6, "staff_number", "staff_number_differs"),
            (7, "staff_number", "staff_number_differs"),
            (8, "source", "source_missing"),
            (10, "agent_id", "agent_twice"),
            (12, "name", "differs_from_row"),
            (13, "project", "role_has_no_project"),
        ]
    );
    let added: Vec<&Value> =
        report["rows"].as_array().unwrap().iter().filter(|row| row["action"] == "add").collect();
    assert_eq!(added.len(), 3, "10, 14, and the second Good, who has another number: {added:?}");
    assert_eq!(office.people().len(), 3, "only who was there before");
}

#[test]
fn gbk_and_a_marked_utf_8_are_read_like_utf_8() {
    let office = Office::open();
    let plain = office.report(SHEET.as_bytes(), "true");
    let gbk = office.report(&GBK.encode(SHEET).0, "true");
    assert_eq!((&gbk["rows"], &gbk["encoding"]), (&plain["rows"], &json!("gbk")));
    let marked = office.report(format!("\u{feff}{SHEET}").as_bytes(), "true");
    assert_eq!((&marked["rows"], &marked["encoding"]), (&plain["rows"], &json!("utf-8")));
}

#[test]
fn a_workbook_is_read_with_its_numbers_texts_and_formulas() {
    let office = Office::open();
    let rows = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>工号</t></is></c><c r="C1" t="inlineStr"><is><t>role</t></is></c></row>
        <row r="2"><c r="A2" t="inlineStr"><is><t> 王芳 </t></is></c><c r="B2" t="inlineStr"><is><t>006021</t></is></c></row>
        <row r="4"><c r="A4" t="str"><f>CONCAT("李","娜")</f><v>李娜</v></c><c r="B4"><v>6022</v></c></row>
        <row r="5"><c r="A5" t="inlineStr"><is><t>Peter</t></is></c><c r="B5" t="e"><f>NA()</f><v>#N/A</v></c></row>"#;
    let report = office.report(&workbook(rows), "true");
    assert_eq!((&report["encoding"], counts(&report)), (&json!("xlsx"), [2, 0, 0, 1]));
    let told: Vec<(i64, &str, &Value)> = report["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["line"].as_i64().unwrap(), row["name"].as_str().unwrap(), &row["staff_number"]))
        .collect();
    assert_eq!(
        told,
        [(2, "王芳", &json!("006021")), (4, "李娜", &json!("6022")), (5, "Peter", &Value::Null)]
    );
    let broken = &report["rows"][2]["errors"][0];
    assert_eq!((&broken["code"], &broken["value"]), (&json!("formula_failed"), &json!("#N/A")));
}

#[test]
fn what_is_no_sheet_or_too_much_of_one_is_refused() {
    let office = Office::open();
    let refused = |file: &[u8]| {
        let answer = office.import(file, "false");
        (answer.status, answer.code())
    };
    let is = |status: u16, code: &str| (status, code.to_owned());
    assert_eq!(refused(b"PK\x03\x04 no archive"), is(415, "sheet_unreadable"));
    assert_eq!(refused(&[0xD0, 0xCF, 0x11, 0xE0, 0, 0]), is(415, "sheet_unreadable"));
    assert_eq!(refused(&zipped(&[("a.txt", b"x".to_vec())])), is(415, "sheet_unreadable"));
    assert_eq!(refused(b""), is(422, "name_column_missing"));
    assert_eq!(refused("工号\n1\n".as_bytes()), is(422, "name_column_missing"));
    let many = format!("name\n{}", "x\n".repeat(5_001));
    assert_eq!(refused(many.as_bytes()), is(422, "too_many_rows"));
    let far = r#"<row r="900000"><c r="A900000" t="inlineStr"><is><t>x</t></is></c></row>"#;
    assert_eq!(refused(&workbook(far)), is(422, "too_many_rows"));
    let bomb = zipped(&[("xl/workbook.xml", vec![b' '; 170 * 1024 * 1024])]);
    assert!(bomb.len() < 1024 * 1024);
    assert_eq!(refused(&bomb), is(413, "sheet_too_large"));
    assert_eq!(refused(&vec![b'x'; 10 * 1024 * 1024 + 1]).0, 413);
    assert!(office.people().is_empty());
}

#[test]
fn as_many_rows_as_are_taken_are_taken() {
    let office = Office::open();
    let sheet = (0..5_000).fold("name,staff_number\n".to_owned(), |sheet, number| {
        format!("{sheet}Person {number},{number:05}\n")
    });
    assert_eq!(counts(&office.report(sheet.as_bytes(), "true")), [5_000, 0, 0, 0]);
}

#[test]
fn the_template_is_a_sheet_that_can_be_imported() {
    let office = Office::open();
    let template = office.server.get("/api/v1/people/import-template.csv", &office.token);
    assert_eq!(template.header("content-type"), Some("text/csv; charset=utf-8"));
    let mut sheet = template.body.clone();
    sheet.extend_from_slice("王芳,006021,,agent,,,,\r\n".as_bytes());
    let report = office.report(&sheet, "true");
    assert_eq!((counts(&report), &report["unknown_columns"]), ([1, 0, 0, 0], &json!([])));
}

/// A workbook of one sheet with these rows.
fn workbook(rows: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relationship = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let types = "http://schemas.openxmlformats.org/package/2006/content-types";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                r#"<Types xmlns="{types}"><Default Extension="xml" ContentType="application/xml"/></Types>"#
            ),
        ),
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{relationship}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{main}" xmlns:r="{relationship}"><sheets><sheet name="人员" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{relationship}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>"#),
        ),
    ];
    zipped(&parts.map(|(name, text)| (name, text.into_bytes())))
}

fn zipped(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        archive.start_file(*name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
