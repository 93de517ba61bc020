//! Bounds-checked primitives of the bundle format: little-endian integers, varints and bit streams.
//!
//! Writers and readers stand side by side so that they cannot drift. Readers return `None` past the
//! end; the caller turns that into an error that names the section.

/// Reads integers and byte runs from a slice, never past its end.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// Starts at the first byte of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Bytes not read yet.
    pub fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// The next `len` bytes.
    pub fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.rest.split_at_checked(len)?;
        self.rest = tail;
        Some(head)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    /// One byte.
    pub fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// Two bytes, little-endian.
    pub fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    /// Four bytes, little-endian.
    pub fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    /// Four bytes, IEEE 754 single precision, little-endian.
    pub fn f32(&mut self) -> Option<f32> {
        self.array().map(f32::from_le_bytes)
    }

    /// A LEB128 varint of at most 32 bits.
    pub fn varint(&mut self) -> Option<u32> {
        let mut value = 0u32;
        for shift in (0..35).step_by(7) {
            let byte = self.u8()?;
            let bits = u32::from(byte & 0x7f);
            if shift == 28 && bits > 0x0f {
                return None;
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// A varint that counts things of at least `unit` bytes each, refused when they cannot all
    /// still follow: no count read from a file may ask for more memory than the file has bytes.
    pub fn count(&mut self, unit: usize) -> Option<usize> {
        let count = usize::try_from(self.varint()?).ok()?;
        (count.checked_mul(unit)? <= self.remaining()).then_some(count)
    }

    /// UTF-8 up to a byte `end`, which is skipped.
    pub fn until(&mut self, end: u8) -> Option<&'a str> {
        let len = self.rest.iter().position(|byte| *byte == end)?;
        let text = core::str::from_utf8(self.take(len)?).ok()?;
        self.take(1)?;
        Some(text)
    }

    /// A varint length, then that many bytes of UTF-8.
    pub fn string(&mut self) -> Option<&'a str> {
        let len = self.count(1)?;
        core::str::from_utf8(self.take(len)?).ok()
    }
}

/// Appends `value` as a LEB128 varint (1 to 5 bytes).
pub fn put_varint(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push((value as u8 & 0x7f) | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a varint length and the bytes of `text`.
pub fn put_string(out: &mut Vec<u8>, text: &str) {
    put_varint(out, text.len() as u32);
    out.extend_from_slice(text.as_bytes());
}

/// Reads bits from the least significant one of each byte upwards.
#[derive(Clone, Debug)]
pub struct BitReader<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> BitReader<'a> {
    /// Starts at the first bit of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, position: 0 }
    }

    /// The next `width` (0 to 32) bits; bits past the end read as zero, and [`Self::overrun`]
    /// then says so, which keeps the decoder's inner loop free of error paths.
    pub fn bits(&mut self, width: u32) -> u32 {
        let start = self.position / 8;
        let mut word = 0u64;
        for (index, byte) in self.bytes.iter().skip(start).take(5).enumerate() {
            word |= u64::from(*byte) << (8 * index);
        }
        let value = (word >> (self.position % 8)) & ((1u64 << width) - 1);
        self.position += width as usize;
        value as u32
    }

    /// True once more bits were asked for than there are.
    pub fn overrun(&self) -> bool {
        self.position > self.bytes.len() * 8
    }
}

/// Writes bits so that [`BitReader`] reads them back.
#[derive(Debug, Default)]
pub struct BitWriter {
    bytes: Vec<u8>,
    used: u32,
}

impl BitWriter {
    /// Appends the low `width` (0 to 32) bits of `value`.
    pub fn bits(&mut self, mut value: u32, mut width: u32) {
        while width > 0 {
            if self.used == 0 {
                self.bytes.push(0);
            }
            let room = (8 - self.used).min(width);
            if let Some(last) = self.bytes.last_mut() {
                *last |= ((value & ((1u32 << room) - 1)) << self.used) as u8;
            }
            value = value.checked_shr(room).unwrap_or(0);
            width -= room;
            self.used = (self.used + room) % 8;
        }
    }

