//! The words for what is not allowed. The facts stand one folder up.

use super::{Actor, Broken, NotAllowed, TRANSITIONS};
use crate::language::Language;

impl NotAllowed {
    /// Who may do it as the dossier stands; empty when nobody may.
    pub fn who_may(&self) -> Vec<Actor> {
        let lines = TRANSITIONS.iter().filter(|line| line.act == self.act && line.is_open(self.state));
        lines.flat_map(|line| line.who.iter().copied()).collect()
    }

    /// What to tell the person who tried.
    pub fn say(&self, language: Language) -> String {
        let act = self.act.label(language);
        let stage = match self.state {
            Some(state) => state.stage().label(language),
            None => language.pick("Chưa nộp", "Not filed"),
        };
        let who: Vec<&str> = self.who_may().into_iter().map(|actor| actor.label(language)).collect();
        match (who.is_empty(), language) {
            (true, Language::Vi) => format!("Không thể thực hiện “{act}” khi hồ sơ ở bước “{stage}”"),
            (true, Language::En) => format!("“{act}” is not possible while the dossier is “{stage}”"),
            (false, Language::Vi) => {
                format!("“{act}” khi hồ sơ ở bước “{stage}” thuộc về: {}", who.join(", "))
            }
            (false, Language::En) => format!("“{act}” while the dossier is “{stage}” is for: {}", who.join(", ")),
        }
    }
}

impl Broken {
    /// What to tell whoever keeps the histories.
    pub fn say(&self, language: Language) -> String {
        let event = self.event.as_str();
        let state = self.state.map_or("–".into(), |state| state.to_string());
        match language {
            Language::Vi => format!("Sự kiện “{event}” không thể xảy ra ở trạng thái “{state}”"),
            Language::En => format!("The event “{event}” cannot follow in the state “{state}”"),
        }
    }
}
