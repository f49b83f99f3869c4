using LearnCoin.Api.Console.Operators;
using LearnCoin.Api.Console.Webhooks;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Console;

/// <summary>A page that the console's navigation leads to.</summary>
/// <param name="Name">Its text is <c>nav.&lt;name&gt;</c> of the area <c>console</c>.</param>
/// <param name="Path">Where it is; it is the current one for the pages below it too.</param>
/// <param name="Scope">Without it in the key the entry is not shown.</param>
internal sealed record ConsoleEntry(string Name, string Path, KeyScopes Scope = KeyScopes.None);

/// <summary>The one list of what the navigation shows, in its order.</summary>
internal static class ConsoleNavigation
{
    public const string Home = "/console";

    private static readonly ConsoleEntry[] Tenant =
    [
        new("overview", Home),
        new("batches", "/console/batches", KeyScopes.BatchesRead),
        new("upload", "/console/upload", KeyScopes.BatchesWrite),
        new("credentials", "/console/credentials", KeyScopes.CredentialsRead),
        new("erasure-requests", "/console/erasure-requests", KeyScopes.CredentialsErase),
        new("webhooks", WebhookPages.Path, WebhookPages.Scope),
        new("keys", KeyPages.Path, KeyScopes.TenantManage),
        new("settings", SettingsPages.Path, KeyScopes.TenantManage),
    ];

    private static readonly ConsoleEntry[] Operator =
    [
        new("overview", Home),
        new("tenants", TenantPages.Path),
        new("anchors", AnchorPages.Path),
        new("audit", AuditPages.Path),
        new("erasures", ErasurePages.Path),
        new("health", HealthPages.Path),
    ];

    public static IEnumerable<ConsoleEntry> Of(ConsoleCall call) =>
        (call.IsOperator ? Operator : Tenant).Where(entry => call.IsOperator || call.Scopes.HasFlag(entry.Scope));
}
