//! Who works in the demonstration: two projects, three teams, and how each agent tends to take calls.
//!
//! Nobody here is real. The agents are those of the recorded scenes (`fixtures/README.md`), with two
//! more who sell.

use crate::db::person::Role;

/// The language that a team speaks with its customers; its feedback is written in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Chinese,
    English,
}

/// A line of business, and the card that its calls are scored with.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Project {
    pub(super) name: &'static str,
    pub(super) card: &'static str,
}

/// A team of agents.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Team {
    pub(super) name: &'static str,
    pub(super) project: &'static Project,
    pub(super) language: Language,
}

/// What a team answers or sells: for whom, through which queue, with which outcomes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) client: &'static str,
    pub(super) queue: &'static str,
    pub(super) dispositions: &'static [&'static str],
}

/// Somebody who signs in and is no agent.
#[derive(Debug)]
pub(super) struct Colleague {
    pub(super) name: &'static str,
    pub(super) sign_in: &'static str,
    pub(super) role: Role,
    /// The team they lead.
    pub(super) leads: Option<&'static Team>,
}

/// Somebody who takes calls.
#[derive(Debug)]
pub(super) struct Agent {
    pub(super) name: &'static str,
    pub(super) sign_in: &'static str,
    /// What the recorder calls them.
    pub(super) external_id: &'static str,
    pub(super) team: &'static Team,
    pub(super) lines: &'static [Line],
    /// The week in which they began, counted from 0.
    pub(super) since_week: u32,
    pub(super) habit: Habit,
}

/// How somebody tends to take calls. Chances are of a hundred.
#[derive(Debug, Clone, Copy)]
pub(super) struct Habit {
    /// The chance that any one item is less than its best.
    pub(super) slips: u32,
    /// The item that goes wrong again and again.
    pub(super) fault: &'static str,
    /// The chance that it does.
    pub(super) fault_chance: u32,
    /// Items that are almost always right.
    pub(super) strengths: &'static [&'static str],
    pub(super) course: Course,
}

/// How a habit changes over the weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    /// It does not.
    Steady,
    /// Coaching begins to show after the fifth week.
    ImprovesSlowly,
    /// Everything is new at first.
    Newcomer,
}

impl Habit {
    /// What is left of a chance in this week, when somebody began in week `since`.
    pub(super) fn in_week(self, chance: u32, week: u32, since: u32) -> u32 {
        let per_cent = match self.course {
            Course::Steady => 100,
            Course::ImprovesSlowly => 100 - 17 * week.saturating_sub(4).min(4),
            Course::Newcomer => 170_u32.saturating_sub(25 * week.saturating_sub(since)).max(60),
        };
        (chance * per_cent / 100).min(95)
    }
}

pub(super) static SERVICE: Project =
    Project { name: "客户服务 Customer service", card: "inbound-service" };
pub(super) static SALES: Project = Project { name: "电话销售 Telesales", card: "telesales" };

pub(super) static SERVICE_ZH: Team =
    Team { name: "客服一组", project: &SERVICE, language: Language::Chinese };
pub(super) static SERVICE_EN: Team =
    Team { name: "Service team North", project: &SERVICE, language: Language::English };
pub(super) static SALES_ZH: Team =
    Team { name: "电销一组", project: &SALES, language: Language::Chinese };

const BANK: Line = Line {
    client: "云山银行信用卡",
    queue: "挂失与紧急服务",
    dispositions: &["信用卡挂失", "补卡进度", "交易核实"],
};
const BANK_BILLS: Line = Line {
    client: "云山银行信用卡",
    queue: "账单与还款",
    dispositions: &["账单咨询", "还款查询", "分期咨询"],
};
const TRAVEL: Line =
    Line {
        client: "远帆出行", queue: "国内机票", dispositions: &["机票改签", "退票咨询", "行李咨询"]
    };
const SHOP: Line =
    Line {
        client: "青柚商城", queue: "售后", dispositions: &["退货咨询", "换货申请", "物流查询"]
    };
const BROADBAND: Line = Line {
    client: "Northline Broadband",
    queue: "Technical support",
    dispositions: &["Broadband fault", "Slow line", "New router"],
};
const PARCELS: Line = Line {
    client: "Harrow Parcels",
    queue: "Delivery enquiries",
    dispositions: &["Late delivery", "Address change", "Damaged parcel"],
};
const HOTELS: Line = Line {
    client: "Larkspur Hotels",
    queue: "Reservations",
    dispositions: &["Refund", "Booking change", "New booking"],
};
const MOBILE: Line = Line {
    client: "Brightwell Mobile",
    queue: "Billing",
    dispositions: &["Billing enquiry", "Billing error", "Change of plan"],
};
const HEALTH: Line =
    Line {
        client: "禾嘉健康险", queue: "健康险外呼", dispositions: &["成功单", "考虑中", "已拒绝"]
    };

