//! ClickHouse's `RowBinary`: little-endian numbers, and strings after their length as LEB128.

use std::io::{BufRead, Error, ErrorKind, Result};

/// Longest string that is read, in bytes: no text of a row is longer.
const MAX_STRING: u64 = 1 << 20;

/// Rows being written.
#[derive(Debug, Default)]
pub struct Encoder(pub Vec<u8>);

impl Encoder {
    pub fn u64(&mut self, value: u64) -> &mut Self {
        self.0.extend(value.to_le_bytes());
        self
    }

    pub fn u32(&mut self, value: u32) -> &mut Self {
        self.0.extend(value.to_le_bytes());
        self
    }

    pub fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        let mut length = bytes.len();
        while length > 127 {
            self.0.push((length & 127) as u8 | 128);
            length >>= 7;
        }
        self.0.push(length as u8);
        self.0.extend(bytes);
        self
    }
}

/// Rows being read.
#[derive(Debug)]
pub struct Decoder<R>(pub R);

impl<R: BufRead> Decoder<R> {
    /// Whether another row begins here.
    pub fn has_more(&mut self) -> Result<bool> {
        self.0.fill_buf().map(|rest| !rest.is_empty())
    }

    pub fn u8(&mut self) -> Result<u8> {
        let mut bytes = [0];
        self.0.read_exact(&mut bytes).map(|()| bytes[0])
    }

    pub fn u32(&mut self) -> Result<u32> {
        let mut bytes = [0; 4];
        self.0.read_exact(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    pub fn u64(&mut self) -> Result<u64> {
        let mut bytes = [0; 8];
        self.0.read_exact(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    /// Reads a string into `text`, whose memory is used again.
    pub fn text(&mut self, text: &mut String) -> Result<()> {
        let mut bytes = std::mem::take(text).into_bytes();
        self.bytes(&mut bytes)?;
        *text = String::from_utf8(bytes).map_err(|_| broken("a text is no UTF-8"))?;
        Ok(())
    }

    /// Reads a string of bytes.
    pub fn bytes(&mut self, bytes: &mut Vec<u8>) -> Result<()> {
        let length = self.length()?;
        bytes.clear();
        bytes.resize(length, 0);
        self.0.read_exact(bytes)
    }

    fn length(&mut self) -> Result<usize> {
        let mut length = 0;
        for shift in [0, 7, 14, 21] {
            let byte = self.u8()?;
            length |= u64::from(byte & 127) << shift;
            if byte < 128 {
                break;
            }
        }
        if length > MAX_STRING {
            return Err(broken("a text is too long"));
        }
        usize::try_from(length).map_err(|_| broken("a text is too long"))
    }
}

/// What is read is not what was asked for.
pub fn broken(what: &'static str) -> Error {
    Error::new(ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(number: u64, small: u32, text in ".{0,300}", long in 0..40_000_usize) {
            let mut rows = Encoder::default();
            rows.u64(number).text(&text).u32(small).text(&"x".repeat(long));
            let mut decoder = Decoder(rows.0.as_slice());
            let mut read = "before".to_owned();
            prop_assert_eq!(decoder.u64().expect("a number"), number);
            decoder.text(&mut read).expect("a text");
            prop_assert_eq!(&read, &text);
            prop_assert_eq!(decoder.u32().expect("a number"), small);
            decoder.text(&mut read).expect("a text");
            prop_assert_eq!(read.len(), long);
            prop_assert!(!decoder.has_more().expect("the end"));
        }

        #[test]
        fn any_bytes_are_a_value_or_an_error(bytes: Vec<u8>) {
            let mut decoder = Decoder(bytes.as_slice());
            let mut text = String::new();
            while decoder.text(&mut text).is_ok() {
                prop_assert!(text.len() <= bytes.len());
            }
        }
    }
}
