using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Api.Console.BatchPages;

/// <summary>A page of a tenant's batches.</summary>
/// <param name="Batches">Newest first.</param>
/// <param name="Status">Only these; null: all.</param>
/// <param name="Next">Cursor of the page after; null: there is none.</param>
/// <param name="IsFirst">Whether it begins with the newest.</param>
public sealed record BatchList(IReadOnlyList<Batch> Batches, BatchStatus? Status, BatchId? Next, bool IsFirst);

/// <summary>A batch and some of its credentials.</summary>
/// <param name="View">The batch with its anchor.</param>
/// <param name="Credentials">Of this page.</param>
/// <param name="From">Index of the first of them.</param>
/// <param name="Now">For states that end.</param>
public sealed record BatchDetail(BatchView View, IReadOnlyList<StoredCredential> Credentials, int From, DateTimeOffset Now)
{
    public Batch Batch => View.Batch;
}

/// <summary>What is asked before a whole batch is revoked.</summary>
/// <param name="Batch">Which.</param>
/// <param name="Code">What was chosen.</param>
/// <param name="Reason">What was written.</param>
/// <param name="Faults">Names of the fields that were refused.</param>
public sealed record BatchRevocationForm(Batch Batch, string Code, string Reason, IReadOnlyList<string> Faults);
