//! The words for what is not allowed. The facts stand one folder up.

use super::{Actor, NotAllowed, open};
use crate::language::Language;

impl NotAllowed {
    /// Who may do it as the item stands; empty when nobody may.
    pub fn who_may(&self) -> Vec<Actor> {
        open(self.state).filter(|line| line.verb == self.verb).flat_map(|line| line.who.iter().copied()).collect()
    }

    /// What to tell the person who tried.
    pub fn say(&self, language: Language) -> String {
        let verb = self.verb.label(language);
        let stage = match self.state {
            Some(state) => state.stage().label(language),
            None => language.pick("Chưa gửi", "Not sent"),
        };
        let who: Vec<&str> = self.who_may().into_iter().map(|actor| actor.label(language)).collect();
        match (who.is_empty(), language) {
            (true, Language::Vi) => format!("Không thể thực hiện “{verb}” khi phản ánh ở trạng thái “{stage}”"),
            (true, Language::En) => format!("“{verb}” is not possible while the item is “{stage}”"),
            (false, Language::Vi) => {
                format!("“{verb}” khi phản ánh ở trạng thái “{stage}” thuộc về: {}", who.join(", "))
            }
            (false, Language::En) => format!("“{verb}” while the item is “{stage}” is for: {}", who.join(", ")),
        }
    }
}
