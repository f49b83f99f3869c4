using System.Buffers.Binary;
using System.Numerics;

namespace LearnCoin.Core.Anchoring.Ethereum;

/// <summary>
/// Keccak-256 as Ethereum uses it: the Keccak team's submission to SHA-3 round 3, whose padding starts with 0x01. The BCL has only
/// FIPS 202 SHA3-256, which differs in that byte (0x06) and so in every digest.
/// </summary>
public static class Keccak256
{
    public const int HashBytes = 32;

    private const int RateBytes = 136;
    private const int RateLanes = RateBytes / sizeof(ulong);
    private const int Lanes = 25;

    private static readonly ulong[] RoundConstants = CreateRoundConstants();

    // Offsets of rho and targets of pi along the cycle that starts at lane 1 (Keccak reference 3.0, sections 2.3.2 and 2.3.3).
    private static ReadOnlySpan<byte> Rotations => [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];

    private static ReadOnlySpan<byte> Targets => [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    public static byte[] Hash(ReadOnlySpan<byte> message)
    {
        var digest = new byte[HashBytes];
        Hash(message, digest);
        return digest;
    }

    /// <param name="message">Any length.</param>
    /// <param name="digest">32 bytes.</param>
    public static void Hash(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(digest.Length, HashBytes, nameof(digest));
        Span<ulong> state = stackalloc ulong[Lanes];
        state.Clear();
        for (; message.Length >= RateBytes; message = message[RateBytes..])
        {
            Absorb(state, message);
        }

        Span<byte> last = stackalloc byte[RateBytes];
        last.Clear();
        message.CopyTo(last);
        last[message.Length] = 0x01;
        last[^1] |= 0x80;
        Absorb(state, last);
        for (var i = 0; i < HashBytes / sizeof(ulong); i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(digest[(i * sizeof(ulong))..], state[i]);
        }
    }

    private static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (var i = 0; i < RateLanes; i++)
        {
            state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(i * sizeof(ulong))..]);
        }

        Span<ulong> row = stackalloc ulong[5];
        foreach (var constant in RoundConstants)
        {
            Theta(state, row);
            RhoPi(state);
            Chi(state, row);
            state[0] ^= constant;
        }
    }

    private static void Theta(Span<ulong> state, Span<ulong> parity)
    {
        for (var x = 0; x < 5; x++)
        {
            parity[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
        }

        for (var x = 0; x < 5; x++)
        {
            var mix = parity[(x + 4) % 5] ^ BitOperations.RotateLeft(parity[(x + 1) % 5], 1);
            for (var y = 0; y < Lanes; y += 5)
            {
                state[x + y] ^= mix;
            }
        }
    }

    private static void RhoPi(Span<ulong> state)
    {
        var moved = state[1];
        for (var i = 0; i < Targets.Length; i++)
        {
            var target = Targets[i];
            (state[target], moved) = (BitOperations.RotateLeft(moved, Rotations[i]), state[target]);
        }
    }

    private static void Chi(Span<ulong> state, Span<ulong> row)
    {
        for (var y = 0; y < Lanes; y += 5)
        {
            state.Slice(y, 5).CopyTo(row);
            for (var x = 0; x < 5; x++)
            {
                state[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
            }
        }
    }

    /// <summary>Round constants from the degree-8 LFSR that defines them (Keccak reference 3.0, section 1.2).</summary>
    private static ulong[] CreateRoundConstants()
    {
        var constants = new ulong[24];
        var lfsr = 1;
        for (var round = 0; round < constants.Length; round++)
        {
            for (var bit = 0; bit <= 6; bit++)
            {
                if ((lfsr & 1) != 0)
                {
                    constants[round] |= 1UL << ((1 << bit) - 1);
                }

                lfsr = (lfsr << 1) ^ ((lfsr & 0x80) != 0 ? 0x171 : 0);
            }
        }

        return constants;
    }
}
