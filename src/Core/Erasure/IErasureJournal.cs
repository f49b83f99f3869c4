namespace LearnCoin.Core.Erasure;

/// <summary>
/// Erasures, remembered outside of the store: a store that is restored from a backup does not know what was erased since. Ids, times and the
/// kind of requester only.
/// </summary>
public interface IErasureJournal
{
    /// <summary>Durable when it returns. One that is there already is not entered again.</summary>
    /// <exception cref="IOException">The journal cannot be written: the erasure stays begun and is tried again.</exception>
    Task EnterAsync(ErasureRecord erasure, CancellationToken cancellationToken);

    /// <summary>All of it, oldest first.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    Task<IReadOnlyList<ErasureRecord>> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>For stores whose operator exports the erasures instead (<c>learncoin erasures export</c>).</summary>
public sealed class NoErasureJournal : IErasureJournal
{
    public static readonly NoErasureJournal Instance = new();

    private NoErasureJournal()
    {
    }

    public Task EnterAsync(ErasureRecord erasure, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<ErasureRecord>> ReadAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ErasureRecord>>([]);
}
