using LearnCoin.Api.Console;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Sessions;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Webhooks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LearnCoin.Api.Tests.Console;

/// <summary>A service whose operators have a token, behind one proxy, so that tests come from where they like.</summary>
public class ConsoleService : Service
{
    public (string Token, string Hash) Operator { get; } = OperatorAccess.NewToken(SystemEntropy.Instance);

    // What changes by itself, or at every request.
    private static readonly string[] Restless = ["requestlog", "consolesessions", "leases", "ratelimits", "workflows", "outages"];

    internal IReadOnlyList<(RouteEndpoint Endpoint, ConsoleRoute Route, string Method)> Routes =>
    [
        .. Host.App.Services.GetServices<EndpointDataSource>().SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(static endpoint => endpoint.RoutePattern.RawText!.StartsWith("/console", StringComparison.Ordinal) && !endpoint.RoutePattern.RawText.Contains('*', StringComparison.Ordinal))
            .Select(static endpoint => (endpoint, endpoint.Metadata.GetMetadata<ConsoleRoute>()!, endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0])),
    ];

    protected override void Configure(LearnCoinOptions product)
    {
        base.Configure(product);
        product.Auth.OperatorTokenHash = Operator.Hash;
        product.Proxy.Hops = 1;
    }

    /// <summary>A route's address with the ids that <paramref name="ids"/> has for its parts.</summary>
    internal static string PathOf(RouteEndpoint endpoint, OwnIds ids) =>
        string.Join('/', endpoint.RoutePattern.RawText!.Split('/').Select((part, index) => part.StartsWith('{') ? ids.Of(endpoint.RoutePattern.RawText.Split('/')[2], part) : part));

    /// <summary>All that stands in the store and that only a request would change.</summary>
    public string State()
    {
        var state = new List<string>();
        foreach (var table in StoreDump.Tables(Database).Except(Restless).Order(StringComparer.Ordinal))
        {
            // When a key was last used is written beside the request.
            state.Add($"{table} {StoreDump.Digest(Database, table, static row => !row.StartsWith("used|", StringComparison.Ordinal))}");
        }

        return string.Join('\n', state);
    }
}

/// <summary>Ids of one tenant's things, by the folder of the console that shows them.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Values">Folder and name of the part, such as <c>keys {id}</c>.</param>
public sealed record OwnIds(TestTenant Tenant, IReadOnlyDictionary<string, string> Values)
{
    private const string Unknown = "01HXYZABCDEFGHJKMNPQRSTVWX";

    /// <summary>A thing of each kind, of the test environment or the live one.</summary>
    public static async Task<OwnIds> OfAsync(Service service, TenantEnvironment environment = TenantEnvironment.Test)
    {
        var tenant = await service.TenantAsync();
        var made = await service.Host.Node.Core.ApiKeys.CreateAsync(tenant.Tenant.Id, environment, "another", default);
        // Anchored, so that nothing changes by itself while a test compares.
        var batch = await service.AnchoredAsync(environment == TenantEnvironment.Test ? tenant.TestKey : tenant.LiveKey, Requests.Of(2));
        var core = service.Host.Node.Core;
        var now = DateTimeOffset.UtcNow;
        var body = """{"url":"https://hooks.invalid/","events":["batch.finalized"]}"""u8.ToArray();
        var hook = (await core.WebhookChanges.CreateAsync(new WebhookCall(tenant.Tenant.Id, environment, "operator", "", null), body, default)).Value.Endpoint;
        var delivery = new Delivery(
            DeliveryId.Create(now, SystemEntropy.Instance), hook.Id, tenant.Tenant.Id, environment, EventId.Create(now, SystemEntropy.Instance), EventTypes.BatchFinalized, now) { State = DeliveryState.Failed };
        await core.Deliveries.AddAsync(delivery, default);
        // Of operators: what is done to it ends no session of the tenant's.
        var other = await service.TenantAsync();
        var lane = (await core.Lanes.AllAsync(default))[0].Id;
        return new OwnIds(tenant, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["keys {id}"] = made.Key.Id.Value,
            ["batches {id}"] = (string)batch["id"]!,
            ["credentials {id}"] = (string)batch["credentials"]![0]!["id"]!,
            ["webhooks {id}"] = hook.Id.Value,
            ["webhooks {delivery}"] = delivery.Id.Value,
            ["tenants {id}"] = other.Tenant.Id.Value,
            ["tenants {key}"] = other.Key.Id.Value,
            ["audit {id}"] = other.Tenant.Id.Value,
            ["anchors {lane}"] = lane,
            ["anchors {nonce}"] = "0",
        });
    }

    /// <summary>Ids of the same form that nobody has.</summary>
    public OwnIds AsUnknown() => this with { Values = Values.ToDictionary(static value => value.Key, static value => value.Value.IndexOf('_', StringComparison.Ordinal) == 3 ? value.Value[..4] + Unknown : value.Value, StringComparer.Ordinal) };

    public string Of(string folder, string part) => Values.TryGetValue($"{folder} {part}", out var id) ? id : throw new InvalidDataException($"OwnIds.OfAsync has nothing for {folder} {part}: enter it there");
}
