using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LearnCoin.Local.Outbound;

/// <summary>
/// Looks up hosts each on a thread of its own. The system's call blocks for as long as a name server keeps it waiting, and the runtime makes it
/// on the threads that everything else runs on: some names whose servers hang would stop the whole process.
/// </summary>
/// <param name="lookUp">All addresses of a host; blocks.</param>
/// <param name="most">Lookups under way at a time; more wait.</param>
#pragma warning disable CA1001 // A semaphore that nobody asks for its wait handle holds nothing; the one for the system's lookups lives as long as the process.
internal sealed class HostLookups(Func<string, IPAddress[]> lookUp, int most)
#pragma warning restore CA1001
{
    public static readonly HostLookups System = new(Dns.GetHostAddresses, 512);

    // Of the hundreds there may be, each needs little.
    private const int StackBytes = 512 * 1024;

    private readonly ConcurrentDictionary<string, Lazy<Task<IPAddress[]>>> flights = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim places = new(most);

    /// <summary>All who ask for one host at a time share one lookup, which goes on when one of them stops waiting.</summary>
    /// <exception cref="SocketException">There is none, or it cannot be found out now.</exception>
    public Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken) =>
        flights.GetOrAdd(host, name => new Lazy<Task<IPAddress[]>>(() => FlyAsync(name))).Value.WaitAsync(cancellationToken);

    private async Task<IPAddress[]> FlyAsync(string host)
    {
        await places.WaitAsync();
        try
        {
            var found = new TaskCompletionSource<IPAddress[]>(TaskCreationOptions.RunContinuationsAsynchronously);
            var thread = new Thread(() => LookUp(host, found), StackBytes) { IsBackground = true, Name = "host lookup" };
            thread.Start();
            return await found.Task;
        }
        finally
        {
            places.Release();
            flights.TryRemove(host, out _);
        }
    }

    private void LookUp(string host, TaskCompletionSource<IPAddress[]> found)
    {
        try
        {
            found.SetResult(lookUp(host));
        }
#pragma warning disable CA1031 // Whoever waits gets it; on a thread of our own it would end the process.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            found.SetException(exception);
        }
    }
}
