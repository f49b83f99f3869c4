using System.Security.Cryptography;

namespace LearnCoin.Core.Kernel;

/// <summary>Source of unpredictable bytes: ids, keys, seeds. A port, so that tests can be repeated.</summary>
public interface IEntropy
{
    /// <summary>Fills <paramref name="destination"/> with random bytes.</summary>
    void Fill(Span<byte> destination);
}

/// <summary>The operating system's cryptographic generator.</summary>
public sealed class SystemEntropy : IEntropy
{
    public static readonly SystemEntropy Instance = new();

    public void Fill(Span<byte> destination) => RandomNumberGenerator.Fill(destination);
}
