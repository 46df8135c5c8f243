//! What an order is called in the text of a transfer.
//!
//! A bank writes that text in upper case, breaks it into pieces, cuts its end and puts words of its own around it; some payers
//! type it. So an order's number stands in it as `MC`, ten digits of a fixed alphabet and one to check them: `MC2TYC87MG01X`.
//!
//! The alphabet is Crockford's base 32: digits and capitals without I, L, O, U. The last digit is a weighted sum of the ten over
//! GF(32), with x⁵ + x² + 1, in which each place weighs another power of x; so any one wrong digit and any two that changed
//! places are noticed, and of other texts 31 in 32.

#[cfg(test)]
mod tests;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// What it begins with (Một Cửa).
const PREFIX: &[u8] = b"MC";
/// Ten digits hold 2⁵⁰ numbers, and an order's has at most fifteen decimal digits.
const DIGITS: usize = 10;
const NUMBER_MAX: u64 = 999_999_999_999_999;

/// The token of a number.
pub fn token(number: u64) -> String {
    let mut digits = Vec::with_capacity(DIGITS);
    let mut rest = number;
    // A number that no order has takes more digits, so that no two ever have one token.
    while rest > 0 || digits.len() < DIGITS {
        digits.push(low(rest));
        rest >>= 5;
    }
    digits.reverse();
    digits.push(check(&digits));
    let letters = digits.iter().filter_map(|digit| ALPHABET.get(usize::from(*digit)));
    PREFIX.iter().chain(letters).map(|letter| char::from(*letter)).collect()
}

/// The first token in a text, whatever the bank made of it, as `token` writes it.
pub fn find(text: &str) -> Option<String> {
    let letters: Vec<u8> =
        text.bytes().filter(u8::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect();
    let mut windows = letters.windows(PREFIX.len() + DIGITS + 1);
    windows.find_map(|window| number(window.strip_prefix(PREFIX)?)).map(token)
}

/// The number that these digits mean, the last of which checks the others.
fn number(letters: &[u8]) -> Option<u64> {
    let values = letters.iter().map(|letter| value(*letter)).collect::<Option<Vec<_>>>()?;
    let (last, digits) = values.split_last()?;
    let number = digits.iter().fold(0, |number, digit| number << 5 | u64::from(*digit));
    if check(digits) == *last && number <= NUMBER_MAX { Some(number) } else { None }
}

/// What a letter is worth. Who types I or L means 1, who types O means 0.
fn value(letter: u8) -> Option<u8> {
    let meant = match letter {
        b'I' | b'L' => b'1',
        b'O' => b'0',
        letter => letter,
    };
    ALPHABET.iter().position(|known| *known == meant).and_then(|place| u8::try_from(place).ok())
}

fn low(number: u64) -> u8 {
    u8::try_from(number & 31).unwrap_or_default()
}

/// The digit that checks others.
fn check(digits: &[u8]) -> u8 {
    digits.iter().fold(0, |sum, digit| double(sum ^ digit))
}

/// Times x in GF(32).
const fn double(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 0b10_0000 == 0 { shifted } else { shifted ^ 0b10_0101 }
}
