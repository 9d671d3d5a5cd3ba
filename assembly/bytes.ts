/**
 * The only loads and stores narrower than a record's field, with bits.ts. SCSI is big-endian; every reader returns at least 32 bits,
 * because AssemblyScript computes in the operand's own width and masks shift counts to it.
 */

// @ts-ignore: decorator
@inline export function u8At(p: usize): u32 { return <u32>load<u8>(p); }

// @ts-ignore: decorator
@inline export function be16(p: usize): u32 { return <u32>bswap(load<u16>(p)); }

// @ts-ignore: decorator
@inline export function be24(p: usize): u32 { return (u8At(p) << 16) | be16(p + 1); }

// @ts-ignore: decorator
@inline export function be32(p: usize): u32 { return bswap(load<u32>(p)); }

// @ts-ignore: decorator
@inline export function be64(p: usize): u64 { return bswap(load<u64>(p)); }

// @ts-ignore: decorator
@inline export function put8(p: usize, value: u32): void { store<u8>(p, <u8>value); }

// @ts-ignore: decorator
@inline export function put16(p: usize, value: u32): void { store<u16>(p, bswap(<u16>value)); }

// @ts-ignore: decorator
@inline export function put24(p: usize, value: u32): void { put8(p, value >> 16); put16(p + 1, value); }

// @ts-ignore: decorator
@inline export function put32(p: usize, value: u32): void { store<u32>(p, bswap(value)); }

// @ts-ignore: decorator
@inline export function put64(p: usize, value: u64): void { store<u64>(p, bswap(value)); }
