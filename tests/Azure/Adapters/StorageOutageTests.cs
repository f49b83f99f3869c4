using System.Net;
using Azure.Core.Pipeline;
using LearnCoin.Core.Storage;
using LearnCoin.Functions.Adapters;

namespace LearnCoin.Azure.Tests.Adapters;

public sealed class StorageOutageTests
{
    private const string Key = "a-key-of-a-row";
    private static readonly Uri Account = new("http://127.0.0.1:1/devstoreaccount1");

    [Theory]
    [InlineData(403)]
    [InlineData(413)]
    public async Task What_the_service_refuses_is_told_by_its_status_alone(int status)
    {
        await UnavailableAsync(new Refusing((HttpStatusCode)status), status.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_told_without_its_address() => await UnavailableAsync(null, "service failed");

    [Fact]
    public async Task Who_cancels_gets_a_cancellation()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var tables = new AzureTables(StorageClients.EmulatorTables(Account));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await tables.GetAsync("things", "p", Key, stop.Token));
    }

    [Theory]
    [InlineData("https://account.table.core.windows.net/")]
    [InlineData("http://10.0.0.1:10002/devstoreaccount1")]
    [InlineData("http://localhost.example:10002/devstoreaccount1")]
    [InlineData("http://127.0.0.1.example:10002/devstoreaccount1")]
    [InlineData("http://azurite:10002/devstoreaccount1")]
    public void The_emulators_key_goes_to_this_machine_only(string address)
    {
        Assert.Throws<ArgumentException>(() => StorageClients.EmulatorTables(new Uri(address)));
        Assert.Throws<ArgumentException>(() => StorageClients.EmulatorQueues(new Uri(address)));
    }

    [Theory]
    [InlineData("http://127.0.0.1:10002/devstoreaccount1")]
    [InlineData("http://localhost:10002/devstoreaccount1")]
    [InlineData("http://[::1]:10002/devstoreaccount1")]
    public void The_emulator_is_taken_on_every_address_of_this_machine(string address) => Assert.True(StorageClients.IsLoopback(new Uri(address)));

    private static async Task UnavailableAsync(HttpMessageHandler? handler, string expected)
    {
        var transport = handler is null ? null : new HttpClientTransport(handler);
        var tables = new AzureTables(StorageClients.EmulatorTables(Account, transport));
        var queue = new AzureQueue(StorageClients.EmulatorQueues(Account, transport));
        var message = new QueueMessage("mail", "1", "2", "", 1);
        var failures = await Task.WhenAll(
            FailureAsync(async () => await tables.GetAsync("things", "p", Key, default)),
            FailureAsync(async () => await tables.QueryAsync("things", new RowRange("p", Key), 10, null, default)),
            FailureAsync(async () => await tables.WriteAsync("things", RowChange.Insert(new Row("p", Key)), default)),
            FailureAsync(async () => await queue.SendAsync("mail", Key, TimeSpan.Zero, default)),
            FailureAsync(async () => await queue.ReceiveAsync("mail", TimeSpan.FromSeconds(1), default)),
            FailureAsync(async () => await queue.CompleteAsync(message, default)));
        foreach (var failure in failures)
        {
            Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("127.0.0.1", failure.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(Key, failure.ToString(), StringComparison.Ordinal);
        }
    }

    private static Task<StorageUnavailableException> FailureAsync(Func<Task> call) => Assert.ThrowsAsync<StorageUnavailableException>(call);

    private sealed class Refusing(HttpStatusCode status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent($"http://127.0.0.1:1/ {Key}"), RequestMessage = request });
    }
}
