using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace LearnCoin.Core.JsonLd;

/// <summary>A fast keyed hash for look-up tables. The key is drawn once a process so that no document can be made of colliding strings.</summary>
internal static class ByteHash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private static readonly ulong s_key = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8)) | 1;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        ulong hash = s_key ^ ((ulong)bytes.Length * Multiplier);
        if (bytes.Length >= 256)
        {
            hash ^= Long(ref bytes);
        }

        while (bytes.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        ulong tail = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            tail |= (ulong)bytes[i] << (8 * i);
        }

        hash = Mix(hash ^ tail);
        return (uint)(hash ^ (hash >> 32));
    }

    // Four independent lanes: one multiplication waits for the one before it, so a single lane would leave the processor idle.
    private static ulong Long(ref ReadOnlySpan<byte> bytes)
    {
        ulong a = s_key;
        ulong b = s_key + 1;
        ulong c = s_key + 2;
        ulong d = s_key + 3;
        while (bytes.Length >= 32)
        {
            a = Mix(a ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            b = Mix(b ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
            c = Mix(c ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));
            d = Mix(d ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
            bytes = bytes[32..];
        }

        return Mix(a ^ Mix(b ^ Mix(c ^ d)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value)
    {
        ulong high = Math.BigMul(value ^ s_key, Multiplier, out ulong low);
        return high ^ low;
    }
}
