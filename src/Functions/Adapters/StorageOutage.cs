using Azure;
using LearnCoin.Core.Storage;

namespace LearnCoin.Functions.Adapters;

/// <summary>
/// The one place where failures of the storage SDKs leave the adapters, after their own retries: with a status and the service's error code
/// only. Texts of the SDK hold addresses, and the service's may hold keys of rows.
/// </summary>
internal static class StorageOutage
{
    /// <summary>Whether this is no outcome of a call but its failure; what the caller cancelled stays a cancellation.</summary>
    public static bool Is(Exception exception, CancellationToken cancellationToken) =>
        exception is not StorageUnavailableException && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested);

    public static StorageUnavailableException Of(string service, Exception exception) => new(service, exception switch
    {
        RequestFailedException { Status: > 0 } failure => $"{failure.Status} {failure.ErrorCode}".TrimEnd(),
        AggregateException { InnerException: { } first } => first.GetType().Name,
        _ => exception.GetType().Name,
    });
}
