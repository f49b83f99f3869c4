namespace LearnCoin.Core.Kernel;

/// <summary>One fault of a request: the catalogue's code, where (JSON pointer, RFC 6901) and what was expected.</summary>
public sealed record Fault(ErrorCode Code, string Pointer, string Message);

/// <summary>An expected failure as the API tells it (seeds/error-codes.txt).</summary>
/// <param name="Code">Entry of the catalogue; gives the HTTP status.</param>
/// <param name="Message">Names the field as a JSON pointer and what was expected; never a secret or a personal datum.</param>
public sealed record Error(ErrorCode Code, string Message)
{
    /// <summary>All faults found in a batch, at most <see cref="MaxDetails"/>.</summary>
    public IReadOnlyList<Fault> Details { get; init; } = [];

    /// <summary>Value of the <c>Retry-After</c> header, whole seconds.</summary>
    public int? RetryAfterSeconds { get; init; }

    public const int MaxDetails = 100;
}
