using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LearnCoin.Core.Kernel;

/// <summary>
/// The same bytes for the same seed: HMAC-SHA256 of a counter. A request that is resumed after a crash makes the same ids again;
/// without the 32-byte seed they cannot be told. Not for threads in parallel.
/// </summary>
public sealed class SeededEntropy(byte[] seed) : IEntropy
{
    private long counter;

    public void Fill(Span<byte> destination)
    {
        Span<byte> block = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> label = stackalloc byte[sizeof(long)];
        while (!destination.IsEmpty)
        {
            BinaryPrimitives.WriteInt64BigEndian(label, counter++);
            HMACSHA256.HashData(seed, label, block);
            var taken = Math.Min(block.Length, destination.Length);
            block[..taken].CopyTo(destination);
            destination = destination[taken..];
        }
    }
}

/// <summary>Version 4 UUIDs (RFC 9562) from an entropy source.</summary>
public static class Uuid
{
    /// <returns><c>urn:uuid:xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx</c></returns>
    public static string Urn(IEntropy entropy)
    {
        ArgumentNullException.ThrowIfNull(entropy);
        Span<byte> bytes = stackalloc byte[16];
        entropy.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return "urn:uuid:" + new Guid(bytes, bigEndian: true);
    }
}