/// The sign-ins of the two who score.
pub(super) const INSPECTORS: [&str; 2] = ["linyue", "olivia"];
/// The sign-in of who is learning to.
pub(super) const NEW_INSPECTOR: &str = "shenke";
/// The sign-in of who puts calls into their queues.
pub(super) const QA_MANAGER: &str = "wangjianguo";
/// Which scenes wait in whose queue, by native id. The others are scored already, or free to take.
pub(super) const QUEUES: [(&str, &[&str]); 2] =
    [("linyue", &["demo-24", "demo-09"]), ("olivia", &["demo-25", "demo-26"])];

/// The sign-in of whoever signs an evaluation so: inspectors, and the QA manager what is agreed on.
pub(super) fn scores_as(sign_in: &str) -> Option<&'static str> {
    INSPECTORS.into_iter().chain([QA_MANAGER]).find(|known| *known == sign_in)
}

/// The filters that people keep on the page of calls: whose, under which name, what.
pub(super) const FILTERS: [(&str, &str, &str); 6] = [
    ("linyue", "太长", "longer_than_ms=600000"),
    ("linyue", "太短", "shorter_than_ms=20000"),
    ("linyue", "还没听", "has_recording=true&evaluated=false"),
    ("olivia", "Too long", "longer_than_ms=600000"),
    ("olivia", "Too short", "shorter_than_ms=20000"),
    ("olivia", "Not yet heard", "has_recording=true&evaluated=false"),
];

pub(super) static COLLEAGUES: [Colleague; 9] = [
    Colleague { name: "林悦", sign_in: "linyue", role: Role::Inspector, leads: None },
    Colleague { name: "Olivia Tan", sign_in: "olivia", role: Role::Inspector, leads: None },
    Colleague { name: "沈可", sign_in: NEW_INSPECTOR, role: Role::Inspector, leads: None },
    Colleague { name: "王建国", sign_in: "wangjianguo", role: Role::QaManager, leads: None },
    Colleague { name: "Priya Nair", sign_in: "priya", role: Role::Trainer, leads: None },
    Colleague { name: "李芳", sign_in: "lifang", role: Role::TeamLeader, leads: Some(&SERVICE_ZH) },
    Colleague { name: "Grace Whitfield", sign_in: "grace", role: Role::TeamLeader, leads: Some(&SERVICE_EN) },
    Colleague { name: "高远", sign_in: "gaoyuan", role: Role::TeamLeader, leads: Some(&SALES_ZH) },
    Colleague { name: "Sam Keller", sign_in: "sam", role: Role::Administrator, leads: None },
];

