//! What is kept of a secret and its token: a few fixed bytes, and the rest packed as tightly as it goes.

use uuid::Uuid;

use super::rows::{Scope, Secret, Token};
use super::world::World;

const EXPIRES: u8 = 1;
const DISABLED: u8 = 2;
const REVOKED: u8 = 4;
const ENDS: u8 = 8;
const APP: u8 = 16;

const THIS: u8 = 0;
const THIS_AND_BELOW: u8 = 1;
const SELECTED: u8 = 2;
const ALL: u8 = 3;

/// The fixed part.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    pub hash: [u8; 32],
    pub id: Uuid,
    /// The tenant that the token belongs to, by its place in the [`World`].
    pub home: u32,
    /// Where the rest begins.
    pub rest: u32,
}

/// Where a token reaches, by the places of tenants.
#[derive(Debug)]
pub enum Reaches<'a> {
    This,
    ThisAndBelow,
    Selected(Places<'a>),
    All,
}

/// The rest, unpacked.
#[derive(Debug)]
pub struct Rest<'a> {
    pub name: &'a str,
    pub permissions: i64,
    pub reaches: Reaches<'a>,
    pub app: Option<u32>,
    pub modules: Places<'a>,
    pub created_at: i64,
    pub expires_at: Option<i64>,
    pub disabled_at: Option<i64>,
    pub revoked_at: Option<i64>,
    pub ends_at: Option<i64>,
    pub generation: i64,
}

/// Packed places of tenants or modules.
#[derive(Clone, Debug)]
pub struct Places<'a> {
    left: usize,
    bytes: Bytes<'a>,
}

impl Iterator for Places<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        self.left = self.left.checked_sub(1)?;
        u32::try_from(self.bytes.number()?).ok()
    }
}

/// Appends the rest of what is kept, with the places that `world` has for what the token refers to. What cannot be kept
/// exactly is packed as nothing at all: then the database is asked.
pub fn pack(out: &mut Vec<u8>, world: &mut World, token: &Token, secret: &Secret) {
    let (Some(scope), Ok(permissions @ 0..16), Ok(generation)) =
        (&token.scope, u8::try_from(token.permissions), u64::try_from(secret.generation))
    else {
        out.extend([0, 0]);
        return;
    };
    let moments = [
        (EXPIRES, token.expires_at),
        (DISABLED, token.disabled_at),
        (REVOKED, token.revoked_at),
        (ENDS, secret.ends_at),
    ];
    let set = |flag: u8, is: bool| if is { flag } else { 0 };
    let flags = moments
        .iter()
        .fold(set(APP, token.app.is_some()), |flags, (flag, moment)| flags | set(*flag, moment.is_some()));
    let reach = match scope {
        Scope::This => THIS,
        Scope::ThisAndBelow => THIS_AND_BELOW,
        Scope::Selected(_) => SELECTED,
        Scope::All => ALL,
    };
    out.extend([permissions | reach << 4, flags]);
    out.extend(token.created_at.to_le_bytes());
    for moment in moments.iter().filter_map(|(_, moment)| *moment) {
        out.extend(moment.to_le_bytes());
    }
    number(out, generation);
    if let Some(app) = token.app {
        number(out, world.place_of_app(app).into());
    }
    number(out, token.modules.len() as u64);
    for module in &token.modules {
        number(out, world.place_of_module(*module).into());
    }
    if let Scope::Selected(tenants) = scope {
        number(out, tenants.len() as u64);
        for tenant in tenants {
            number(out, world.place_of_tenant(*tenant).into());
        }
    }
    number(out, token.name.len() as u64);
    out.extend(token.name.as_bytes());
}

/// Seven bits a byte, the lowest first; the highest bit says that there are more.
fn number(out: &mut Vec<u8>, mut value: u64) {
    while value > 0x7f {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Unpacks the rest; `None` for what was not kept.
pub fn unpack(packed: &[u8]) -> Option<Rest<'_>> {
    let mut bytes = Bytes(packed);
    let [kinds, flags] = bytes.take()?;
    let permissions = i64::from(kinds & 15);
    if permissions == 0 {
        return None;
    }
    let created_at = bytes.moment()?;
    let mut moment = |flag| if flags & flag == 0 { Some(None) } else { bytes.moment().map(Some) };
    let (expires_at, disabled_at, revoked_at, ends_at) =
        (moment(EXPIRES)?, moment(DISABLED)?, moment(REVOKED)?, moment(ENDS)?);
    let generation = i64::try_from(bytes.number()?).ok()?;
    let app = if flags & APP == 0 { None } else { Some(u32::try_from(bytes.number()?).ok()?) };
    let modules = bytes.places()?;
    let reaches = match kinds >> 4 {
        THIS => Reaches::This,
        THIS_AND_BELOW => Reaches::ThisAndBelow,
        SELECTED => Reaches::Selected(bytes.places()?),
        _ => Reaches::All,
    };
    let length = usize::try_from(bytes.number()?).ok()?;
    let name = std::str::from_utf8(bytes.0.get(..length)?).ok()?;
    Some(Rest {
        name,
        permissions,
        reaches,
        app,
        modules,
        created_at,
        expires_at,
        disabled_at,
        revoked_at,
        ends_at,
        generation,
    })
}

/// How many bytes the rest takes that begins `packed`.
pub fn length(packed: &[u8]) -> usize {
    match unpack(packed) {
        // The name comes last.
        Some(rest) => rest.name.as_ptr() as usize - packed.as_ptr() as usize + rest.name.len(),
        None => 2,
    }
}

#[derive(Clone, Copy, Debug)]
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*first)
    }

    fn moment(&mut self) -> Option<i64> {
        self.take().map(i64::from_le_bytes)
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = self.take()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn places(&mut self) -> Option<Places<'a>> {
        let left = usize::try_from(self.number()?).ok()?;
        let places = Places { left, bytes: *self };
        for _ in 0..left {
            self.number()?;
        }
        Some(places)
    }
}
