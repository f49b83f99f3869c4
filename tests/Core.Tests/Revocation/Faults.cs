using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tests.Revocation;

/// <summary>Processes that die, and others that come in between, at a storage call of one's choice.</summary>
internal static class Faults
{
    /// <summary>As its workflow does: a step that met another's change is run again.</summary>
    public static async Task SignUntilDoneAsync(Issuer issuer, BatchId batch)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await issuer.SignAsync(batch);
                return;
            }
            catch (TableConflictException) when (tries < 3)
            {
                continue;
            }
        }
    }

    /// <summary>Runs <paramref name="other"/> whole just before the n-th storage call of <paramref name="work"/>. False when there is no such call.</summary>
    public static async Task<bool> BetweenAsync(Issuer issuer, int n, Func<Task> work, Func<Task> other)
    {
        var (calls, ran) = (0, false);
        issuer.Tables.Before = _ =>
        {
            if (ran || ++calls < n)
            {
                return;
            }

            ran = true;
            other().GetAwaiter().GetResult();
        };
        await work();
        issuer.Tables.Before = static _ => { };
        return ran;
    }

    /// <summary>Breaks the n-th storage call. False when there is no such call.</summary>
    public static async Task<bool> BreaksAsync(Issuer issuer, int n, bool after, Func<Task> work)
    {
        var (calls, broke) = (0, false);
        // Once it broke the process is dead: nothing it does in its last moments reaches the store.
        void Die(string table)
        {
            broke = broke || ++calls >= n;
            if (broke)
            {
                throw new IOException(table);
            }
        }

        issuer.Tables.Before = after ? _ => { if (broke) { Die(""); } } : Die;
        issuer.Tables.After = after ? Die : static _ => { };
        try
        {
            await work();
        }
        catch (IOException)
        {
            Assert.True(broke);
        }

        issuer.Tables.Before = static _ => { };
        issuer.Tables.After = static _ => { };
        return broke;
    }
}
