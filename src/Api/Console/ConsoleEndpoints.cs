using LearnCoin.Api.Console.BatchPages;
using LearnCoin.Api.Console.CredentialPages;
using LearnCoin.Api.Console.Operators;
using LearnCoin.Api.Console.Upload;
using LearnCoin.Api.Console.Webhooks;
using LearnCoin.Api.Site;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Console;

/// <summary>All of <c>/console</c>: each group of pages maps itself.</summary>
internal static class ConsoleEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        LoginEndpoints.Map(routes);
        OverviewPages.Map(routes);
        KeyPages.Map(routes);
        SettingsPages.Map(routes);
        BatchPagesEndpoints.Map(routes);
        UploadEndpoints.Map(routes);
        CredentialPagesEndpoints.Map(routes);
        WebhookPages.Map(routes);
        OperatorPages.Map(routes);
        // Whatever else is asked for below, with any method.
        routes.Map("/console/{*rest}", static async context =>
        {
            ConsoleGate.SetHeaders(context);
            await Refusals.WriteAsync(context, null, PageLanguage.Of(context), ConsoleGate.NotHere);
        }).WithMetadata(new ConsoleRoute(ConsoleAudience.Anyone, Core.Tenants.KeyScopes.None));
    }
}
