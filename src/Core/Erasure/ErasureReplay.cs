using System.Runtime.CompilerServices;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Erasure;

/// <param name="Replayed">Erasures that were made again.</param>
/// <param name="AlreadyErased">Erasures that the store had.</param>
/// <param name="Unknown">Erasures of credentials that the store does not have.</param>
public sealed record ReplayCounts(int Replayed, int AlreadyErased, int Unknown);

/// <summary>Holds the store's log of erasures and the journal outside of it against each other.</summary>
public sealed class ErasureReplay(TenantStore tenants, ErasureLog log, CredentialErasure erasure, IErasureJournal journal)
{
    /// <summary>Every erasure that the store knows, tenant by tenant.</summary>
    public async IAsyncEnumerable<ErasureRecord> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var tenant in await tenants.ListAsync(cancellationToken))
        {
            foreach (var environment in Enum.GetValues<TenantEnvironment>())
            {
                await foreach (var record in log.ListAsync(tenant.Id, environment, cancellationToken))
                {
                    yield return record;
                }
            }
        }
    }

    /// <summary>Makes erasures again, and enters all of them in the journal: also those that a later restore may need.</summary>
    public async Task<ReplayCounts> ReplayAsync(IReadOnlyList<ErasureRecord> erasures, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(erasures);
        var counts = new int[3];
        foreach (var record in erasures)
        {
            await journal.EnterAsync(record, cancellationToken);
            counts[(int)await erasure.ReplayAsync(record, cancellationToken)]++;
        }

        return new ReplayCounts(counts[(int)ReplayOutcome.Replayed], counts[(int)ReplayOutcome.AlreadyErased], counts[(int)ReplayOutcome.Unknown]);
    }

    /// <summary>
    /// Before a host serves: what the journal knows and the store does not is erased again, as after a restore that did not replay it or a
    /// machine set back to a snapshot; what the store knows and the journal does not is entered there, as for a journal that is new or was lost.
    /// </summary>
    /// <exception cref="InvalidDataException">The journal is damaged.</exception>
    public async Task<ReplayCounts> ReconcileAsync(CancellationToken cancellationToken)
    {
        var remembered = await journal.ReadAsync(cancellationToken);
        var known = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var record in ListAsync(cancellationToken))
        {
            known.Add(record.Credential.Value);
            await journal.EnterAsync(record, cancellationToken);
        }

        return await ReplayAsync([.. remembered.Where(record => !known.Contains(record.Credential.Value))], cancellationToken);
    }
}
