using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Idempotency;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Revocation;
using LearnCoin.Core.StatusLists;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Anchoring;
using LearnCoin.Core.Tests.Kernel;
using LearnCoin.Core.Workflows;
using LearnCoin.Local.Keys;

namespace LearnCoin.Core.Tests.Revocation;

/// <summary>Two processes of the product on one store in memory, whose activities are called one by one and whose clock is moved by hand.</summary>
internal sealed class Issuer : IDisposable
{
    public const string Key = "key_01HXYZABCDEFGHJKMNPQRSTVWX";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("learncoin-revoke-");
    private readonly FileKeys keys;
    private readonly WorkflowCatalog catalog = new();
    private int requests;

    private Issuer(string statusEntry)
    {
        keys = new FileKeys(Path.Combine(folder.FullName, "keys"), null, SystemEntropy.Instance);
        Core = NewCore(statusEntry);
        Other = NewCore(statusEntry);
        Core.Register(catalog);
    }

    public BreakingTables Tables { get; } = new(new MemoryTables());

    public TestClock Clock { get; } = new();

    public RecordingWorkflows Workflows { get; } = new();

    public LearnCoinCore Core { get; }

    /// <summary>The other process.</summary>
    public LearnCoinCore Other { get; }

    public Tenant Tenant { get; private set; } = null!;

    public static async Task<Issuer> OpenAsync(string statusEntry = "StatusList2021Entry")
    {
        var issuer = new Issuer(statusEntry);
        issuer.Tenant = (await issuer.Core.Tenants.CreateAsync("Example University", "industry", default)).Value;
        return issuer;
    }

    /// <summary>Takes a batch in; it is not signed yet.</summary>
    public async Task<BatchId> AcceptAsync(int count)
    {
        var credentials = new JsonArray([.. Enumerable.Range(0, count).Select(static number => (JsonNode)new JsonObject
        {
            ["recipient"] = new JsonObject { ["id"] = $"urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-{number:x12}", ["name"] = "Ada Lovelace" },
            ["achievement"] = new JsonObject { ["name"] = "n", ["description"] = "d", ["criteria"] = new JsonObject { ["narrative"] = "c" } },
            ["issuanceDate"] = "2026-04-23T12:00:01.234Z",
        })]);
        var body = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["credentials"] = credentials });
        var answer = await Core.Intake.AcceptAsync(
            new BatchSender(Tenant, TenantEnvironment.Test), null, body, static batch => Encoding.UTF8.GetBytes(batch.Id.Value), default);
        return new BatchId(Encoding.UTF8.GetString(answer.Value.Body));
    }

    public async Task<BatchId> SignedAsync(int count)
    {
        var batch = await AcceptAsync(count);
        await SignAsync(batch);
        return batch;
    }

    public async Task SignAsync(BatchId batch)
    {
        Assert.Equal("done", await RunAsync(IssuanceActivities.SignBatch, batch));
        await RunAsync(IssuanceActivities.BuildTree, batch);
    }

    public Task<string> RunAsync(string activity, BatchId batch) => RunAsync(activity, batch.Value);

    public Task<string> RunAsync(string activity, string input) => catalog.Activities[activity](input, default);

    public Task<IReadOnlyList<StoredCredential>> CredentialsAsync(BatchId batch) => Core.Batches.CredentialsAsync(batch, withContent: false, default);

    public Task<Result<RevokedCredential>> RevokeAsync(CredentialId id, string? idempotencyKey = null, CredentialId? replacedBy = null, string reason = "Wrong name.") =>
        Core.Revocations.RevokeAsync(Call(idempotencyKey), id.Value, Body(reason, replacedBy), default);

    public async Task<(int Revoked, int Already)> RevokeAsync(BatchId id, string? idempotencyKey = null)
    {
        var answer = await Core.BatchRevocations.RevokeAsync(
            Call(idempotencyKey), id.Value, Body("All wrong.", null), static (_, count) => JsonSerializer.SerializeToUtf8Bytes(count), default);
        var count = JsonSerializer.Deserialize<BatchRevocationCount>(answer.Value.Body)!;
        return (count.Revoked, count.AlreadyRevoked);
    }

    /// <summary>Where the credentials of a signed batch stand, by their documents.</summary>
    public async Task<IReadOnlyList<(string List, int Index)>> PlacesAsync(BatchId batch) =>
        [.. (await Core.Batches.CredentialsAsync(batch, withContent: true, default)).Select(static credential =>
        {
            var status = JsonNode.Parse(credential.Document)!["credentialStatus"]!;
            return (((string)status["statusListCredential"]!).Split('/')[^1], int.Parse((string)status["statusListIndex"]!, null));
        })];

    /// <summary>Indexes whose bit is set in the list that a process gives out now.</summary>
    public static async Task<IReadOnlyList<int>> SetBitsAsync(LearnCoinCore process, string list, StatusForm? form = null)
    {
        var document = JsonNode.Parse(await process.StatusCredentials.FindAsync(list, form, default))!;
        var bits = StatusListBits.Decode((string)document["credentialSubject"]!["encodedList"]!, ((string)document["type"]![1]!).StartsWith('B'));
        return [.. Enumerable.Range(0, StatusListBits.Count).Where(index => bits[index])];
    }

    public async Task<IReadOnlyList<AuditRecord>> AuditAsync()
    {
        var found = new List<AuditRecord>();
        await foreach (var record in Core.Audit.ListAsync(Tenant.Id, default))
        {
            found.Add(record);
        }

        return found;
    }

    public async Task<int> NotesAsync() =>
        (await Tables.QueryAsync("revocationnotes", new RowRange($"{Tenant.Id}|test"), 1000, null, default)).Rows.Count;

    public void Dispose()
    {
        keys.Dispose();
        folder.Delete(recursive: true);
    }

    private RevocationCall Call(string? idempotencyKey) =>
        new(Tenant.Id, TenantEnvironment.Test, Key, $"req_{Interlocked.Increment(ref requests):D26}", idempotencyKey);

    private static byte[] Body(string reason, CredentialId? replacedBy)
    {
        var body = new JsonObject { ["reason"] = reason, ["reason_code"] = "reissued" };
        if (replacedBy is { } id)
        {
            body["replaced_by"] = id.Value;
        }

        return JsonSerializer.SerializeToUtf8Bytes(body);
    }

    private LearnCoinCore NewCore(string statusEntry)
    {
        var options = new LearnCoinOptions { PublicOrigin = "https://issuer.example" };
        options.Credentials.StatusEntry = statusEntry;
        var network = AnchorNetwork.Create(TenantEnvironment.Test, options.Anchoring, new ScriptedNode());
        return new LearnCoinCore(options, new CorePorts(Tables, keys, Workflows, new AnchorNetworks([network]), Clock, SystemEntropy.Instance));
    }
}
