using System.Security.Cryptography;

namespace LearnCoin.Core.Keys;

/// <summary>
/// Bytes of a secret that the garbage collector never moves, so that no copy stays behind, and that are zeroed on disposal.
/// </summary>
public sealed class PinnedSecret : IDisposable
{
    private readonly byte[] bytes;

    public PinnedSecret(int length) => bytes = GC.AllocateArray<byte>(length, pinned: true);

    public Memory<byte> Memory => bytes;

    public Span<byte> Span => bytes;

    public void Dispose() => CryptographicOperations.ZeroMemory(bytes);
}
