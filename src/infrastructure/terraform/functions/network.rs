//! Addresses and prefixes, of both versions of IP.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::super::datum::Datum;
use super::{either, misused, text_of, whole_of};

/// An address block.
#[derive(Clone, Copy)]
struct Prefix {
    bits: u128,
    length: u32,
    /// The bits of an address: 32 or 128.
    width: u32,
}

pub(super) fn call(name: &str, arguments: &[Datum]) -> Option<Datum> {
    Some(either(match name {
        "cidrsubnet" => subnet(arguments),
        "cidrsubnets" => subnets(arguments),
        "cidrhost" => host(arguments),
        "cidrnetmask" => netmask(arguments),
        _ => return None,
    }))
}

fn subnet(arguments: &[Datum]) -> Result<Datum, Datum> {
    let prefix = Prefix::parse("cidrsubnet", arguments.first())?;
    let more = u32::try_from(whole_of("cidrsubnet", arguments.get(1))?).map_err(|_| misused("cidrsubnet"))?;
    let number =
        u128::try_from(whole_of("cidrsubnet", arguments.get(2))?).map_err(|_| misused("cidrsubnet"))?;
    let length = prefix.length.checked_add(more).filter(|length| *length <= prefix.width);
    let length = length.ok_or_else(|| Datum::failed("the prefix has not so many bits left"))?;
    if more < 128 && number >= 1 << more {
        return Err(Datum::failed("the prefix has not so many subnets"));
    }
    let shift = prefix.width - length;
    let bits = prefix.bits | number.checked_shl(shift).unwrap_or(0);
    Ok(Datum::text(Prefix { bits, length, ..prefix }.shown()))
}

fn subnets(arguments: &[Datum]) -> Result<Datum, Datum> {
    let prefix = Prefix::parse("cidrsubnets", arguments.first())?;
    let end = prefix.bits | low_ones(prefix.width - prefix.length);
    let mut next = Some(prefix.bits);
    let mut all = Vec::new();
    for more in arguments.iter().skip(1) {
        let more = u32::try_from(whole_of("cidrsubnets", Some(more))?).map_err(|_| misused("cidrsubnets"))?;
        let length = prefix.length.checked_add(more).filter(|length| *length <= prefix.width);
        let length = length.ok_or_else(|| misused("cidrsubnets"))?;
        let size = low_ones(prefix.width - length);
        // Each begins at the next multiple of its own size.
        let start = next.and_then(|next| Some(next.checked_add(size)? & !size)).filter(|start| *start <= end);
        let start = start.ok_or_else(|| Datum::failed("the prefix has not so many subnets"))?;
        all.push(Datum::text(Prefix { bits: start, length, ..prefix }.shown()));
        next = (start | size).checked_add(1);
    }
    Ok(Datum::list(all))
}

fn host(arguments: &[Datum]) -> Result<Datum, Datum> {
    let prefix = Prefix::parse("cidrhost", arguments.first())?;
    let number = whole_of("cidrhost", arguments.get(1))?;
    let ones = low_ones(prefix.width - prefix.length);
    let distance = u128::from(number.unsigned_abs());
    let number =
        if number < 0 { distance.checked_sub(1).map(|back| ones.wrapping_sub(back)) } else { Some(distance) };
    match number.filter(|number| *number <= ones && distance <= ones.saturating_add(1)) {
        Some(number) => Ok(Datum::text(address(prefix.bits | number, prefix.width))),
        None => Err(Datum::failed("the prefix has not so many hosts")),
    }
}

fn netmask(arguments: &[Datum]) -> Result<Datum, Datum> {
    let prefix = Prefix::parse("cidrnetmask", arguments.first())?;
    let mask = low_ones(prefix.width) & !low_ones(prefix.width - prefix.length);
    Ok(Datum::text(address(mask, prefix.width)))
}

impl Prefix {
    fn parse(name: &str, value: Option<&Datum>) -> Result<Self, Datum> {
        let text = text_of(name, value)?;
        let refused = || Datum::failed("the text is not an address block");
        let (ip, length) = text.split_once('/').ok_or_else(refused)?;
        let (bits, width) = match ip.parse().map_err(|_| refused())? {
            IpAddr::V4(ip) => (u128::from(ip.to_bits()), 32),
            IpAddr::V6(ip) => (ip.to_bits(), 128),
        };
        let length = length.parse().ok().filter(|length| *length <= width).ok_or_else(refused)?;
        Ok(Self { bits: bits & !low_ones(width - length), length, width })
    }

    fn shown(self) -> String {
        format!("{}/{}", address(self.bits, self.width), self.length)
    }
}

const fn low_ones(count: u32) -> u128 {
    if count >= 128 { u128::MAX } else { (1 << count) - 1 }
}

fn address(bits: u128, width: u32) -> String {
    match u32::try_from(bits) {
        Ok(bits) if width == 32 => Ipv4Addr::from_bits(bits).to_string(),
        _ => Ipv6Addr::from_bits(bits).to_string(),
    }
}
