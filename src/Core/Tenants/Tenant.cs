using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tenants;

/// <summary>An issuer that uses the service.</summary>
/// <param name="Id">Id of the tenant.</param>
/// <param name="Name">Display name; signed into credentials as <c>issuer.name</c>, so operators alone set it.</param>
/// <param name="Slug">Names the tenant's key in the DID document: <c>#tenant-&lt;slug&gt;</c>.</param>
/// <param name="Plan">Plan name; see LearnCoinOptions.Plans.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record Tenant(TenantId Id, string Name, string Slug, string Plan, DateTimeOffset CreatedAt)
{
    public string? LogoUrl { get; init; }

    public string? WebsiteUrl { get; init; }

    public string? SupportEmail { get; init; }

    /// <summary><c>#rrggbb</c>.</summary>
    public string? BrandColor { get; init; }

    /// <summary>How long a claim link works, days.</summary>
    public int ClaimLinkDays { get; init; } = 30;

    /// <summary>Whether search engines may list the pages of its live credentials.</summary>
    public bool IndexPages { get; init; }

    /// <summary>Since when its API keys do not work; null: they do.</summary>
    public DateTimeOffset? SuspendedAt { get; init; }

    /// <summary>Names it had before, oldest first: documents bear them for ever, so they stay this tenant's.</summary>
    public IReadOnlyList<string> EarlierNames { get; init; } = [];

    /// <summary>Every name it ever had, the present one last.</summary>
    public IReadOnlyList<string> Names => [.. EarlierNames, Name];

    /// <summary>The DID that the tenant wants to issue under, see <see cref="CustomDids"/>; null: the shared one.</summary>
    public string? CustomDid { get; init; }

    /// <summary>Environments in which an account of the tenant's own anchors its batches, as far as its plan allows, see <see cref="Anchoring.AnchorAccounts"/>.</summary>
    public IReadOnlyList<TenantEnvironment> DedicatedAnchors { get; init; } = [];

    internal Row ToRow() => new Row(TenantStore.TenantPartition, Id.Value)
        .Set("name", Name)
        .Set("slug", Slug)
        .Set("plan", Plan)
        .Set("created_at", CreatedAt)
        .Set("logo_url", LogoUrl)
        .Set("website_url", WebsiteUrl)
        .Set("support_email", SupportEmail)
        .Set("brand_color", BrandColor)
        .Set("claim_link_days", ClaimLinkDays)
        .Set("index_pages", IndexPages ? true : null)
        .Set("suspended_at", SuspendedAt)
        // Names have no control characters, so a line feed parts them.
        .Set("earlier_names", EarlierNames.Count == 0 ? null : string.Join('\n', EarlierNames))
        .Set("custom_did", CustomDid)
        .Set("dedicated_anchors", DedicatedAnchors.Count == 0 ? null : string.Join(' ', DedicatedAnchors.Select(static environment => environment.Name())));

    internal static Tenant From(Row row) => new(
        new TenantId(row.RowKey),
        row.RequiredText("name"),
        row.RequiredText("slug"),
        row.RequiredText("plan"),
        row.RequiredTime("created_at"))
    {
        LogoUrl = row.Text("logo_url"),
        WebsiteUrl = row.Text("website_url"),
        SupportEmail = row.Text("support_email"),
        BrandColor = row.Text("brand_color"),
        ClaimLinkDays = (int)row.RequiredInt64("claim_link_days"),
        IndexPages = row.Flag("index_pages"),
        SuspendedAt = row.Time("suspended_at"),
        EarlierNames = row.Text("earlier_names")?.Split('\n') ?? [],
        CustomDid = row.Text("custom_did"),
        DedicatedAnchors = row.Text("dedicated_anchors") is { } environments ? [.. environments.Split(' ').Select(TenantEnvironments.Parse)] : [],
    };
}
