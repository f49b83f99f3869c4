using LearnCoin.Api.Batches;
using LearnCoin.Api.Claims;
using LearnCoin.Api.Console;
using LearnCoin.Api.Credentials;
using LearnCoin.Api.Docs;
using LearnCoin.Api.Http;
using LearnCoin.Api.Landing;
using LearnCoin.Api.Logos;
using LearnCoin.Api.Pages;
using LearnCoin.Api.Public;
using LearnCoin.Api.Sharing;
using LearnCoin.Api.Tenants;
using LearnCoin.Api.Verification;
using LearnCoin.Api.Webhooks;
using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LearnCoin.Api;

/// <summary>The HTTP surface, the same in both hosts. The host registers <see cref="LearnCoinCore"/> and calls these two.</summary>
public static class LearnCoinApi
{
    public static IServiceCollection AddLearnCoinApi(this IServiceCollection services)
    {
        services.AddRouting();
        services.AddSingleton<RequestLogWriter>();
        services.AddHostedService(static provider => provider.GetRequiredService<RequestLogWriter>());
        services.AddSingleton(static provider => new PublicLimits(
            provider.GetRequiredService<LearnCoinCore>().Options.PublicLimits, provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    public static IApplicationBuilder UseLearnCoinApi(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        // From the first sign of the end on, and before the listener closes, load balancers are told to send no more.
        var core = app.ApplicationServices.GetRequiredService<LearnCoinCore>();
        app.ApplicationServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping.Register(core.Health.BeginDrain);
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("LearnCoin.Api");
        app.UseMiddleware<RequestIds>(
            app.ApplicationServices.GetRequiredService<TimeProvider>(), app.ApplicationServices.GetRequiredService<IEntropy>());
        app.UseMiddleware<CallRecorder>();
        app.Use(next => context => Failures.GuardAsync(context, next, logger));
        app.UseRouting();
        app.UseEndpoints(routes =>
        {
            BatchEndpoints.Map(routes);
            CredentialEndpoints.Map(routes);
            CredentialListEndpoints.Map(routes);
            ErasureEndpoints.Map(routes);
            RevocationEndpoints.Map(routes);
            TenantEndpoints.Map(routes);
            ProfileEndpoints.Map(routes);
            DidEndpoints.Map(routes);
            WebhookEndpoints.Map(routes);
            DeliveryEndpoints.Map(routes);
            PublicEndpoints.Map(routes);
            PageEndpoints.Map(routes);
            SharingEndpoints.Map(routes);
            LogoEndpoint.Map(routes);
            DidDocumentEndpoint.Map(routes);
            VerifyPageEndpoint.Map(routes);
            ClaimEndpoints.Map(routes);
            RecipientEndpoints.Map(routes);
            DocsEndpoints.Map(routes);
            LandingEndpoints.Map(routes);
            ConsoleEndpoints.Map(routes);
        });
        return app;
    }
}
