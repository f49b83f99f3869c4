namespace LearnCoin.Core.Storage;

/// <summary>
/// Limits of Azure Table Storage (learn.microsoft.com, "Understanding the Table service data model" and "Performing entity group transactions").
/// </summary>
public static class TableLimits
{
    /// <summary>Largest row, bytes: the service's 1 MiB less the mark that the Azure adapter adds to each row (16 bytes under a short name).</summary>
    public const int MaxRowBytes = (1024 * 1024) - 64;

    /// <summary>Largest string (UTF-16 bytes) or binary property, bytes.</summary>
    public const int MaxPropertyBytes = 64 * 1024;

    /// <summary>Most properties of a row: the service's 252 less the Azure adapter's mark.</summary>
    public const int MaxProperties = 251;

    /// <summary>Largest key, UTF-16 bytes.</summary>
    public const int MaxKeyBytes = 1024;

    public const int MaxTransactionRows = 100;

    public const int MaxTransactionBytes = 4 * 1024 * 1024;

    /// <summary>Rows in one page.</summary>
    public const int MaxPageRows = 1000;
}

/// <summary>The real table service would refuse this request: a bug in the caller, not a state of the data.</summary>
public sealed class TableLimitException(string message) : Exception(message);
