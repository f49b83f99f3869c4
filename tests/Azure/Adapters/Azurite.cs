using System.Globalization;
using System.Net.Sockets;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.Azure.Tests.Adapters;

/// <summary>
/// One service of the storage emulator, in memory: the one of <c>tests/Azure/node</c> on a free port. The queue service's clock stands
/// until a test moves it. Tables may also be those of an emulator that runs already, named by the variable <see cref="TablesVariable"/>.
/// </summary>
internal sealed class Azurite : IDisposable
{
    public const string TablesVariable = "LEARNCOIN_AZURITE_TABLES";

    /// <summary>Stands for the address where there is no emulator: nothing listens there.</summary>
    public static readonly Uri Nowhere = new("http://127.0.0.1:1/devstoreaccount1");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Folder = Path.Combine(Repository.Root, "tests/Azure/node");
    private readonly OwnedProcess? process;
    private readonly DirectoryInfo? work;

    private Azurite(Uri address) => Address = address;

    private Azurite(string service, int port, params string[] nodeOptions)
    {
        Address = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/devstoreaccount1");
        work = Directory.CreateTempSubdirectory("learncoin-azurite-");
        string[] arguments =
        [
            .. nodeOptions, Path.Combine(Folder, $"node_modules/azurite/dist/src/{service}/main.js"),
            $"--{service}Host", "127.0.0.1", $"--{service}Port", port.ToString(CultureInfo.InvariantCulture),
            "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--silent",
        ];
        process = new OwnedProcess("node", arguments, folder: work.FullName);
    }

    public Uri Address { get; }

    /// <summary>Why no emulator can be had; null when one can.</summary>
    public static string? Missing => Directory.Exists(Path.Combine(Folder, "node_modules/azurite"))
        ? null
        : "the storage emulator is not installed: cd tests/Azure/node && npm ci";

    public static async Task<Azurite> TablesAsync() => Environment.GetEnvironmentVariable(TablesVariable) is { Length: > 0 } running
        ? new Azurite(new Uri(running))
        : await new Azurite("table", Loopback.FreePort()).ReadyAsync();

    public static Task<Azurite> QueuesAsync() => new Azurite("queue", Loopback.FreePort(), "--require", Path.Combine(Folder, "clock.cjs")).ReadyAsync();

    /// <summary>Moves the clock of the queue service.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        process!.Tell(by.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        await process.AnswerAsync(Patience);
    }

    public void Dispose()
    {
        process?.Dispose();
        work?.Delete(recursive: true);
    }

    private async Task<Azurite> ReadyAsync()
    {
        await Wait.UntilAsync("the storage emulator answers", Patience, async () =>
        {
            if (process!.HasExited)
            {
                throw new InvalidOperationException("The storage emulator ended: " + process.Tail);
            }

            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync(Address.Host, Address.Port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
        return this;
    }
}
