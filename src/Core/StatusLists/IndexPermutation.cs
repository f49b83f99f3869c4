using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LearnCoin.Core.StatusLists;

/// <summary>
/// Turns a counter into a status list index: every index comes exactly once, in an order that nobody without the key can tell. So an index
/// says nothing of when a credential was issued, and no table of used ones is kept.
/// </summary>
/// <remarks>
/// An alternating Feistel network over 17 = 8 + 9 bits whose round functions are HMAC-SHA256 under the list's key, read into tables once.
/// Ten rounds: more than the four of a strong permutation, since the halves are so short.
/// </remarks>
public sealed class IndexPermutation
{
    public const int KeyBytes = 32;

    private const int Rounds = 10;
    private const int HighBits = 8;
    private const int LowBits = 9;
    private const int LowMask = (1 << LowBits) - 1;
    private const int HighMask = (1 << HighBits) - 1;
    private const int TableSize = 1 << LowBits;

    private readonly ushort[] tables = new ushort[Rounds * TableSize];

    /// <param name="key">32 secret bytes of this list alone.</param>
    public IndexPermutation(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyBytes, nameof(key));
        Span<byte> block = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> counter = stackalloc byte[sizeof(int)];
        for (var i = 0; i < tables.Length; i++)
        {
            var at = i * sizeof(ushort) % block.Length;
            if (at == 0)
            {
                BinaryPrimitives.WriteInt32BigEndian(counter, i);
                HMACSHA256.HashData(key, counter, block);
            }

            tables[i] = BinaryPrimitives.ReadUInt16BigEndian(block[at..]);
        }
    }

    /// <summary>The index of the counter-th credential of the list, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The list is full.</exception>
    public int Map(int counter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(counter);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(counter, StatusListBits.Count);
        var high = counter >> LowBits;
        var low = counter & LowMask;
        for (var round = 0; round < Rounds; round += 2)
        {
            high ^= tables[(round * TableSize) + low] & HighMask;
            low ^= tables[((round + 1) * TableSize) + high] & LowMask;
        }

        return (high << LowBits) | low;
    }
}