    /// The bytes written so far, the last one padded with zero bits.
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// A number below `bound` in ⌊log₂ bound⌋ or one more bits: a truncated binary code
/// (Witten, Moffat & Bell, "Managing Gigabytes", §2.5).
fn put_minimal(out: &mut BitWriter, value: u32, bound: u32) {
    let (width, short) = minimal_shape(bound);
    if value < short {
        out.bits(value, width);
    } else {
        let code = value + short;
        out.bits(code >> 1, width);
        out.bits(code & 1, 1);
    }
}

fn minimal(bits: &mut BitReader, bound: u32) -> u32 {
    let (width, short) = minimal_shape(bound);
    let code = bits.bits(width);
    if code < short {
        code
    } else {
        ((code << 1) | bits.bits(1)) - short
    }
}

/// Width of the short codes, and how many values get one.
fn minimal_shape(bound: u32) -> (u32, u32) {
    let width = bound.ilog2();
    (width, ((2u64 << width) - u64::from(bound)) as u32)
}

/// Writes strictly ascending numbers from `low..=high` by binary interpolative coding
/// (Moffat & Stuiver 2000): the middle one first, then both halves within its bounds.
/// Runs of neighbours cost next to nothing, which is what sorting articles by section buys.
pub fn put_ascending(out: &mut BitWriter, values: &[u32], low: u32, high: u32) {
    let middle = values.len() / 2;
    let Some(&value) = values.get(middle) else {
        return;
    };
    let (before, after) = (middle as u32, (values.len() - middle - 1) as u32);
    put_minimal(out, value - low - before, high - low - before - after + 1);
    if before > 0 {
        put_ascending(out, &values[..middle], low, value - 1);
    }
    if after > 0 {
        put_ascending(out, &values[middle + 1..], value + 1, high);
    }
}

/// Reads back `into.len()` numbers written by [`put_ascending`] with the same bounds.
/// `None` when so many distinct numbers do not fit between the bounds.
pub fn ascending(bits: &mut BitReader, into: &mut [u32], low: u32, high: u32) -> Option<()> {
    let (before, rest) = into.split_at_mut(into.len() / 2);
    let Some((slot, after)) = rest.split_first_mut() else {
        return Some(());
    };
    let (left, right) = (before.len() as u32, after.len() as u32);
    let bound = high
        .checked_sub(low)?
        .checked_sub(left)?
        .checked_sub(right)?
        .checked_add(1)?;
    let value = low + left + minimal(bits, bound);
    *slot = value;
    if left > 0 {
        ascending(bits, before, low, value - 1)?;
    }
    if right > 0 {
        ascending(bits, after, value + 1, high)?;
    }
    Some(())
}

/// CRC-32 (ISO-HDLC, as in gzip and PNG) with a table of 16 entries: a 1 KB table would cost the
/// browser more bytes than it saves time.
pub fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 16] = {
        let mut table = [0u32; 16];
        let mut index = 0;
        while index < 16 {
            let mut value = index as u32;
            let mut bit = 0;
            while bit < 4 {
                value = if value & 1 == 1 {
                    (value >> 1) ^ 0xedb8_8320
                } else {
                    value >> 1
                };
                bit += 1;
            }
            table[index] = value;
            index += 1;
        }
        table
    };
    let nibble = |crc: u32| (crc >> 4) ^ TABLE.get((crc & 15) as usize).copied().unwrap_or(0);
    !bytes
        .iter()
        .fold(!0u32, |crc, &byte| nibble(nibble(crc ^ u32::from(byte))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn crc_of_the_check_string() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn varint_over_32_bits_is_refused() {
        assert_eq!(Cursor::new(&[0xff, 0xff, 0xff, 0xff, 0x1f]).varint(), None);
        assert_eq!(
            Cursor::new(&[0xff, 0xff, 0xff, 0xff, 0x0f]).varint(),
            Some(u32::MAX)
        );
    }

    #[test]
    fn a_dense_list_costs_no_bits() {
        let mut out = BitWriter::default();
        put_ascending(&mut out, &[3, 4, 5], 3, 5);
        assert!(out.finish().is_empty());
    }

    proptest! {
        #[test]
        fn varint_round_trip(value: u32) {
            let mut out = Vec::new();
            put_varint(&mut out, value);
            prop_assert_eq!(Cursor::new(&out).varint(), Some(value));
        }

        #[test]
        fn ascending_round_trip(set in proptest::collection::btree_set(0u32..5000, 0..200), more in 0u32..100_000) {
            let values: Vec<u32> = set.into_iter().collect();
            let high = values.last().copied().unwrap_or(0) + more;
            let mut out = BitWriter::default();
            put_ascending(&mut out, &values, 0, high);
            let bytes = out.finish();
            let mut back = vec![0; values.len()];
            let mut bits = BitReader::new(&bytes);
            prop_assert_eq!(ascending(&mut bits, &mut back, 0, high), Some(()));
            prop_assert!(!bits.overrun());
            prop_assert_eq!(back, values);
        }

        #[test]
        fn ascending_from_any_bytes_ends(bytes: Vec<u8>, len in 0usize..300, high: u32) {
            let _ = ascending(&mut BitReader::new(&bytes), &mut vec![0; len], 0, high);
        }

        #[test]
        fn crc_agrees_with_the_library(bytes: Vec<u8>) {
            prop_assert_eq!(crc32(&bytes), crc32fast::hash(&bytes));
        }
    }
}
