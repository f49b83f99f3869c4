using System.Globalization;
using System.Text;
using LearnCoin.Api.Mail;
using LearnCoin.Api.Site;
using LearnCoin.Api.Tenants;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Mail;
using LearnCoin.Core.Sessions;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LearnCoin.Api.Console;

/// <summary>A tenant's profile, as <c>PATCH /v1/tenants/me</c> changes it; how its own DID stands; what its mails look like.</summary>
internal static class SettingsPages
{
    public const string Path = "/console/settings";
    public const string MailPath = Path + "/mail";
    public const string PreviewPath = MailPath + "/preview";

    /// <summary>Shows the preview of a mail inside.</summary>
    private const string FramingPolicy = PagePolicy.Active + "; frame-src 'self'";

    /// <summary>A mail has its styles on its elements. Sandboxed: whatever it holds runs nothing, sends nothing and is of no origin.</summary>
    private const string MailPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private static readonly string[] Members = ["logo_url", "website_url", "support_email", "brand_color", "claim_link_days"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapTenantPage<SettingsPage, SettingsModel>(Path, KeyScopes.TenantManage, async call => await ModelAsync(call, Entered(call.Tenant), new Dictionary<string, string>(StringComparer.Ordinal)));
        routes.MapTenantAction(Path, KeyScopes.TenantManage, ChangeAsync);
        routes.MapTenantPage<MailPreviewPage, MailContent>(MailPath, KeyScopes.TenantManage, async call => await MailAsync(call), FramingPolicy);
        routes.MapTenantRead(PreviewPath, KeyScopes.TenantManage, PreviewAsync);
    }

    private static async Task<SettingsModel> ModelAsync(ConsoleCall call, IReadOnlyDictionary<string, string> entered, IReadOnlyDictionary<string, string> faults) =>
        new(entered, faults, await call.Core.CustomDids.FindAsync(call.Tenant, call.Aborted), $"{call.Core.Urls.Did}#tenant-{call.Tenant.Slug}");

    private static async Task<ConsoleAnswer> ChangeAsync(ConsoleCall call, ConsoleForm form)
    {
        var entered = Members.ToDictionary(static member => member, member => form[member], StringComparer.Ordinal);
        var changed = await ProfileEndpoints.ChangeAsync(call.Context, call.Core, call.Caller, Body(entered));
        if (changed.IsOk)
        {
            return ConsoleAnswer.See(Path, NoticeTone.Good, call.Texts("console-settings")["saved"]);
        }

        var texts = call.Texts("console-settings");
        var faults = changed.Error.Details.Select(static fault => fault.Pointer.TrimStart('/')).Distinct(StringComparer.Ordinal)
            .ToDictionary(static member => member, member => texts.Find("fault." + member) ?? changed.Error.Message, StringComparer.Ordinal);
        return faults.Count == 0
            ? changed.Error
            : ConsoleAnswer.Show<SettingsPage, SettingsModel>(await ModelAsync(call, entered, faults), StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>The body that an API call would have: an empty field is null.</summary>
    private static byte[] Body(Dictionary<string, string> entered) => ApiJson.Bytes(json =>
    {
        json.WriteStartObject();
        foreach (var (member, text) in entered)
        {
            if (text.Length == 0)
            {
                json.WriteNull(member);
            }
            else if (member == "claim_link_days" && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days))
            {
                json.WriteNumber(member, days);
            }
            else
            {
                json.WriteString(member, text);
            }
        }

        json.WriteEndObject();
    });

    private static Dictionary<string, string> Entered(Tenant tenant) => new(StringComparer.Ordinal)
    {
        ["logo_url"] = tenant.LogoUrl ?? "",
        ["website_url"] = tenant.WebsiteUrl ?? "",
        ["support_email"] = tenant.SupportEmail ?? "",
        ["brand_color"] = tenant.BrandColor ?? "",
        ["claim_link_days"] = tenant.ClaimLinkDays.ToString(CultureInfo.InvariantCulture),
    };

    private static async Task<MailContent> MailAsync(ConsoleCall call)
    {
        var isTest = call.Environment == TenantEnvironment.Test;
        var mail = MailSamples.InNameOf(call.Tenant, call.Core.Urls, isTest, call.Core.Time.GetUtcNow());
        return await new MailRenderer(call.Context.RequestServices.GetRequiredService<ILoggerFactory>()).ClaimAsync(mail, call.Aborted);
    }

    private static async Task<ConsoleAnswer> PreviewAsync(ConsoleCall call)
    {
        var mail = await MailAsync(call);
        // Framed by the page above, and by nothing else.
        call.Context.Response.Headers.XFrameOptions = "SAMEORIGIN";
        await Page.WriteAsync(call.Context, MailPolicy, Encoding.UTF8.GetBytes(mail.Html));
        return ConsoleAnswer.Given;
    }
}

/// <summary>What the page of the settings shows.</summary>
/// <param name="Entered">By member of the API's tenant object.</param>
/// <param name="Faults">What is wrong, by member.</param>
/// <param name="CustomDid">Null: none was named.</param>
/// <param name="SharedDid">Under which it issues else.</param>
public sealed record SettingsModel(IReadOnlyDictionary<string, string> Entered, IReadOnlyDictionary<string, string> Faults, CustomDidState? CustomDid, string SharedDid);
