//! Finds the end of a request's head.

use memchr::memchr;

/// Where in its lines a head is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LineState {
    /// Before the first line. Empty lines here are ignored (RFC 9112 section 2.2).
    #[default]
    Before,
    /// Within a line.
    Within,
    /// At the start of a line: an empty line ends the head.
    Start,
    /// At the start of a line, after a carriage return.
    Return,
}

impl LineState {
    /// How many of these bytes belong to the head, and the position after them; `None` if the head is complete.
    pub fn scan(mut self, bytes: &[u8]) -> (usize, Option<Self>) {
        let mut place = 0;
        while let Some(byte) = bytes.get(place) {
            place += 1;
            self = match (self, byte) {
                (Self::Before, b'\r' | b'\n') => Self::Before,
                (Self::Start | Self::Return, b'\n') => return (place, None),
                (Self::Start, b'\r') => Self::Return,
                (_, b'\n') => Self::Start,
                // The rest of the line says nothing.
                _ => match memchr(b'\n', bytes.get(place..).unwrap_or_default()) {
                    Some(more) => {
                        place += more;
                        Self::Within
                    }
                    None => return (bytes.len(), Some(Self::Within)),
                },
            };
        }
        (bytes.len(), Some(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_at_its_first_empty_line_wherever_it_is_cut() {
        let bytes = b"\r\n\nGET / HTTP/1.1\r\nHost: x\r\n\r\nGET";
        let end = bytes.len() - 3;
        assert_eq!(LineState::default().scan(bytes), (end, None));
        for cut in 0..=end {
            let (first, rest) = bytes.split_at(cut);
            let (passed, line) = LineState::default().scan(first);
            assert_eq!(passed, cut);
            if let Some(line) = line {
                assert_eq!(line.scan(rest), (end - cut, None), "{cut}");
            } else {
                assert_eq!(cut, end);
            }
        }
        assert_eq!(LineState::default().scan(b"GET / HTTP/1.1\nHost: x\n\nx"), (24, None));
    }
}
