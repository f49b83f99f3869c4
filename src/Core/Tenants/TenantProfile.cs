using System.Text.Json;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Outbound;
using LearnCoin.Core.Requests;

namespace LearnCoin.Core.Tenants;

/// <summary>What a tenant may change of itself: <c>PATCH /v1/tenants/me</c> (spec/api.md, "Tenants"). A member that was not sent stays.</summary>
public sealed class TenantProfile
{
    private const int DefaultClaimLinkDays = 30;
    private const int MaxClaimLinkDays = 365;
    private const string ExpectedColor = "must be a color as #rrggbb, or null";
    private const string ExpectedEmail = "must be an e-mail address (RFC 5321), or null";
    private const string ExpectedLink = "must be an absolute https URL of at most 2048 characters without user information, or null";
    private const string ExpectedLogo = "must be " + OutboundRules.Expected + ", at most 2048 characters, or null";

    private readonly List<(string Member, Func<Tenant, Tenant> Apply)> changes = [];

    private TenantProfile()
    {
    }

    /// <summary>Reads the body; every fault at once.</summary>
    /// <param name="rules">A logo is fetched when it is shown or mailed; a link may be http where the service is tried out on one machine.</param>
    public static Result<TenantProfile> Read(ReadOnlyMemory<byte> utf8Body, OutboundRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return RequestObject.Read(
            utf8Body,
            request =>
            {
                if (request.TryGet("name", out _))
                {
                    request.Invalid("name", "is refused: operators alone set the name, it is signed under a DID that tenants share");
                }

                var profile = new TenantProfile();
                profile.AddText(request, "logo_url", ExpectedLogo, text => IsLink(text, rules) && rules.Allows(new Uri(text)), static (t, text) => t with { LogoUrl = text });
                profile.AddText(request, "website_url", ExpectedLink, text => IsLink(text, rules), static (t, text) => t with { WebsiteUrl = text });
                profile.AddText(request, "support_email", ExpectedEmail, static text => EmailAddress.IsValid(text), static (t, text) => t with { SupportEmail = text });
                profile.AddText(request, "brand_color", ExpectedColor, IsColor, static (t, text) => t with { BrandColor = text });
                profile.AddDays(request);
                profile.AddFlag(request, "index_pages", static (t, flag) => t with { IndexPages = flag });
                return profile;
            },
            "logo_url", "website_url", "support_email", "brand_color", "claim_link_days", "index_pages");
    }

    /// <summary>The tenant with the members that were sent.</summary>
    public Tenant Apply(Tenant tenant) => changes.Aggregate(tenant, static (current, change) => change.Apply(current));

    /// <summary>Names of the members that would change.</summary>
    public IReadOnlyList<string> Changes(Tenant tenant) => [.. changes.Where(change => change.Apply(tenant) != tenant).Select(static change => change.Member)];

    private void AddText(RequestObject request, string member, string expected, Func<string, bool> isValid, Func<Tenant, string?, Tenant> set)
    {
        if (!request.TryGet(member, out var value))
        {
            return;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (value.ValueKind == JsonValueKind.Null || (text is not null && isValid(text)))
        {
            changes.Add((member, tenant => set(tenant, text)));
        }
        else
        {
            request.Invalid(member, expected);
        }
    }

    private void AddFlag(RequestObject request, string member, Func<Tenant, bool, Tenant> set)
    {
        if (!request.TryGet(member, out var value))
        {
            return;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null)
        {
            var flag = value.ValueKind == JsonValueKind.True;
            changes.Add((member, tenant => set(tenant, flag)));
        }
        else
        {
            request.Invalid(member, "must be true, false, or null for false");
        }
    }

    private void AddDays(RequestObject request)
    {
        const string Member = "claim_link_days";
        if (!request.TryGet(Member, out var value))
        {
            return;
        }

        var days = DefaultClaimLinkDays;
        if (value.ValueKind == JsonValueKind.Null
            || (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out days) && days is >= 1 and <= MaxClaimLinkDays))
        {
            changes.Add((Member, tenant => tenant with { ClaimLinkDays = days }));
        }
        else
        {
            request.Invalid(Member, "must be a whole number from 1 to 365, or null for 30");
        }
    }

    /// <summary>It is signed into credentials and shown on pages: what <see cref="AbsoluteIri"/> takes, and https.</summary>
    private static bool IsLink(string text, OutboundRules rules) =>
        text.Length <= OutboundRules.MaxUrlLength
        && AbsoluteIri.IsLink(text)
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (rules.IsDevelopment && url.IsLoopback));

    private static bool IsColor(string text) => text.Length == 7 && text[0] == '#' && text.AsSpan(1).ContainsAnyExcept(HexDigits) is false;

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");
}
