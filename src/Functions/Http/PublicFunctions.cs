using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace LearnCoin.Functions.Http;

/// <summary>The HTTP triggers of what anyone may read: a function has one route, so there is one for each root. See <see cref="HttpFunctions"/>.</summary>
public sealed class PublicFunctions(Handover api)
{
    [Function("PublicWellKnown")]
    public Task<IResult> WellKnownAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = ".well-known/{*rest}")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);

    [Function("PublicIssuer")]
    public Task<IResult> IssuerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "issuer/{*rest}")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);

    [Function("PublicStatusLists")]
    public Task<IResult> StatusListsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "status/{*rest}")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);

    [Function("PublicPages")]
    public Task<IResult> PagesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "c/{*rest}")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);

    [Function("PublicVerify")]
    public Task<IResult> VerifyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "verify/{*rest}")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);

    [Function("PublicAssets")]
    public Task<IResult> AssetsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "assets/{*rest}")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);

    [Function("PublicLogos")]
    public Task<IResult> LogosAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "logos/{*rest}")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);

    [Function("PublicOEmbed")]
    public Task<IResult> OEmbedAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "oembed")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);

    [Function("PublicPricing")]
    public Task<IResult> PricingAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "pricing")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);

    [Function("PublicRobots")]
    public Task<IResult> RobotsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "robots.txt")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);

    [Function("PublicDocs")]
    public Task<IResult> DocsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "docs/{*rest}")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);

    [Function("PublicOpenApi")]
    public Task<IResult> OpenApiAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "openapi.json")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);

    [Function("PublicHealth")]
    public Task<IResult> HealthAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "healthz")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);

    [Function("PublicReadiness")]
    public Task<IResult> ReadinessAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "readyz")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);
}