pub(super) static AGENTS: [Agent; 12] = [
    Agent {
        name: "周敏",
        sign_in: "zhoumin",
        external_id: "6021",
        team: &SERVICE_ZH,
        lines: &[BANK, BANK_BILLS],
        since_week: 0,
        habit: Habit {
            slips: 4,
            fault: "complete",
            fault_chance: 18,
            strengths: &["empathy", "identity", "recap"],
            course: Course::Steady,
        },
    },
    Agent {
        name: "赵磊",
        sign_in: "zhaolei",
        external_id: "6035",
        team: &SERVICE_ZH,
        lines: &[TRAVEL],
        since_week: 0,
        habit: Habit {
            slips: 11,
            fault: "hold",
            fault_chance: 75,
            strengths: &["accuracy", "greeting"],
            course: Course::ImprovesSlowly,
        },
    },
    Agent {
        name: "罗军",
        sign_in: "luojun",
        external_id: "6042",
        team: &SERVICE_ZH,
        lines: &[TRAVEL, SHOP],
        since_week: 0,
        habit: Habit {
            slips: 12,
            fault: "clarify",
            fault_chance: 60,
            strengths: &["tone", "wording"],
            course: Course::Steady,
        },
    },
    Agent {
        name: "陈小雨",
        sign_in: "chenxiaoyu",
        external_id: "6058",
        team: &SERVICE_ZH,
        lines: &[SHOP],
        since_week: 3,
        habit: Habit {
            slips: 17,
            fault: "accuracy",
            fault_chance: 45,
            strengths: &["tone", "empathy", "listening"],
            course: Course::Newcomer,
        },
    },
    Agent {
        name: "Dean Mercer",
        sign_in: "dean",
        external_id: "2107",
        team: &SERVICE_EN,
        lines: &[BROADBAND],
        since_week: 0,
        habit: Habit {
            slips: 16,
            fault: "listening",
            fault_chance: 80,
            strengths: &["accuracy", "resolved"],
            course: Course::Steady,
        },
    },
    Agent {
        name: "Hannah Doyle",
        sign_in: "hannah",
        external_id: "2112",
        team: &SERVICE_EN,
        lines: &[PARCELS],
        since_week: 0,
        habit: Habit {
            slips: 10,
            fault: "empathy",
            fault_chance: 65,
            strengths: &["promise", "record", "greeting"],
            course: Course::ImprovesSlowly,
        },
    },
    Agent {
        name: "Marcus Reid",
        sign_in: "marcus",
        external_id: "2120",
        team: &SERVICE_EN,
        lines: &[HOTELS],
        since_week: 0,
        habit: Habit {
            slips: 10,
            fault: "identity",
            fault_chance: 50,
            strengths: &["tone", "complete"],
            course: Course::ImprovesSlowly,
        },
    },
    Agent {
        name: "Chloe Barnes",
        sign_in: "chloe",
        external_id: "2131",
        team: &SERVICE_EN,
        lines: &[MOBILE],
        since_week: 0,
        habit: Habit {
            slips: 13,
            fault: "record",
            fault_chance: 65,
            strengths: &["tone", "greeting"],
            course: Course::Steady,
        },
    },
    Agent {
        name: "Naomi Clarke",
        sign_in: "naomi",
        external_id: "2138",
        team: &SERVICE_EN,
        lines: &[MOBILE, PARCELS],
        since_week: 0,
        habit: Habit {
            slips: 5,
            fault: "wording",
            fault_chance: 22,
            strengths: &["resolved", "recap", "record"],
            course: Course::Steady,
        },
    },
    Agent {
        name: "孙浩",
        sign_in: "sunhao",
        external_id: "6114",
        team: &SALES_ZH,
        lines: &[HEALTH],
        since_week: 0,
        habit: Habit {
            slips: 10,
            fault: "terms",
            fault_chance: 65,
            strengths: &["needs", "intro"],
            course: Course::Steady,
        },
    },
    Agent {
        name: "何静",
        sign_in: "hejing",
        external_id: "6120",
        team: &SALES_ZH,
        lines: &[HEALTH],
        since_week: 0,
        habit: Habit {
            slips: 6,
            fault: "closing",
            fault_chance: 55,
            strengths: &["product", "recording"],
            course: Course::ImprovesSlowly,
        },
    },
    Agent {
        name: "林佳怡",
        sign_in: "linjiayi",
        external_id: "6127",
        team: &SALES_ZH,
        lines: &[HEALTH],
        since_week: 0,
        habit: Habit {
            slips: 5,
            fault: "permission",
            fault_chance: 35,
            strengths: &["objection", "manner"],
            course: Course::Steady,
        },
    },
];

/// The agent whom the recorder calls so.
pub(super) fn agent(external_id: &str) -> Option<&'static Agent> {
    AGENTS.iter().find(|agent| agent.external_id == external_id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::read_template;
    use std::collections::BTreeSet;

    #[test]
    fn nobody_shares_a_sign_in_and_every_team_has_a_leader() {
        let sign_ins: BTreeSet<&str> = COLLEAGUES
            .iter()
            .map(|colleague| colleague.sign_in)
            .chain(AGENTS.iter().map(|agent| agent.sign_in))
            .collect();
        assert_eq!(sign_ins.len(), COLLEAGUES.len() + AGENTS.len());
        let teams = AGENTS.iter().map(|agent| agent.team);
        assert!(teams.into_iter().all(|team| COLLEAGUES.iter().any(|one| one.leads == Some(team))));
        assert!(
            Role::ALL.iter().all(
                |role| *role == Role::Agent || COLLEAGUES.iter().any(|colleague| colleague.role == *role)
            )
        );
    }

    #[test]
    fn faults_and_strengths_are_items_of_the_card() {
        for agent in &AGENTS {
            let path =
                format!("{}/scoring-templates/{}.yaml", env!("CARGO_MANIFEST_DIR"), agent.team.project.card);
            let card = read_template(&std::fs::read_to_string(path).unwrap()).unwrap();
            for key in agent.habit.strengths.iter().chain([&agent.habit.fault]) {
                assert!(card.question(key).is_some(), "{}: {key}", agent.name);
            }
        }
    }

    #[test]
    fn coaching_shows_after_the_fifth_week_and_a_newcomer_learns() {
        let habit = |sign_in| AGENTS.iter().find(|agent| agent.sign_in == sign_in).unwrap().habit;
        let coached: Vec<u32> = (0..9).map(|week| habit("zhaolei").in_week(75, week, 0)).collect();
        assert!(coached[..5].iter().all(|chance| *chance == 75) && coached[8] < 30, "{coached:?}");
        let newcomer: Vec<u32> = (3..9).map(|week| habit("chenxiaoyu").in_week(40, week, 3)).collect();
        assert!(newcomer.is_sorted_by(|before, after| before > after), "{newcomer:?}");
    }
}
