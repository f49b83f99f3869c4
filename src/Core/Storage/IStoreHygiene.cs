namespace LearnCoin.Core.Storage;

/// <summary>
/// Deleted is not gone everywhere: a store may hold old values in a log or a journal for a while. Table Storage has nothing of the kind
/// that a tenant of it could reach.
/// </summary>
public interface IStoreHygiene
{
    /// <summary>Removes values that were deleted or replaced before this call from every file of the store.</summary>
    /// <returns>False when something held the store's log for too long: it goes on by itself, and the caller asks again later.</returns>
    Task<bool> ScrubAsync(CancellationToken cancellationToken);
}

/// <summary>For stores that keep nothing.</summary>
public sealed class NoHygiene : IStoreHygiene
{
    public static readonly NoHygiene Instance = new();

    private NoHygiene()
    {
    }

    public Task<bool> ScrubAsync(CancellationToken cancellationToken) => Task.FromResult(true);
}
