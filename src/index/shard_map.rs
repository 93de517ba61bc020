//! Which shard holds item n of a block: sections `XDIR`, `DDIR` and `RDIR`.

use crate::bundle::Identity;
use crate::codec::Cursor;

/// Consecutive shards and the first item of each. Shards are cut without regard to the blocks that
/// point at them, so the first one may begin `skip` items before the block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ShardMap {
    skip: u32,
    shards: Vec<(u32, Identity)>,
}

impl ShardMap {
    /// Reads a varint skip, a varint count, then a varint gap and an identity each.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut cursor = Cursor::new(bytes);
        let skip = cursor.varint()?;
        let count = cursor.count(7)?;
        let mut shards = Vec::with_capacity(count);
        let mut first = 0u32;
        for _ in 0..count {
            first = first.checked_add(cursor.varint()?)?;
            shards.push((first, cursor.take(6)?.try_into().ok()?));
        }
        Some(Self { skip, shards })
    }

    /// The number of the shard in this map, its identity, and the item's number within the shard.
    pub(crate) fn find(&self, item: u32) -> Option<(usize, &Identity, u32)> {
        let at = self
            .shards
            .partition_point(|(first, _)| *first <= item)
            .checked_sub(1)?;
        let (first, identity) = self.shards.get(at)?;
        let skip = if at == 0 { self.skip } else { 0 };
        Some((at, identity, (item - first).checked_add(skip)?))
    }

    /// All shards in order.
    pub(crate) fn identities(&self) -> impl Iterator<Item = &Identity> {
        self.shards.iter().map(|(_, identity)| identity)
    }

    /// A map of shards whose first items are counted from the block's first.
    #[cfg(feature = "write")]
    pub(crate) fn whole(shards: Vec<(u32, Identity)>) -> Self {
        Self { skip: 0, shards }
    }

    /// The part of a map (without skip) that covers `range`, counted from its start.
    #[cfg(feature = "write")]
    pub(crate) fn slice(&self, range: core::ops::Range<u32>) -> Self {
        let start = self
            .shards
            .partition_point(|(first, _)| *first <= range.start)
            .saturating_sub(1);
        let end = self
            .shards
            .partition_point(|(first, _)| *first < range.end)
            .max(start);
        let cut = &self.shards[start..end];
        let skip = cut
            .first()
            .map_or(0, |(first, _)| range.start.saturating_sub(*first));
        Self {
            skip,
            shards: cut
                .iter()
                .map(|(first, identity)| (first.saturating_sub(range.start), *identity))
                .collect(),
        }
    }

    /// Writes what [`ShardMap::read`] reads.
    #[cfg(feature = "write")]
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        crate::codec::put_varint(&mut out, self.skip);
        crate::codec::put_varint(&mut out, self.shards.len() as u32);
        let mut last = 0;
        for (first, identity) in &self.shards {
            crate::codec::put_varint(&mut out, first - last);
            out.extend_from_slice(identity);
            last = *first;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_finds_what_the_whole_finds() {
        let whole = ShardMap::whole((0..5u8).map(|at| (u32::from(at) * 10, [at; 6])).collect());
        for (start, end) in [(0, 50), (7, 31), (10, 20), (49, 50)] {
            let slice = ShardMap::read(&whole.slice(start..end).write()).unwrap();
            for item in start..end {
                let (_, identity, index) = slice.find(item - start).unwrap();
                assert_eq!(
                    whole
                        .find(item)
                        .map(|(_, identity, index)| (*identity, index)),
                    Some((*identity, index))
                );
            }
        }
    }
}
