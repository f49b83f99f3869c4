using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnCoin.Core.Alerts;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Claims;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Events;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Mail;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Anchoring;
using LearnCoin.Core.Tests.Kernel;
using LearnCoin.Core.Workflows;
using LearnCoin.Local.Keys;

namespace LearnCoin.Core.Tests.Claims;

/// <summary>The product on a store and a queue in memory, a clock moved by hand, and a mail server that does as it is told.</summary>
internal sealed class ClaimHouse : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("learncoin-claims-");
    private readonly FileKeys keys;
    private readonly WorkflowCatalog catalog = new();
    private int requests;

    private ClaimHouse()
    {
        keys = new FileKeys(Path.Combine(folder.FullName, "keys"), null, SystemEntropy.Instance);
        Queue = new MemoryQueue(Clock);
        var options = new LearnCoinOptions { PublicOrigin = "https://issuer.example" };
        var network = AnchorNetwork.Create(TenantEnvironment.Test, options.Anchoring, new ScriptedNode());
        Core = new LearnCoinCore(options, new CorePorts(Tables, keys, new RecordingWorkflows(), new AnchorNetworks([network]), Clock, SystemEntropy.Instance)
        {
            Queue = Queue,
            Mailer = Mailer,
            MailRenderer = Mailer,
            Alerts = Alerts,
        });
        Core.Register(catalog);
    }

    public BreakingTables Tables { get; } = new(new MemoryTables());

    public TestClock Clock { get; } = new();

    public MemoryQueue Queue { get; }

    public MailServer Mailer { get; } = new();

    public RecordingAlerts Alerts { get; } = new();

    public LearnCoinCore Core { get; }

    public Tenant Tenant { get; private set; } = null!;

    public static async Task<ClaimHouse> OpenAsync()
    {
        var house = new ClaimHouse();
        house.Tenant = (await house.Core.Tenants.CreateAsync("Example University", "industry", default)).Value;
        return house;
    }

    /// <summary>Takes in a batch of one credential for each recipient.</summary>
    public async Task<BatchId> AcceptAsync(params (string? Email, bool AutoClaim)[] recipients)
    {
        var credentials = new JsonArray([.. recipients.Select(static (recipient, number) => (JsonNode)new JsonObject
        {
            ["recipient"] = new JsonObject { ["id"] = $"urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-{number:x12}", ["name"] = "Ada Lovelace", ["email"] = recipient.Email, ["auto_claim"] = recipient.AutoClaim },
            ["achievement"] = new JsonObject { ["name"] = "Machine Learning", ["description"] = "d", ["criteria"] = new JsonObject { ["narrative"] = "c" } },
            ["issuanceDate"] = "2026-04-23T12:00:01.234Z",
        })]);
        var answer = await Core.Intake.AcceptAsync(
            new BatchSender(Tenant, TenantEnvironment.Test), null, JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["credentials"] = credentials }), static batch => Encoding.UTF8.GetBytes(batch.Id.Value), default);
        var id = new BatchId(Encoding.UTF8.GetString(answer.Value.Body));
        Assert.Equal("done", await catalog.Activities[IssuanceActivities.SignBatch](id.Value, default));
        await catalog.Activities[IssuanceActivities.BuildTree](id.Value, default);
        return id;
    }

    /// <summary>As if its root were on the chain: how it gets there is not part of this.</summary>
    public Task<Batch> AnchorAsync(BatchId id, BatchStatus status = BatchStatus.Anchored) =>
        Core.Batches.ChangeAsync(id, batch => batch with { Status = status, AnchoredAt = Clock.GetUtcNow() }, default);

    public async Task QueueAsync(BatchId id) => await Core.ClaimMails.QueueAsync(await Core.Batches.GetAsync(id, default), default);

    /// <summary>An anchored credential whose mail waits in the queue.</summary>
    public async Task<CredentialId> QueuedAsync(string? email = "ada@students.example")
    {
        var batch = await AcceptAsync((email, false));
        await AnchorAsync(batch);
        await QueueAsync(batch);
        return (await Core.Batches.CredentialsAsync(batch, withContent: false, default)).Single().Id;
    }

    /// <summary>A credential whose mail has gone out, and the secret of its link.</summary>
    public async Task<(CredentialId Id, string Token)> SentAsync()
    {
        var id = await QueuedAsync();
        await PumpAsync();
        return (id, Mailer.Tokens[^1]);
    }

    /// <summary>Handles all messages that are visible now.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> PumpAsync()
    {
        for (var handled = 0; ; handled++)
        {
            if (await Queue.ReceiveAsync(QueueNames.ClaimMail, Lease, default) is not { } message)
            {
                return handled;
            }

            await Core.ClaimMails.HandleAsync(message.Body, default);
            await Queue.CompleteAsync(message, default);
        }
    }

    /// <summary>Handles messages and moves the clock until none is left that comes within the time.</summary>
    public async Task PumpAsync(TimeSpan within, TimeSpan step)
    {
        for (var passed = TimeSpan.Zero; passed <= within; passed += step)
        {
            await PumpAsync();
            Clock.Advance(step);
        }
    }

    public async Task<StoredCredential> GetAsync(CredentialId id) => (await Core.Batches.FindCredentialAsync(id, default))!.Value.Credential;

    public async Task<string?> StateAsync(CredentialId id) =>
        (await Core.Batches.FindCredentialAsync(id, default))!.Value is var (credential, batch) ? CredentialStates.ClaimState(credential, batch, Clock.GetUtcNow()) : null;

    public async Task<string?> MailAsync(CredentialId id) =>
        (await Core.Batches.FindCredentialAsync(id, default))!.Value is var (credential, batch) ? CredentialStates.ClaimMail(credential, batch) : null;

    /// <summary>Mails that are noted as not over.</summary>
    public async Task<IReadOnlyList<string>> OpenMailsAsync() =>
        [.. (await Tables.QueryAsync("openmails", new RowRange("open"), 1000, null, default)).Rows.Select(static row => row.RowKey)];

    /// <summary>What a restored backup lacks: all messages.</summary>
    public async Task LoseQueueAsync()
    {
        for (var days = 0; days < 2; days++)
        {
            while (await Queue.ReceiveAsync(QueueNames.ClaimMail, Lease, default) is { } message)
            {
                await Queue.CompleteAsync(message, default);
            }

            Clock.Advance(TimeSpan.FromHours(4));
        }
    }

    public Task<Result<ClaimedCredential>> ClaimAsync(string token) => Core.Claims.ClaimAsync(token, static _ => null, default);

    public Task<Result<StoredCredential>> ResendAsync(CredentialId id, Func<string, Error?>? admit = null) => Core.ClaimResends.ResendAsync(
        new ResendCall(Tenant.Id, TenantEnvironment.Test, "key_01HXYZABCDEFGHJKMNPQRSTVWX", $"req_{Interlocked.Increment(ref requests):D26}"), id.Value, admit ?? (static _ => null), default);

    public async Task EraseAsync(CredentialId id)
    {
        var call = new Core.Erasure.ErasureCall(Tenant.Id, TenantEnvironment.Test, "key_01HXYZABCDEFGHJKMNPQRSTVWX", $"req_{Interlocked.Increment(ref requests):D26}", null);
        var body = """{"requester":"recipient","verified_at":"2026-01-01T00:00:00Z"}"""u8.ToArray();
        Assert.True((await Core.Erasure.EraseAsync(call, id.Value, body, static _ => [], default)).IsOk);
    }

    /// <summary>What a timer does, without the lease: its clock runs away here.</summary>
    public Task RunTimerAsync(string name) => Core.Timers.All.Single(task => task.Name == name).RunAsync(default);

    /// <summary>Rows of the credential's partition whose key begins so.</summary>
    public async Task<int> CountAsync(CredentialId id, string prefix) =>
        (await Tables.QueryAsync(BatchStore.Table, RowRange.Prefix(id.Group, prefix), 1000, null, default)).Rows.Count;

    public Task<int> ClaimedEventsAsync(CredentialId id) => CountAsync(id, "event|" + EventTypes.CredentialClaimed);

    public async Task<IReadOnlyList<AuditRecord>> AuditAsync()
    {
        var found = new List<AuditRecord>();
        await foreach (var record in Core.Audit.ListAsync(Tenant.Id, default))
        {
            found.Add(record);
        }

        return found;
    }

    /// <summary>Breaks the n-th storage call: what comes after it does not reach the store. False when there is no such call.</summary>
    public async Task<bool> BreaksAsync(int n, bool after, Func<Task> work)
    {
        var (calls, broke) = (0, false);
        void Die(string table)
        {
            broke = broke || Interlocked.Increment(ref calls) >= n;
            if (broke)
            {
                throw new StorageUnavailableException(table, "dead");
            }
        }

        Tables.Before = after ? _ => { if (broke) { Die(""); } } : Die;
        Tables.After = after ? Die : static _ => { };
        try
        {
            await work();
        }
        catch (StorageUnavailableException)
        {
            Assert.True(broke);
        }

        Tables.Before = static _ => { };
        Tables.After = static _ => { };
        return broke;
    }

    public void Dispose()
    {
        keys.Dispose();
        folder.Delete(recursive: true);
    }
}
