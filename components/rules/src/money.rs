//! Money in đồng. There are no fractions of a đồng and no negative amounts here.

mod words;

use core::fmt;

pub use sealed::Dong;

use crate::language::Language;

mod sealed {
    /// An amount in đồng, 0 to 10¹⁵. What two amounts differ by would be another type.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct Dong(u64);

    impl Dong {
        /// The largest amount, 10¹⁵ đồng.
        pub const MAX: Dong = Dong(1_000_000_000_000_000);
        /// Nothing.
        pub const ZERO: Dong = Dong(0);

        /// An amount; `None` beyond 10¹⁵.
        pub const fn new(dong: u64) -> Option<Dong> {
            if dong <= Dong::MAX.0 { Some(Dong(dong)) } else { None }
        }

        /// The number of đồng.
        pub const fn dong(self) -> u64 {
            self.0
        }
    }
}

impl Dong {
    /// The sum; `None` beyond 10¹⁵.
    pub fn plus(self, other: Dong) -> Option<Dong> {
        self.dong().checked_add(other.dong()).and_then(Dong::new)
    }

    /// So many times the amount; `None` beyond 10¹⁵.
    pub fn times(self, count: u32) -> Option<Dong> {
        self.dong().checked_mul(count.into()).and_then(Dong::new)
    }

    /// The amount as a person reads it: `10.000 đồng`, `VND 10,000`.
    pub fn say(self, language: Language) -> String {
        match language {
            Language::Vi => format!("{} đồng", self.grouped('.')),
            Language::En => format!("VND {}", self.grouped(',')),
        }
    }

    fn grouped(self, separator: char) -> String {
        let digits = self.dong().to_string();
        let mut text = String::with_capacity(digits.len().saturating_mul(2));
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && digits.len().saturating_sub(place) % 3 == 0 {
                text.push(separator);
            }
            text.push(digit);
        }
        text
    }
}

impl fmt::Display for Dong {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.say(Language::Vi))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_read_as_each_language_writes_them() {
        for (dong, vi, en) in [
            (0, "0 đồng", "VND 0"),
            (700, "700 đồng", "VND 700"),
            (10_000, "10.000 đồng", "VND 10,000"),
            (1_234_567, "1.234.567 đồng", "VND 1,234,567"),
        ] {
            let amount = Dong::new(dong).unwrap();
            assert_eq!((amount.say(Language::Vi), amount.say(Language::En)), (vi.into(), en.into()));
        }
    }

    proptest! {
        #[test]
        fn no_sum_and_no_product_leaves_the_range(one in 0u64..=1_000_000_000_000_000, other in 0u64..=1_000_000_000_000_000, count: u32) {
            let (one, other) = (Dong::new(one).unwrap(), Dong::new(other).unwrap());
            let sum = u128::from(one.dong()) + u128::from(other.dong());
            prop_assert_eq!(one.plus(other).map(|it| u128::from(it.dong())), (sum <= 1_000_000_000_000_000).then_some(sum));
            let product = u128::from(one.dong()) * u128::from(count);
            prop_assert_eq!(one.times(count).map(|it| u128::from(it.dong())), (product <= 1_000_000_000_000_000).then_some(product));
        }
    }

    #[test]
    fn what_is_too_much_is_no_amount() {
        assert_eq!(Dong::new(1_000_000_000_000_001), None);
        assert_eq!(Dong::MAX.plus(Dong::new(1).unwrap()), None);
    }
}
